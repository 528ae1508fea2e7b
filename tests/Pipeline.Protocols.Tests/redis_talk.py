"""Has redis-server talk to everything that comes with it: redis_talk.py FOLDER. Records into FOLDER/recorded.pcap, and prints what clients and server counted as JSON."""
import json, os, signal, socket, subprocess, sys, threading, time

# A network of its own: nobody else's packets.
if os.environ.get("TALK") != "alone":
    os.execvpe("unshare", ["unshare", "-n", sys.executable] + sys.argv, dict(os.environ, TALK="alone"))
signal.alarm(590)
socket.setdefaulttimeout(240)
import redis

folder, port = sys.argv[1], 16379
subprocess.check_call(["ip", "link", "set", "lo", "up"])
with open(f"{folder}/redis.conf", "w") as file:
    file.write(f"bind 127.0.0.1\nport {port}\nunixsocket ''\ndir {folder}\nsave ''\nappendonly no\ndaemonize no\nlogfile {folder}/redis.log\n")
server = subprocess.Popen(["redis-server", f"{folder}/redis.conf"], stdout=subprocess.DEVNULL)
while True:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        break
    except ConnectionRefusedError:
        time.sleep(0.05)
path = f"{folder}/recorded.pcap"
# Not at once but in blocks: at once each packet, however small, takes the room of the largest.
dump = subprocess.Popen(["tcpdump", "-i", "lo", "-w", path, "-Z", "root", "-s", "66000", "--nano", "-B", "131072", f"tcp port {port}"], stderr=subprocess.PIPE)
for line in dump.stderr:
    if b"listening on" in line:
        break
summary = []
reader = threading.Thread(target=lambda: summary.append(dump.stderr.read()), daemon=True)
reader.start()


class Raw:
    """A client that counts bytes and knows no more of the protocol than it must."""

    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.file = self.socket.makefile("rb")
        self.port = self.socket.getsockname()[1]
        self.log = []

    def value(self):
        line = self.file.readline()
        kind, rest, size = line[:1], line[1:-2], len(line)
        if kind in b"$=!" and rest != b"-1":
            size += len(self.file.read(int(rest) + 2))
        elif kind in b"*~>%" and rest != b"-1":
            size += sum(self.value()[1] for _ in range(int(rest) * (2 if kind == b"%" else 1)))
        return line, size

    def do(self, *words, replies=1):
        words = [w.encode() if isinstance(w, str) else w for w in words]
        sent = b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)
        begin = time.monotonic_ns()
        self.socket.sendall(sent)
        answers = [self.value() for _ in range(replies)]
        received = sum(size for _, size in answers)
        self.log.append({"port": self.port, "cmd": words[0].decode().upper(), "sent": len(sent), "received": received,
                         "type": answers[0][0][:1].decode() if answers else "", "ns": time.monotonic_ns() - begin})


logs = []
for resp in (2, 3):
    raw = Raw()
    if resp == 3:
        raw.do("HELLO", "3")
    for size in (0, 1, 1000, 70_000, 5_000_000):
        raw.do("SET", f"big{size}", bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        raw.do("GET", f"big{size}")
    raw.do("HSET", "hash", "a", "1", "b", "2")
    raw.do("HGETALL", "hash")
    raw.do("SADD", "set", *[f"m{i}" for i in range(500)])
    raw.do("SMEMBERS", "set")
    raw.do("ZADD", "zset", "1.5", "a", "inf", "b")
    raw.do("ZRANGE", "zset", "0", "-1", "WITHSCORES")
    raw.do("ZSCORE", "zset", "a")
    raw.do("GET", "missing")
    raw.do("LPOP", "hash")
    raw.do("EVAL", "return {1, {2, {3, false}}, redis.status_reply('x'), redis.error_reply('MINE y')}", "0")
    raw.do("DEBUG", "SLEEP", "0")
    raw.do("COMMAND", "DOCS", "get")
    raw.do("CONFIG", "GET", "max*")
    raw.do("CLIENT", "LIST")
    raw.do("OBJECT", "ENCODING", "hash")
    raw.do("XADD", "stream", "*", "f", "v")
    raw.do("XGROUP", "CREATE", "stream", f"g{resp}", "0")
    raw.do("XREADGROUP", "GROUP", f"g{resp}", "c", "STREAMS", "stream", ">")
    raw.do("SELECT", "3")
    raw.do("GET", "elsewhere")
    raw.do("MULTI")
    raw.do("INCR", "n")
    raw.do("LPUSH", "n", "x")
    raw.do("EXEC")
    raw.do("WAIT", "0", "10")
    raw.do("CLIENT", "REPLY", "SKIP", replies=0)
    raw.do("SET", "unseen", "1", replies=0)
    raw.do("GET", "unseen")
    raw.do("BLPOP", "nothing", "0.2")
    logs += raw.log
    # A connection that waits, for the table of clients.
    raw.socket.close()

# What redis-cli and python's client send.
client = redis.Redis(port=port)
for i in range(300):
    client.set(f"k{i}", f"value {i}", ex=100)
    client.get(f"k{i}")
with client.pipeline(transaction=False) as pipe:
    for i in range(500):
        pipe.incr("counter").rpush("list", i).lrange("list", 0, 5)
    pipe.execute()
with client.pipeline(transaction=True) as pipe:
    pipe.watch("counter")
    pipe.multi()
    pipe.incr("counter").get("counter")
    pipe.execute()
for arguments in (["PING"], ["-3", "HGETALL", "hash"], ["CONFIG", "GET", "maxmemory"], ["-n", "2", "SET", "a b", 'c"d'], ["INFO", "server"], ["-r", "20", "INCR", "cli"]):
    subprocess.run(["redis-cli", "-p", str(port)] + arguments, stdout=subprocess.DEVNULL, check=True)
subprocess.run(["redis-cli", "-p", str(port)], input=b"SET piped 1\nGET piped\nDEL piped\n", stdout=subprocess.DEVNULL, check=True)

# A list that is waited for.
blocked = threading.Thread(target=lambda: redis.Redis(port=port).blpop("waited", timeout=200))
blocked.start()
while client.info("clients")["blocked_clients"] == 0:
    time.sleep(0.05)
time.sleep(0.2)
client.rpush("waited", "now")
blocked.join()

# Subscribers, and one who watches.
monitor = redis.Redis(port=port).monitor()
monitor.__enter__()
subscriber = redis.Redis(port=port).pubsub()
subscriber.subscribe("news", "weather")
subscriber.psubscribe("n*")
heard = 0
while heard < 3:
    heard += subscriber.get_message(timeout=5) is not None
for i in range(200):
    client.publish("news", f"item {i}")
messages = 0
while messages < 400:
    message = subscriber.get_message(timeout=5)
    messages += message is not None and message["type"] in ("message", "pmessage")
subscriber.unsubscribe()
subscriber.punsubscribe()
heard = 0
while heard < 3:
    heard += subscriber.get_message(timeout=5) is not None
monitored = 0
client.echo("the last to be watched")
while True:
    monitored += 1
    if "the last to be watched" in monitor.next_command()["command"]:
        break
monitor.connection.disconnect()

# Typed commands.
with socket.create_connection(("127.0.0.1", port)) as typed:
    for line in (b"PING\r\n", b"set typed 'by hand'\n", b'get "typed"\r\n'):
        typed.sendall(line)
        typed.recv(1000)

for pipelined in ("1", "16"):
    subprocess.run(["redis-benchmark", "-p", str(port), "-c", "20", "-n", "3000", "-P", pipelined, "-q", "-t", "set,get,incr,lpush,hset,mset"], stdout=subprocess.DEVNULL, check=True)

calls = {name.removeprefix("cmdstat_"): value["calls"] + value["rejected_calls"] for name, value in client.info("commandstats").items()}
client.close()
mark = b"the end of all talk"
with socket.create_connection(("127.0.0.1", port)) as last:
    last.sendall(b"ECHO '" + mark + b"'\r\n")
    last.recv(1000)
for _ in range(4000):
    # Writes down what it has.
    dump.send_signal(signal.SIGUSR2)
    with open(path, "rb") as recorded:
        recorded.seek(max(0, os.path.getsize(path) - 4096))
        if mark in recorded.read():
            break
    time.sleep(0.05)
else:
    sys.exit("tcpdump did not record everything")
dump.send_signal(signal.SIGINT)
dump.wait()
reader.join()
server.terminate()
server.wait()
dropped = int(summary[0].split(b" packets dropped by kernel")[0].split()[-1])
if dropped > 0:
    sys.exit(f"tcpdump lost {dropped} packets: the machine is too busy for this test")
print(json.dumps({"calls": calls, "raw": logs, "messages": messages, "monitored": monitored}))
