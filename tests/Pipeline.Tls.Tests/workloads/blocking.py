"""Connections one after the other and at once, by calls that block, each with a thread at either end: python's ssl over sockets."""
import os
import socket
import ssl
import sys
import threading
from pattern import pattern, SIZES, REQUEST, RESPONSE

certificate, key, connections = sys.argv[1], sys.argv[2], int(sys.argv[3])
version = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[sys.argv[4]]


def receive(stream, size):
    out = b""
    while len(out) < size:
        piece = stream.recv(min(size - len(out), 7000))
        assert piece, "the other side has closed"
        out += piece
    return out


def serve(raw, port, context):
    with context.wrap_socket(raw, server_side=True) as stream:
        at = 0
        for size in SIZES:
            assert receive(stream, size) == pattern(port, REQUEST, at, size)
            stream.sendall(pattern(port, RESPONSE, at, size))
            at += size


def server(listener):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    threads = []
    for _ in range(connections):
        raw, peer = listener.accept()
        threads.append(threading.Thread(target=serve, args=(raw, peer[1], context)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def client(address, context):
    raw = socket.create_connection(address)
    port = raw.getsockname()[1]
    with context.wrap_socket(raw) as stream:
        at = 0
        for size in SIZES:
            stream.sendall(pattern(port, REQUEST, at, size))
            assert receive(stream, size) == pattern(port, RESPONSE, at, size)
            at += size
    os.write(1, f"conn {port} {at} {at}\n".encode())


listener = socket.create_server(("127.0.0.1", 0))
if os.fork() == 0:
    server(listener)
    os._exit(0)
context = ssl._create_unverified_context()
context.minimum_version = context.maximum_version = version
threads = [threading.Thread(target=client, args=(listener.getsockname(), context)) for _ in range(connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert os.wait()[1] == 0
