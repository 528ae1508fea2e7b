"""Threads that compete for one processor, working, yielding and sleeping by turns, once told to begin (SIGUSR1); then it waits to be killed.

Prints its process number first, as the machine knows it from inside any pid namespace, and "done" at the end.
"""
import hashlib
import os
import signal
import sys
import threading
import time

name, processor, threads, turns = sys.argv[1], *map(int, sys.argv[2:])
data = bytes(100_000)


def work():
    for turn in range(turns):
        hashlib.sha256(data)  # the interpreter lets others work meanwhile
        if turn % 2:
            time.sleep(0.001)
        else:
            os.sched_yield()


with open("/proc/self/comm", "w") as comm:
    comm.write(name)
os.sched_setaffinity(0, {processor})
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print(os.readlink("/proc/self"), flush=True)
signal.sigwait({signal.SIGUSR1})
workers = [threading.Thread(target=work) for _ in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("done", flush=True)
signal.pause()
