"""Has children die of everything there is, and prints for each what wait4 says and who did it: PID STATUS CAUSE KILLER.

With "memory FOLDER", a cgroup (v1) of the memory controller in which there is none yet: of a limit of memory. The last line is then how often it was enforced.
"""
import ctypes
import os
import resource
import signal
import sys
import time

libc = ctypes.CDLL(None)


def forked(body):
    pid = os.fork()
    if pid == 0:
        body()
        os._exit(127)
    return pid


def told(pid, cause, killer=0):
    tell(pid, os.waitpid(pid, 0)[1], cause, killer)


def tell(pid, status, cause, killer=0):
    print(pid, status, cause, killer, flush=True)


def dies(cause, body, by_itself=False):
    pid = forked(body)
    told(pid, cause, pid if by_itself else 0)


def is_killed(number, send=os.kill, before=lambda: None, release=lambda: None):
    """By another child, once the one that is killed says that it waits."""
    ready, write = os.pipe()

    def wait():
        before()
        os.write(write, b"!")
        release()
        time.sleep(1000)

    victim = forked(wait)
    os.read(ready, 1)
    killer = forked(lambda: (send(victim, number), os._exit(0)))
    told(killer, "exited")
    told(victim, "killed", killer)
    os.close(ready)
    os.close(write)


def by_descriptor(pid, number):
    signal.pidfd_send_signal(os.pidfd_open(pid), number)


def queued(pid, number):
    libc.sigqueue(pid, number, ctypes.c_void_p(1))


def blocks():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])


def unblocks():
    while not signal.sigpending():
        time.sleep(0.01)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])


def survives():
    """A signal that it has a handler for, one that it ignores, and one that ends nobody."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGURG):
        os.kill(os.getpid(), number)
    os._exit(4)


def exhausts_time():
    # On a busy machine a second of a CPU is long in coming.
    os.nice(-20)
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass


def writes_to_nobody():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    read, write = os.pipe()
    os.close(read)
    os.write(write, b"!")


def everything():
    dies("exited", lambda: os._exit(0))
    dies("exited", lambda: os._exit(3))
    dies("exited", survives)
    is_killed(signal.SIGKILL)
    is_killed(signal.SIGTERM)
    is_killed(signal.SIGQUIT)
    is_killed(signal.SIGRTMIN + 3)
    is_killed(signal.SIGKILL, by_descriptor)
    is_killed(signal.SIGTERM, queued)
    is_killed(signal.SIGTERM, before=blocks, release=unblocks)
    dies("killed", os.abort, by_itself=True)
    dies("killed", lambda: signal.pthread_kill(libc_thread(), signal.SIGUSR1), by_itself=True)
    # The kernel says of it what it says of a signal that the process sends to itself.
    dies("killed", writes_to_nobody, by_itself=True)
    dies("kernel", lambda: ctypes.string_at(0))
    dies("kernel", lambda: (signal.setitimer(signal.ITIMER_REAL, 0.01), time.sleep(1000)))
    dies("kernel", exhausts_time)


def libc_thread():
    libc.pthread_self.restype = ctypes.c_ulong
    return libc.pthread_self()


def enters(folder, score):
    with open(f"{folder}/cgroup.procs", "w") as file:
        file.write(str(os.getpid()))
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write(str(score))


def fills(mebibytes):
    return bytearray(mebibytes << 20)


def memory(folder):
    limit = 48
    os.mkdir(folder)
    with open(f"{folder}/memory.limit_in_bytes", "w") as file:
        file.write(f"{limit}M")
    try:
        for _ in range(3):
            dies("oom_cgroup", lambda: (enters(folder, 0), fills(2 * limit)), by_itself=True)
        for _ in range(10):
            of_another(folder, limit)
        with open(f"{folder}/memory.oom_control") as file:
            print(next(line.split()[1] for line in file if line.startswith("oom_kill ")))
    finally:
        os.rmdir(folder)


def of_another(folder, limit):
    """One has most of the memory and sleeps; another asks for more."""
    ready, write = os.pipe()

    def has_most():
        enters(folder, 1000)
        kept = fills(limit // 2)
        os.write(write, b"!")
        time.sleep(1000)
        return kept

    def asks():
        enters(folder, 0)
        fills(limit * 3 // 4)
        os._exit(0)

    victim = forked(has_most)
    os.read(ready, 1)
    other = forked(asks)
    told(victim, "oom_cgroup", other)
    # Where the first one's memory comes back too late, it is its own turn.
    status = os.waitpid(other, 0)[1]
    tell(other, status, *(("oom_cgroup", other) if os.WIFSIGNALED(status) else ("exited",)))
    os.close(ready)
    os.close(write)


print(os.getpid(), flush=True)
if sys.argv[1:2] == ["memory"]:
    memory(sys.argv[2])
else:
    everything()
