"""http-backend.py ADDRESS NAME - an HTTP server on a free port, which answers every request with 200 and its name; prints ADDRESS:PORT once it listens."""
import http.server
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece: one that vanishes has answered, or has not

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.reply)))
        self.end_headers()
        self.wfile.write(self.server.reply)

    do_POST = do_GET

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    reply = sys.argv[2].encode()

    def handle_error(self, request, client_address):
        pass  # a client that is gone


server = Server((sys.argv[1], 0), Handler)
print(f"{sys.argv[1]}:{server.server_port}", flush=True)
server.serve_forever()
