"""Connections of which plain text is read when TCP is done with them: it lies in the socket still, or in the library."""
import os
import socket
import ssl
import sys
import threading
import time
from pattern import pattern, REQUEST, RESPONSE

CLOSED = 7
certificate, key, connections = sys.argv[1], sys.argv[2], int(sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)


def begin():
    accepted = []
    thread = threading.Thread(target=lambda: accepted.append(context.wrap_socket(listener.accept()[0], server_side=True)))
    thread.start()
    stream = ssl._create_unverified_context().wrap_socket(socket.create_connection(listener.getsockname()))
    thread.join()
    return stream, accepted[0]


def receive(stream, size):
    out = b""
    while len(out) < size:
        piece = stream.recv(min(size - len(out), 7000))
        assert piece, "the other side has closed"
        out += piece
    return out


def end_half(stream):
    """By another descriptor, as ssl forgets the session otherwise."""
    with socket.socket(fileno=os.dup(stream.fileno())) as same:
        same.shutdown(socket.SHUT_WR)


def await_end(stream):
    for _ in range(20000):
        if stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == CLOSED:
            return
        time.sleep(0.001)
    raise AssertionError("the connection never ended")


def talk(size, before):
    client, server = begin()
    port = client.getsockname()[1]
    client.sendall(pattern(port, REQUEST, 0, 1000))
    assert receive(server, 1000) == pattern(port, REQUEST, 0, 1000)
    end_half(client)
    server.sendall(pattern(port, RESPONSE, 0, size))
    out = receive(client, before)
    server.close()
    await_end(client)
    out += receive(client, size - before)
    assert out == pattern(port, RESPONSE, 0, size)
    assert client.recv(1) == b""
    client.close()
    print(f"conn {port} 1000 {size}", flush=True)


for _ in range(connections):
    talk(60000, 0)
    talk(10000, 100)  # of one record, which the library has taken whole
