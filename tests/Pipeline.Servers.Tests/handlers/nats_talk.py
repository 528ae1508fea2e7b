"""Uses a NATS server in all the ways its rows tell of, by hand: nats_talk.py PORT."""
import json
import socket
import sys
import threading


class Client:
    def __init__(self, port, **options):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(240)
        self.file = self.socket.makefile("rb")
        self.inbox = 0
        self.line()
        self.send("CONNECT " + json.dumps({"verbose": False, "pedantic": False, "headers": True, "no_responders": True, "lang": "python", "user": "app", "pass": "hunter2", **options}))
        self.sync()

    def send(self, line, payload=None):
        self.socket.sendall(line.encode() + b"\r\n" + (b"" if payload is None else payload + b"\r\n"))

    def line(self):
        line = self.file.readline().decode().rstrip()
        words = line.split(" ")
        if words[0] in ("MSG", "HMSG"):
            body = self.file.read(int(words[-1]) + 2)[:-2]
            return words, body
        return words, None

    def wait(self, *verbs):
        while True:
            words, body = self.line()
            if words[0] in verbs or (words == [""]):
                return words, body
            if words[0] == "PING":
                self.send("PONG")

    def sync(self):
        self.send("PING")
        self.wait("PONG", "-ERR")

    def request(self, subject, payload=b""):
        self.inbox += 1
        self.send(f"PUB {subject} _INBOX.test.{self.inbox} {len(payload)}", payload)
        return self.wait("MSG", "HMSG")


port = int(sys.argv[1])
responder, client = Client(port, name="responder"), Client(port, name="asker")
responder.send("SUB ask.* workers 1")
responder.sync()
client.send("SUB _INBOX.test.* 1")
client.send("SUB news.> 2")


def respond(count):
    for _ in range(count):
        words, body = responder.wait("MSG")
        responder.send(f"PUB {words[-2]} {len(body)}", body)
    responder.sync()


answers = threading.Thread(target=respond, args=(50,))
answers.start()
for i in range(50):
    assert client.request(f"ask.{i}", f"question {i}".encode())[1] == f"question {i}".encode()
answers.join()

headers = b"NATS/1.0\r\nNats-Msg-Id: 1\r\nTrace: abc\r\n\r\n"
for size in (0, 10, 100_000, 1_000_000):
    client.send(f"HPUB news.{size} {len(headers)} {len(headers) + size}", headers + b"x" * size)
    words, body = client.wait("HMSG")
    assert len(body) == len(headers) + size
assert client.request("nobody")[0][0] == "HMSG"

created = client.request("$JS.API.STREAM.CREATE.ORDERS", json.dumps({"name": "ORDERS", "subjects": ["orders.*"], "storage": "memory", "max_msgs_per_subject": 1, "discard": "new", "discard_new_per_subject": True}).encode())
assert b'"error"' not in created[1], created
assert b'"seq":1' in client.request("orders.a", b"first")[1]
client.request("$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.worker", json.dumps({"stream_name": "ORDERS", "config": {"durable_name": "worker", "ack_policy": "explicit", "ack_wait": 240_000_000_000}}).encode())
words, body = client.request("$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker", b"")
assert body == b"first" and words[-2].startswith("$JS.ACK.ORDERS.worker"), (words, body)
client.send(f"PUB {words[-2]} 4", b"+ACK")
client.request("$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker", b'{"no_wait":true,"batch":1}')
assert b"err_code" in client.request("$JS.API.STREAM.INFO.NONE", b"")[1]
client.send("UNSUB 2")
client.sync()

verbose = Client(port, verbose=True)
for line, payload in (("SUB loud 1", None), ("PUB loud 2", b"hi"), ("UNSUB 1", None)):
    verbose.send(line, payload)
    verbose.wait("+OK")
verbose.send("BOGUS")
verbose.wait("-ERR")
refused = Client(port, **{"pass": "wrong-password"})
print("done")
