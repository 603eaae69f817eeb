#!/bin/sh
# black-hole.sh - an HTTP server in a network namespace of its own that can be made to vanish without a word: no RST, no FIN, open connections included.
#
# Prints its address (host:port) once it answers. Reads commands, and answers each with a line: "hole" (from now on everything it sends is lost), "heal". Ends, and cleans up, with its standard input.
# Needs root (or CAP_NET_ADMIN and CAP_SYS_ADMIN), ip (iproute2) and python3. The addresses are of 198.18.0.0/15, which is reserved for such tests (RFC 2544).
# Exit status 3: this machine does not let us; the last line of stderr says why.
set -eu
name=cf$$
third=$(($$ / 64 % 256)) fourth=$(($$ % 64 * 4))
here=198.18.$third.$((fourth + 1)) there=198.18.$third.$((fourth + 2))
die() { printf '%s\n' "black-hole: $*" >&2; exit 3; }
command -v ip >/dev/null 2>&1 || die "no ip (iproute2) on this machine"
command -v python3 >/dev/null 2>&1 || die "no python3 on this machine"
ip netns add "$name" 2>/dev/null || die "network namespaces want root: ip netns add was refused"
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  ip link del "$name-a" 2>/dev/null || :
  ip netns del "$name" 2>/dev/null || :
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
ip link add "$name-a" type veth peer name "$name-b" 2>/dev/null || die "a pair of virtual interfaces (veth) was refused"
ip link set "$name-b" netns "$name"
ip addr add "$here/30" dev "$name-a"
ip link set "$name-a" up
ip netns exec "$name" ip addr add "$there/30" dev "$name-b"
ip netns exec "$name" ip link set "$name-b" up
ip netns exec "$name" python3 -u -c '
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
    do_POST = do_GET
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer((sys.argv[1], 8080), Handler)
server.daemon_threads = True
print(sys.argv[1] + ":8080", flush=True)
server.serve_forever()' "$there" &
server=$!
while read -r command; do
  case $command in
    hole) ip netns exec "$name" ip route add blackhole "$here/32" ;;
    heal) ip netns exec "$name" ip route del blackhole "$here/32" ;;
    *) printf '%s\n' "black-hole: '$command' is not understood; write hole or heal" >&2; exit 2 ;;
  esac
  printf '%s\n' "$command"
done
