"""Does what it is told on standard input, and answers when it is done: burn MS, read and write FILE, fault MIB, open COUNT, threads COUNT, name HEX."""
import ctypes
import mmap
import os
import sys
import threading
import time

BLOCK = 1 << 20
kept = []


def burn(milliseconds):
    end = time.process_time_ns() + int(milliseconds) * 1_000_000
    while time.process_time_ns() < end:
        pass


def write(path):
    # Past the cache, so that it reaches the disk at once.
    block = mmap.mmap(-1, BLOCK)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_DIRECT)
    for _ in range(4):
        os.write(file, block)
    os.fsync(file)
    os.close(file)


def read(path):
    block = mmap.mmap(-1, BLOCK)
    file = os.open(path, os.O_RDONLY | os.O_DIRECT)
    while os.readv(file, [block]):
        pass
    os.close(file)


def fault(mebibytes):
    memory = mmap.mmap(-1, int(mebibytes) << 20)
    for at in range(0, len(memory), mmap.PAGESIZE):
        memory[at] = 1
    kept.append(memory)


def open_files(count):
    kept.extend(open("/dev/null") for _ in range(int(count)))


def threads(count):
    for _ in range(int(count)):
        threading.Thread(target=threading.Event().wait, daemon=True).start()


def name(digits):
    ctypes.CDLL(None).prctl(15, bytes.fromhex(digits), 0, 0, 0)


def zombie():
    if os.fork() == 0:
        os._exit(0)


WORK = {"burn": burn, "write": write, "read": read, "fault": fault, "open": open_files, "threads": threads, "name": name, "zombie": zombie}
for line in iter(sys.stdin.readline, ""):
    what, *words = line.split()
    WORK[what](*words)
    print(time.process_time_ns(), flush=True)
