"""Talks to memcached in text, meta and binary; prints what it asked, and what the server counted."""
import json
import socket
import sys

import pylibmc
from pymemcache.client.base import Client

port = int(sys.argv[1])
text = Client(("127.0.0.1", port), default_noreply=False)
for i in range(50):
    text.set(f"text:{i}", b"x" * i, expire=60, flags=i)
for i in range(0, 100, 5):
    text.get(f"text:{i}")
text.get_many([f"text:{i}" for i in range(0, 200, 10)])
text.add("text:1", b"there already")
text.replace("text:1", b"new")
text.append("text:1", b"er")
text.delete("text:2")
text.delete("text:none")
text.set("counter", b"10")
text.incr("counter", 5)
text.decr("counter", 1)
text.touch("counter", 100)
value, token = text.gets("counter")
text.cas("counter", b"20", token)
text.cas("counter", b"30", token)
text.set("quiet", b"1", noreply=True)
text.delete("quiet", noreply=True)
text.set("large", b"y" * 300_000)
text.get("large")
text.version()

with socket.create_connection(("127.0.0.1", port)) as raw:
    stream = raw.makefile("rb")
    raw.sendall(b"ms meta 5 T0\r\nhello\r\n")
    stream.readline()
    raw.sendall(b"mg meta v f Oab\r\n")
    stream.readline(), stream.readline()
    raw.sendall(b"mg text:3 v q O1\r\nmg none v q O2\r\nmg text:4 v q O3\r\nmn\r\n")
    for _ in range(5):
        stream.readline()
    raw.sendall(b"nonsense\r\n")
    stream.readline()

binary = pylibmc.Client([f"127.0.0.1:{port}"], binary=True, behaviors={"tcp_nodelay": True, "connect_timeout": 240_000, "_poll_timeout": 240_000})
for i in range(20):
    binary.set(f"binary:{i}", "z" * i)
for i in range(0, 40, 2):
    binary.get(f"binary:{i}")
binary.get_multi([f"binary:{i}" for i in range(0, 40, 4)])
binary.set("number", 1)
binary.incr("number")
binary.delete("binary:1")
binary.disconnect_all()

print(json.dumps({k.decode(): v if isinstance(v, (int, str)) else str(v) for k, v in text.stats().items()}))
text.close()
