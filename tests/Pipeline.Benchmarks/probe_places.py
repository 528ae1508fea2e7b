#!/usr/bin/python3
"""What a probe costs at different places in OpenSSL's SSL_read: processor time of a call that fails at once, with the kernel's own tracer standing there. As root."""
import ctypes
import os
import re
import subprocess
import time

TRACING = "/sys/kernel/tracing"
LIBRARY = os.path.realpath(f"/usr/lib/{os.uname().machine}-linux-gnu/libssl.so.3")
CALLS, ROUNDS = 30_000, 5


def places():
    """Offsets of the first instruction, the first one that the kernel carries out itself, the last such before the return, and the return."""
    text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", "--disassemble=SSL_read", LIBRARY], capture_output=True, text=True, check=True).stdout
    code = [(int(a, 16), i) for a, i in re.findall(r"^ +([0-9a-f]+):\s+(\w+)", text, re.M)]
    end = next(n for n, (_, i) in enumerate(code) if i == "ret")
    emulated = re.compile(r"j\w+|push|call")
    cheap = [a for a, i in code[:end] if emulated.fullmatch(i)]
    return code[0][0], cheap[0], cheap[-1], code[end][0]


def tell(line):
    file = os.open(f"{TRACING}/uprobe_events", os.O_WRONLY | os.O_APPEND)
    os.write(file, line.encode())
    os.close(file)


def enable(instance, name, on):
    with open(f"{instance}/events/{group}/{name}/enable", "w") as file:
        file.write(on)


def cost():
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            openssl.SSL_read(session, buffer, 10)
        best = min(best, (time.process_time() - began) / CALLS * 1e6)
    return best


def cost_with(instance, probes):
    names = [f"place{i}" for i in range(len(probes))]
    for name, (kind, offset) in zip(names, probes):
        tell(f"{kind}:{group}/{name} {LIBRARY}:0x{offset:x}\n")
        enable(instance, name, "1")
    try:
        return cost()
    finally:
        for name in names:
            enable(instance, name, "0")
            tell(f"-:{group}/{name}\n")


group = f"places_{os.getpid()}"
openssl = ctypes.CDLL(LIBRARY)
for function in ("TLS_method", "SSL_CTX_new", "SSL_new"):
    getattr(openssl, function).restype = ctypes.c_void_p
session = ctypes.c_void_p(openssl.SSL_new(ctypes.c_void_p(openssl.SSL_CTX_new(ctypes.c_void_p(openssl.TLS_method())))))
buffer = ctypes.create_string_buffer(100)
first, entry, leave, ret = places()
instance = f"{TRACING}/instances/{group}"
os.mkdir(instance)
try:
    alone = cost()
    print(f"| a call alone | {alone:.2f} us |")
    for what, probes in (
        ("first instruction", [("p", first)]),
        ("first emulated instruction", [("p", entry)]),
        ("uretprobe", [("r", first)]),
        ("return", [("p", ret)]),
        ("last emulated instruction before it", [("p", leave)]),
        ("first instruction and uretprobe", [("p", first), ("r", first)]),
        ("both emulated ones", [("p", entry), ("p", leave)]),
    ):
        print(f"| {what} | + {cost_with(instance, probes) - alone:.2f} us |")
finally:
    os.rmdir(instance)
