"""TCP connections of known kinds, one after the other, in a network namespace of its own if it is started in one.

    tcp.py [--cgroup FOLDER] PORT KIND[:NUMBER]...

Prints an object with its process number and network namespace, one for each connection, as its opener knows it, and one with what
the namespace's own counters say at the end.
"""
import errno
import json
import os
import socket
import struct
import sys
import time

FAMILIES = {
    "v4": (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
    "v6": (socket.AF_INET6, "::1", "::1"),
    "mapped": (socket.AF_INET6, "::", "::ffff:127.0.0.1"),
}
LOST = 1000  # the length of data that the test's lossy cgroup loses once
RST_ON_CLOSE = struct.pack("ii", 1, 0)


def tell(kind, opened, **more):
    local, remote = opened.getsockname(), opened.getpeername()
    print(json.dumps({"kind": kind, "laddr": local[0], "lport": local[1], "raddr": remote[0], "rport": remote[1], **more}), flush=True)


def listen(family, backlog=16):
    kind, address, _ = FAMILIES[family]
    listener = socket.socket(kind, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(backlog)
    return listener


def connect(family):
    opened = socket.socket(FAMILIES[family][0], socket.SOCK_STREAM)
    start = time.perf_counter()
    opened.connect((FAMILIES[family][2], port))
    return opened, time.perf_counter() - start


def receive(connection, size):
    while size:
        size -= len(connection.recv(size))


def wait_for_end(connection):
    """Until the other side has closed: both know of it then."""
    connection.recv(1)


def info(connection):
    """Round-trip time of struct tcp_info, in microseconds."""
    return struct.unpack_from("I", connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256), 68)[0]


def carry(family, closes_first, sent=10_000, received=333):
    with listen(family) as listener:
        opened, seconds = connect(family)
        accepted, _ = listener.accept()
        opened.sendall(b"x" * sent)
        receive(accepted, sent)
        accepted.sendall(b"y" * received)
        receive(opened, received)
        tell(closes_first, opened, sent=sent, received=received, seconds=seconds)
        first, last = (opened, accepted) if closes_first == "client" else (accepted, opened)
        first.close()
        wait_for_end(last)
        time.sleep(0.1)
        last.close()


def reset(family):
    with listen(family) as listener:
        opened, seconds = connect(family)
        accepted, _ = listener.accept()
        tell("reset", opened, seconds=seconds)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
        opened.close()
        try:
            wait_for_end(accepted)
        except ConnectionResetError:
            pass
        accepted.close()


def refused(family):
    opened = socket.socket(FAMILIES[family][0], socket.SOCK_STREAM)
    opened.bind((FAMILIES[family][1], 0))
    local = opened.getsockname()
    error = opened.connect_ex((FAMILIES[family][2], port))
    print(json.dumps({"kind": "refused", "laddr": local[0], "lport": local[1], "raddr": FAMILIES[family][2], "rport": port, "error": -error}), flush=True)
    opened.close()


def abandoned(family):
    with listen(family):
        opened = socket.socket(FAMILIES[family][0], socket.SOCK_STREAM)
        opened.setblocking(False)
        assert opened.connect_ex((FAMILIES[family][2], port)) == errno.EINPROGRESS
        local = opened.getsockname()
        time.sleep(0.1)
        opened.close()
        print(json.dumps({"kind": "abandoned", "laddr": local[0], "lport": local[1], "raddr": FAMILIES[family][2], "rport": port, "error": -errno.ECANCELED}), flush=True)


def probed(family):
    """The last data sent is lost. Some go before, so that there is a round-trip time to judge by."""
    with listen(family) as listener:
        opened, seconds = connect(family)
        accepted, _ = listener.accept()
        for _ in range(10):
            opened.sendall(b"x")
            receive(accepted, 1)
            accepted.sendall(b"y")
            receive(opened, 1)
        opened.sendall(b"z" * LOST)
        receive(accepted, LOST)
        tell("probed", opened, seconds=seconds)
        opened.close()
        wait_for_end(accepted)
        accepted.close()


def unaccepted(family, count):
    with listen(family, backlog=count) as listener:
        opened = [connect(family) for _ in range(count)]
        for connection, seconds in opened:
            tell("unaccepted", connection, seconds=seconds)
        accepted = [listener.accept()[0] for _ in range(count)]
        for connection in [c for c, _ in opened] + accepted:
            connection.close()


def chat(family, count):
    """Both sides' round-trip times after each word."""
    with listen(family) as listener:
        opened, seconds = connect(family)
        accepted, _ = listener.accept()
        for connection in opened, accepted:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = [info(accepted), info(opened)]
        for _ in range(count):
            opened.sendall(b"x")
            receive(accepted, 1)
            times.append(info(accepted))
            accepted.sendall(b"y")
            receive(opened, 1)
            times.append(info(opened))
        tell("chat", opened, seconds=seconds, rtt_us=times)
        opened.close()
        wait_for_end(accepted)
        accepted.close()


def counters():
    with open("/proc/net/snmp") as snmp, open("/proc/net/netstat") as netstat:
        lines = [line.split() for line in [*snmp, *netstat]]
    named = {f"{names[0]}{name}": int(value) for names, values in zip(lines[::2], lines[1::2]) for name, value in zip(names[1:], values[1:])}
    return {"resent": named["Tcp:RetransSegs"], "probes": named["TcpExt:TCPLossProbes"]}


arguments = sys.argv[1:]
if arguments[0] == "--cgroup":
    with open(os.path.join(arguments[1], "cgroup.procs"), "w") as processes:
        processes.write(str(os.getpid()))
    arguments = arguments[2:]
port = int(arguments[0])
print(json.dumps({"pid": os.getpid(), "netns": os.stat("/proc/self/ns/net").st_ino}), flush=True)
for word in arguments[1:]:
    kind, _, number = word.partition(":")
    for family in FAMILIES:
        match kind:
            case "client" | "server":
                carry(family, kind, sent=int(number or 10_000))
            case "reset":
                reset(family)
            case "refused":
                refused(family)
            case "abandoned":
                abandoned(family)
            case "probed":
                probed(family)
            case "unaccepted":
                unaccepted(family, int(number))
            case "chat":
                chat(family, int(number))
            case _:
                sys.exit(f"no such kind: {kind}")
print(json.dumps(counters()), flush=True)
