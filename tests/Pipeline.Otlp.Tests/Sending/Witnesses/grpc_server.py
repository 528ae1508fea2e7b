"""A server of gRPC's own Python library, for any unary method: prints a line of JSON for each call, and answers what the header x-answer asks for.

    grpc_server.py [LARGEST_MESSAGE] [KEY CERTIFICATE CLIENT_AUTHORITY]
"""
import base64
import json
import sys
from concurrent import futures

import grpc
from google.protobuf import any_pb2, duration_pb2


def field(number, value):
    return bytes([number << 3 | 2, len(value)]) + value


def status_with_retry(code, seconds, nanos):
    delay = duration_pb2.Duration(seconds=seconds, nanos=nanos).SerializeToString()
    info = any_pb2.Any(type_url="type.googleapis.com/google.rpc.RetryInfo", value=field(1, delay))
    return bytes([1 << 3, code]) + field(2, b"later") + field(3, info.SerializeToString())


def answer(wanted, context):
    if wanted == "partial":
        # partial_success { rejected: 3 error_message: "too old" }
        return field(1, bytes([1 << 3, 3]) + field(2, b"too old"))
    if wanted.startswith("retry-"):
        code = int(wanted[len("retry-"):])
        context.set_trailing_metadata((("grpc-status-details-bin", status_with_retry(code, 2, 500_000_000)),))
        wanted = str(code)
    if wanted.isdigit():
        codes = {code.value[0]: code for code in grpc.StatusCode}
        context.abort(codes[int(wanted)], "é says no: 100%")
    return b""


class AnyMethod(grpc.GenericRpcHandler):
    def service(self, details):
        def call(request, context):
            metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
            names = context.auth_context().get("x509_common_name", [])
            print(json.dumps({
                "method": details.method,
                "metadata": metadata,
                "request": base64.b64encode(request).decode(),
                "seconds_left": context.time_remaining(),
                "client": names[0].decode() if names else None,
            }), flush=True)
            return answer(metadata.get("x-answer", ""), context)

        return grpc.unary_unary_rpc_method_handler(call)


largest = int(sys.argv[1]) if len(sys.argv) > 1 else 4 << 20
server = grpc.server(futures.ThreadPoolExecutor(4), handlers=(AnyMethod(),), options=(("grpc.max_receive_message_length", largest),))
if len(sys.argv) > 2:
    key, certificate, authority = (open(name, "rb").read() for name in sys.argv[2:5])
    port = server.add_secure_port("localhost:0", grpc.ssl_server_credentials(((key, certificate),), authority, require_client_auth=True))
else:
    port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
