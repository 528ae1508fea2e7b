"""Does with processes what a shell cannot: each verb prints what it did, times in ns of the boot clock."""
import ctypes
import os
import sys
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE3 = 435
CLONE_INTO_CGROUP = 0x200000000
SIGCHLD = 17
TICK = 10_000_000


class CloneArgs(ctypes.Structure):
    _fields_ = [(n, ctypes.c_uint64) for n in (
        "flags", "pidfd", "child_tid", "parent_tid", "exit_signal", "stack", "stack_size", "tls", "set_tid", "set_tid_size", "cgroup")]


def now():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


def clone(number=None, cgroup=None):
    args = CloneArgs(exit_signal=SIGCHLD)
    numbers = (ctypes.c_int * 1)(number or 0)
    if number:
        args.set_tid, args.set_tid_size = ctypes.addressof(numbers), 1
    if cgroup is not None:
        args.flags, args.cgroup = CLONE_INTO_CGROUP, cgroup
    pid = LIBC.syscall(CLONE3, ctypes.byref(args), ctypes.sizeof(args))
    if pid < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return pid


def reuse(rounds):
    """One number, one process after the other, until two of at least so many have begun in one tick: NUMBER, then a time in the life of each."""
    number = os.fork()
    if number == 0:
        os._exit(0)
    os.waitpid(number, 0)
    print(number)
    times = []
    # Of three times within a tick the second and the third are of processes that have begun in it. A busy machine may take long to come to that.
    while len(times) < int(rounds) or not any(a // TICK == b // TICK for a, b in zip(times, times[2:])):
        turn = len(times)
        ends = os.pipe()
        pid = clone(number=number)
        if pid == 0:
            os.write(ends[1], str(now()).encode())
            os.execv("/bin/true", ["true", f"turn-{turn}"])
        os.close(ends[1])
        times.append(int(os.read(ends[0], 100)))
        print(times[-1])
        os.close(ends[0])
        os.waitpid(pid, 0)


def into(folder):
    """A process that begins in a cgroup: NUMBER TIME."""
    place = os.open(folder, os.O_PATH)
    pid = clone(cgroup=place)
    if pid == 0:
        os.execv("/bin/true", ["true", "into"])
    print(pid, now())
    os.waitpid(pid, 0)


def thread():
    """A thread that is not the first one executes."""
    print(os.getpid(), now(), flush=True)
    threading.Thread(target=lambda: os.execv("/bin/sleep", ["sleep", "61.5"])).start()
    time.sleep(60)


def forks(count):
    """Many processes that do nothing."""
    for _ in range(int(count)):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)


globals()[sys.argv[1]](*sys.argv[2:])
