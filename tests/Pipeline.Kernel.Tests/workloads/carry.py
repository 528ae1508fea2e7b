"""Moves bytes through TCP connections in all ways there are, in a network namespace of its own, and prints what each process moved through each socket, by
the socket's cookie, and what ss says of sockets that are still open.

Begins when a line comes in; before, it has opened a connection that is older than that and moved bytes through it.
"""
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile

SO_COOKIE = 57
RST_ON_CLOSE = struct.pack("ii", 1, 0)
ADDRESSES = {"v4": (socket.AF_INET, "127.0.0.1"), "v6": (socket.AF_INET6, "::1")}


def cookie(connection):
    return struct.unpack("Q", connection.getsockopt(socket.SOL_SOCKET, SO_COOKIE, 8))[0]


def tell(kind, connection, tx, rx, pid=None):
    local, remote = connection.getsockname(), connection.getpeername()
    print(json.dumps({"kind": kind, "pid": pid or os.getpid(), "conn_id": cookie(connection), "local_addr": local[0], "local_port": local[1],
                      "remote_addr": remote[0], "remote_port": remote[1], "tx": tx, "rx": rx, "ss": ss(local[1], remote[1])}), flush=True)


def ss(local, remote):
    """What ss says of an open one: acknowledged, received, sent again."""
    said = subprocess.run(["ss", "-tinHO", f"sport = {local} and dport = {remote}"], capture_output=True, text=True, check=True).stdout
    return {name: int((re.search(pattern, said) or [0, 0])[1]) for name, pattern in
            {"acked": r"bytes_acked:(\d+)", "received": r"bytes_received:(\d+)", "resent": r" retrans:\d+/(\d+)"}.items()}


def pair(family="v4"):
    kind, address = ADDRESSES[family]
    with socket.create_server((address, 0), family=kind) as listener:
        opened = socket.create_connection(listener.getsockname()[:2])
        accepted = listener.accept()[0]
    return opened, accepted


def receive(connection, size):
    while size:
        size -= len(connection.recv(size))


def exchange(one, other, there, back):
    one.sendall(b"x" * there)
    receive(other, there)
    other.sendall(b"y" * back)
    receive(one, back)


def messages(family):
    opened, accepted = pair(family)
    exchange(opened, accepted, 12_345, 333)
    opened.sendmsg([b"a" * 10, b"b" * 20])
    assert len(accepted.recv(30, socket.MSG_PEEK | socket.MSG_WAITALL)) == 30
    receive(accepted, 30)
    tell("messages", opened, 12_375, 333)
    tell("messages", accepted, 333, 12_375)
    opened.close()
    accepted.close()


def without_memory():
    """A file sent, and passed on from a socket that nobody receives from."""
    first, source = pair()
    sink, last = pair()
    with tempfile.TemporaryFile() as file:
        file.write(b"f" * 70_000)
        file.flush()
        sent = 0
        read, write = os.pipe()
        while sent < 70_000:
            count = os.sendfile(first.fileno(), file.fileno(), sent, 10_000)
            sent += count
            while count:
                passed = os.splice(source.fileno(), write, count)
                count -= passed
                while passed:
                    moved = os.splice(read, sink.fileno(), passed)
                    receive(last, moved)
                    passed -= moved
    tell("without memory", first, 70_000, 0)
    tell("without memory", source, 0, 70_000)
    tell("without memory", sink, 70_000, 0)
    tell("without memory", last, 0, 70_000)
    for connection in first, source, sink, last:
        connection.close()


def read_after_close():
    """Both sides have closed before one reads what the other has sent."""
    opened, accepted = pair()
    opened.sendall(b"?")
    opened.shutdown(socket.SHUT_WR)
    receive(accepted, 1)
    accepted.sendall(b"!" * 5_000)
    tell("read after close", opened, 1, 5_000)
    tell("read after close", accepted, 5_000, 1)
    accepted.close()
    receive(opened, 5_000)
    assert opened.recv(1) == b""
    opened.close()


def broken_off():
    opened, accepted = pair()
    exchange(opened, accepted, 1_000, 100)
    opened.sendall(b"z" * 50)
    tell("broken off", opened, 1_050, 100)
    tell("broken off", accepted, 100, 1_000)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
    opened.close()
    accepted.close()


def shared():
    """A parent opens it, a child goes on with it."""
    opened, accepted = pair()
    exchange(opened, accepted, 100, 10)
    child = os.fork()
    if child == 0:
        exchange(opened, accepted, 2_000, 20)
        os._exit(0)
    os.waitpid(child, 0)
    exchange(opened, accepted, 30_000, 30)
    tell("shared", opened, 30_100, 40)
    tell("shared", accepted, 40, 30_100)
    tell("shared", opened, 2_000, 20, child)
    tell("shared", accepted, 20, 2_000, child)
    opened.close()
    accepted.close()


def used_again():
    """The same socket, for one connection after the other."""
    libc = __import__("ctypes").CDLL(None)
    opened, accepted = pair()
    exchange(opened, accepted, 10, 20)
    tell("used again", opened, 10, 20)
    tell("used again", accepted, 20, 10)
    nowhere = struct.pack("HHIQ", socket.AF_UNSPEC, 0, 0, 0)
    assert libc.connect(opened.fileno(), nowhere, len(nowhere)) == 0
    accepted.close()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        opened.connect(listener.getsockname())
        accepted = listener.accept()[0]
    exchange(opened, accepted, 1_000, 2_000)
    tell("used again", opened, 1_000, 2_000)
    tell("used again", accepted, 2_000, 1_000)
    opened.close()
    accepted.close()


older = pair()
exchange(*older, 4_000, 5_000)
print(os.getpid(), flush=True)
sys.stdin.readline()
exchange(*older, 600, 70)
tell("older", older[0], 600, 70)
tell("older", older[1], 70, 600)
for family in ADDRESSES:
    messages(family)
without_memory()
read_after_close()
broken_off()
shared()
used_again()
print("done", flush=True)
# The older one stays open until the end.
sys.stdin.readline()
