"""Two processes that talk over a connection once told to by SIGUSR1: talk.py KIND ADDRESS. Prints who and where they are, then that they are done.

Kinds: http, redis (requests and their answers), bytes (HTTP a byte at a time), secret (of no protocol that is known). ADDRESS: an IP address, or a path.
"""
import json
import os
import signal
import socket
import sys

kind, address = sys.argv[1:]
exchanges = {
    "http": [(b"GET /%d HTTP/1.1\r\nHost: talk\r\n\r\n" % i, b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n%d" % i) for i in range(3)],
    "redis": [(b"*2\r\n$3\r\nGET\r\n$1\r\n%d\r\n" % i, b"$1\r\n%d\r\n" % i) for i in range(3)],
    "bytes": [(b"POST /bytes HTTP/1.1\r\nHost: talk\r\nContent-Length: 4\r\n\r\nabcd", b"HTTP/1.1 204 No Content\r\n\r\n")],
    "secret": [(b"\x01\x02 s3cr3t request \xfe" * 40, b"\x03\x04 s3cr3t response \xfd" * 40)] * 3,
}[kind]


def read(connection, size):
    got = b""
    while len(got) < size:
        more = connection.recv(1 if kind == "bytes" else size - len(got))
        if not more:
            raise SystemExit("the other side is gone")
        got += more
    return got


def write(connection, data):
    for piece in [data[i : i + 1] for i in range(len(data))] if kind == "bytes" else [data]:
        connection.sendall(piece)


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
if "/" in address:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    where = address
else:
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.bind((address, 0))
    where = (address, listener.getsockname()[1])
listener.listen()
client = os.fork()
if client == 0:
    listener.close()
    signal.sigwait([signal.SIGUSR1])
    connection = socket.socket(listener.family)
    connection.connect(where)
    for request, response in exchanges:
        write(connection, request)
        assert read(connection, len(response)) == response
    connection.close()
    os._exit(0)
print(json.dumps({"server": os.getpid(), "client": client, "port": 0 if "/" in address else where[1]}), flush=True)
signal.sigwait([signal.SIGUSR1])
os.kill(client, signal.SIGUSR1)
connection, _ = listener.accept()
for request, response in exchanges:
    assert read(connection, len(request)) == request
    write(connection, response)
connection.close()
if os.waitpid(client, 0)[1]:
    raise SystemExit("the client failed")
print(json.dumps({"requests": b"".join(r for r, _ in exchanges).hex(), "responses": b"".join(r for _, r in exchanges).hex()}), flush=True)
