"""A connection that is older than who observes it, with the bytes that it moved before; or ("late") a library that is loaded only when told: waits for a line before each step."""
import os
import socket
import sys

certificate, key, before = sys.argv[1:]


def wait(word):
    print(word, flush=True)
    sys.stdin.readline()


def begin():
    import ssl
    import threading
    listener = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    accepted = []
    thread = threading.Thread(target=lambda: accepted.append(context.wrap_socket(listener.accept()[0], server_side=True)))
    thread.start()
    stream = ssl._create_unverified_context().wrap_socket(socket.create_connection(listener.getsockname()))
    thread.join()
    return stream, accepted[0]


def move(client, server, at, size):
    from pattern import pattern, REQUEST, RESPONSE
    port = client.getsockname()[1]
    for begin in range(at, at + size, 1000):
        client.sendall(pattern(port, REQUEST, begin, 1000))
        assert server.recv(1000, ) == pattern(port, REQUEST, begin, 1000)
        server.sendall(pattern(port, RESPONSE, begin, 1000))
        assert client.recv(1000) == pattern(port, RESPONSE, begin, 1000)


if before != "late":
    client, server = begin()
    move(client, server, 0, int(before))
wait("ready")
if before == "late":
    client, server = begin()
    wait("loaded")
    client.close()
    server.close()
    client, server = begin()
    move(client, server, 0, 3000)
    print(f"conn {client.getsockname()[1]} 3000 3000", flush=True)
else:
    move(client, server, int(before), 5000)
    print(f"conn {client.getsockname()[1]} 5000 5000", flush=True)
client.close()
server.close()
