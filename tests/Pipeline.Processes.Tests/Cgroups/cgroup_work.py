"""Works inside the cgroups it is put into: does what each line of its input says, and answers with a line.

    spin SECONDS     uses that much CPU time; answers with the nanoseconds it used
    take BYTES       has that much memory from then on
    fork N           tries to have N children at once; answers with how many it could not have
    write FILE N     writes N blocks of 64 KiB around the page cache
    read FILE N      reads them
    eat BYTES        a child takes that much memory; answers with the signal that ended it
"""
import mmap
import os
import signal
import sys
import time

BLOCK = 64 << 10
held = []


def take(count):
    memory = bytearray(count)
    for i in range(0, count, 4096):
        memory[i] = 1
    return memory


def spin(seconds):
    begin = time.process_time_ns()
    while time.process_time_ns() - begin < float(seconds) * 1e9:
        pass
    return time.process_time_ns() - begin


def fork(count):
    children, failed = [], 0
    for _ in range(int(count)):
        try:
            child = os.fork()
        except OSError:
            failed += 1
            continue
        if child == 0:
            signal.pause()
        children.append(child)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return failed


def move(path, count, flags, call):
    file = os.open(path, flags | os.O_DIRECT)
    block = mmap.mmap(-1, BLOCK)
    for _ in range(int(count)):
        call(file, [block])
    os.close(file)
    return count


def eat(count):
    child = os.fork()
    if child == 0:
        take(int(count))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


for line in sys.stdin:
    word, *rest = line.split()
    if word == "spin":
        said = spin(*rest)
    elif word == "take":
        held.append(take(int(rest[0])))
        said = rest[0]
    elif word == "fork":
        said = fork(*rest)
    elif word == "write":
        said = move(*rest, os.O_WRONLY, os.writev)
    elif word == "read":
        said = move(*rest, os.O_RDONLY, os.readv)
    elif word == "eat":
        said = eat(*rest)
    print(said, flush=True)
