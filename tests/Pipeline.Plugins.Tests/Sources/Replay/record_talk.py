"""Records traffic in a network of its own: record_talk.py FILE INTERFACE [tcpdump options]. Prints nothing; ends when the file holds all of it."""
import contextlib, os, random, signal, socket, struct, subprocess, sys, threading, time

# A network of its own: nobody else's packets, and a loopback that can be given a small MTU.
if os.environ.get("TALK") != "alone":
    os.execvpe("unshare", ["unshare", "-n", sys.executable] + sys.argv, dict(os.environ, TALK="alone"))
signal.alarm(600)
socket.setdefaulttimeout(300)
path, interface = sys.argv[1:3]
# Small enough that datagrams become fragments.
subprocess.check_call(["ip", "link", "set", "lo", "mtu", "1500", "up"])
# Each packet takes 128 KiB of the buffer, however short it is: all of them fit, where tcpdump does not get to read one before the talk is over.
dump = subprocess.Popen(["tcpdump", "-i", interface, "-w", path, "-U", "-Z", "root", "--immediate-mode", "-B", "262144", "-s", "66000"] + sys.argv[3:], stderr=subprocess.PIPE)
for line in dump.stderr:
    if b"listening on" in line:
        break
threading.Thread(target=dump.stderr.read, daemon=True).start()

chance = random.Random(11)


def serve(listener):
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=answer, args=(peer,), daemon=True).start()


def answer(peer):
    # Each request names how much it wants back; the last client of each family hangs up with a reset.
    with peer, contextlib.suppress(ConnectionResetError):
        while True:
            head = b""
            while len(head) < 8:
                part = peer.recv(8 - len(head))
                if not part:
                    return
                head += part
            sent, wanted = struct.unpack("!II", head)
            while sent > 0:
                sent -= len(peer.recv(min(sent, 65536)))
            peer.sendall(chance.randbytes(wanted))


for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    listener = socket.create_server((host, 18080), family=family)
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    for i in range(6):
        with socket.create_connection((host, 18080)) as client:
            for _ in range(chance.randrange(1, 6)):
                sent, wanted = chance.choice([0, 1, 700, 40000, 300000]), chance.choice([0, 1, 900, 50000, 400000])
                client.sendall(struct.pack("!II", sent, wanted) + chance.randbytes(sent))
                while wanted > 0:
                    wanted -= len(client.recv(65536))
            if i == 5:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with socket.socket(family, socket.SOCK_DGRAM) as near, socket.socket(family, socket.SOCK_DGRAM) as far:
        far.bind((host, 18053))
        near.connect((host, 18053))
        for size in (0, 1, 500, 1472, 1473, 9000, 60000):
            near.send(chance.randbytes(size))
            _, address = far.recvfrom(65536)
            far.sendto(chance.randbytes(size // 2), address)
            near.recv(65536)

mark = b"the end of all talk"
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
    last.sendto(mark, ("127.0.0.1", 18053))
for _ in range(6000):
    with open(path, "rb") as recorded:
        if mark in recorded.read():
            break
    time.sleep(0.05)
else:
    sys.exit("tcpdump did not record everything")
dump.send_signal(signal.SIGINT)
sys.exit(dump.wait())
