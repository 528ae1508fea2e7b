"""Has children end in every way there is, and prints for each what wait4 says: PID STATUS. The first line is its own process number.

With "threads" the children are of many threads: ended by one of them, outlived by them, replaced by one that executes another program.
"""
import ctypes
import os
import resource
import signal
import sys
import threading
import time

libc = ctypes.CDLL(None)
SYS_EXIT = {"x86_64": 60, "aarch64": 93}[os.uname().machine]


def leave(code):
    """Ends this thread and no other."""
    libc.syscall(ctypes.c_long(SYS_EXIT), ctypes.c_long(code))


def threads(count, body):
    started = [threading.Thread(target=body, args=(i,)) for i in range(count)]
    for thread in started:
        thread.start()
    return started


def outlived(_):
    time.sleep(0.05)


def by_leader():
    threads(3, lambda i: time.sleep(1000))
    os._exit(5)


def by_another():
    threads(3, lambda i: os._exit(6) if i == 2 else time.sleep(1000))
    time.sleep(1000)


def leader_first():
    threads(3, outlived)
    leave(7)


def all_at_once():
    barrier = threading.Barrier(9)

    def body(_):
        barrier.wait()
        leave(1)

    threads(8, body)
    barrier.wait()
    leave(8)


def replaced():
    threads(2, lambda i: time.sleep(1000))
    threads(1, lambda i: os.execv("/bin/sh", ["sh", "-c", "exit 9"]))
    time.sleep(1000)


def killed():
    threads(3, lambda i: time.sleep(1000))
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(1000)


def child(body):
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        body()
        os._exit(127)
    print(pid, os.waitpid(pid, 0)[1], flush=True)


def signalled(number):
    def body():
        signal.signal(number, signal.SIG_DFL) if number not in (signal.SIGKILL, signal.SIGSTOP) else None
        os.kill(os.getpid(), number)

    return body


print(os.getpid(), flush=True)
os.chdir(sys.argv[1])
if sys.argv[2:] == ["threads"]:
    for body in [by_leader, by_another, leader_first, replaced, killed] + [all_at_once] * 50:
        child(body)
else:
    for code in (0, 1, 3, 127, 128, 255, 256, -1):
        child(lambda: os._exit(code & 0xFFFF))
    for number in (signal.SIGHUP, signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGABRT, signal.SIGPIPE, signal.SIGRTMIN + 5):
        child(signalled(number))
