#!/usr/bin/python3
"""Two real gRPC servers (Debian's python3-grpcio) on loopback; prints their ports: "WITH WITHOUT". Ends when its standard input does.

WITH has grpc.health.v1.Health/Check, with the messages as raw bytes. What it answers depends on the service asked about:
"" SERVING, "down" NOT_SERVING, "strange" SERVICE_UNKNOWN, "unset" UNKNOWN (an empty message), "missing" the status NOT_FOUND,
"busy" the status RESOURCE_EXHAUSTED, "slow" nothing for an hour, "huge" a message of 1 MiB. Any other: INVALID_ARGUMENT.
WITHOUT has no such service and answers UNIMPLEMENTED.
"""
import sys
import threading
from concurrent import futures

import grpc

ANSWERS = {"": b"\x08\x01", "down": b"\x08\x02", "strange": b"\x08\x03", "unset": b"", "huge": b"\x12\xfc\xff\x3f" + bytes(1048572)}
STATUSES = {"missing": grpc.StatusCode.NOT_FOUND, "busy": grpc.StatusCode.RESOURCE_EXHAUSTED}
NEVER = threading.Event()


def service_of(request):
    """The only field there is: tag 0x0a, a length below 128, the name."""
    if not request:
        return ""
    if request[0] != 0x0A or request[1] != len(request) - 2:
        raise ValueError(request)
    return request[2:].decode()


def check(request, context):
    service = service_of(request)
    if service in STATUSES:
        context.abort(STATUSES[service], "no")
    if service == "slow":
        NEVER.wait(3600)
    if service not in ANSWERS:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, service)
    return ANSWERS[service]


def start(*handlers):
    server = grpc.server(futures.ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers(handlers)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


health = grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": grpc.unary_unary_rpc_method_handler(check)})
with_health, first = start(health)
without, second = start()
print(first, second, flush=True)
sys.stdin.read()
NEVER.set()
with_health.stop(None)
without.stop(None)
