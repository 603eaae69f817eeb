#!/usr/bin/python3
"""A real gRPC server (Debian's python3-grpcio) on loopback with raw bytes as messages: grpc-backend.py [PORT [MAX_AGE_MS]].
Prints its port; ends when its standard input does. MAX_AGE_MS is how long a connection lives before the server says goodbye to it.

demo.Echo/Call     echoes "name:message"          /Bad       UNAVAILABLE, trailers-only (the status stands in the headers)
/Busy  RESOURCE_EXHAUSTED, pushback of 100 ms     /Never     UNAVAILABLE, pushback of -1: do not ask again
/Slow  waits for half a second                    /Hang      answers nothing for an hour, or until it is cancelled
/Fail  INTERNAL                                   /Deadline  answers how long its caller waits, in ms
/Attempt  answers grpc-previous-rpc-attempts
/Stream   sends as many messages as the message says, then its trailers
/Break    one message, then DATA_LOSS in the trailers
/Endless  a message, and then nothing until it is cancelled
/Sum      the number of messages and their bytes  /Chat      echoes each message of a stream
"""
import sys
import threading
from concurrent import futures

import grpc

NAME = b"py"
NEVER = threading.Event()


def until_cancelled(context):
    over = threading.Event()
    context.add_callback(over.set)
    over.wait(3600)


def fail(status, **trailers):
    def handler(request, context):
        context.set_trailing_metadata(tuple((name.replace("_", "-"), value) for name, value in trailers.items()))
        context.abort(status, "no")
    return handler


def call(request, context):
    return NAME + b":" + request


def slow(request, context):
    NEVER.wait(0.5)
    return call(request, context)


def hang(request, context):
    until_cancelled(context)
    return b""


def deadline(request, context):
    left = context.time_remaining()
    return b"none" if left is None else b"%d" % (left * 1000)


def attempt(request, context):
    return dict(context.invocation_metadata()).get("grpc-previous-rpc-attempts", "none").encode()


def stream(request, context):
    for i in range(int(request)):
        yield b"%d" % i


def break_off(request, context):
    yield b"part"
    context.abort(grpc.StatusCode.DATA_LOSS, "lost")


def endless(request, context):
    yield b"first"
    until_cancelled(context)


def total(requests, context):
    count = size = 0
    for request in requests:
        count, size = count + 1, size + len(request)
    return b"%d messages, %d bytes" % (count, size)


def chat(requests, context):
    for request in requests:
        yield call(request, context)


UNARY = {"Call": call, "Slow": slow, "Hang": hang, "Deadline": deadline, "Attempt": attempt,
         "Bad": fail(grpc.StatusCode.UNAVAILABLE), "Fail": fail(grpc.StatusCode.INTERNAL),
         "Busy": fail(grpc.StatusCode.RESOURCE_EXHAUSTED, grpc_retry_pushback_ms="100"),
         "Never": fail(grpc.StatusCode.UNAVAILABLE, grpc_retry_pushback_ms="-1")}
handlers = {name: grpc.unary_unary_rpc_method_handler(handler) for name, handler in UNARY.items()}
handlers.update({name: grpc.unary_stream_rpc_method_handler(handler) for name, handler in {"Stream": stream, "Break": break_off, "Endless": endless}.items()})
handlers["Sum"] = grpc.stream_unary_rpc_method_handler(total)
handlers["Chat"] = grpc.stream_stream_rpc_method_handler(chat)

port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
age = int(sys.argv[2]) if len(sys.argv) > 2 else 0
options = [("grpc.so_reuseport", 0)]
if age:
    options += [("grpc.max_connection_age_ms", age), ("grpc.max_connection_age_grace_ms", 2000)]
server = grpc.server(futures.ThreadPoolExecutor(32), options=options)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("demo.Echo", handlers),))
port = server.add_insecure_port("127.0.0.1:%d" % port)
NAME = b"%d" % port
server.start()
print(port, flush=True)
sys.stdin.read()
NEVER.set()
server.stop(None)
