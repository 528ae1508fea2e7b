"""In a network namespace of its own: brings the loopback up and does what it is told on standard input: send COUNT BYTES, make NAME, remove NAME, quit."""
import socket
import subprocess
import sys


def send(count, size):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for _ in range(int(count)):
        sender.sendto(bytes(int(size)), receiver.getsockname())
        receiver.recv(65536)


def run(*words):
    subprocess.run(["ip", "link", *words], check=True)


# What the kernel sends of itself would move figures while they are compared.
with open("/proc/sys/net/ipv6/conf/default/disable_ipv6", "w") as file:
    file.write("1")
run("set", "lo", "up")
print("up", flush=True)
for line in iter(sys.stdin.readline, ""):
    what, *words = line.split()
    if what == "send":
        send(*words)
    elif what == "make":
        run("add", words[0], "type", "veth", "peer", "name", words[0] + "p")
        run("set", words[0], "up")
        run("set", words[0] + "p", "up")
    elif what == "remove":
        run("delete", words[0])
    else:
        break
    print("done", flush=True)
