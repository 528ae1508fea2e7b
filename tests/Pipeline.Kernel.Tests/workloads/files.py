"""Reads and writes the files of the folder given by every call there is. Prints its own process number and its second thread's first."""
import os
import socket
import sys
import threading

rounds = 50
folder = sys.argv[1]
start = threading.Event()
done = threading.Event()


def path(name):
    return os.path.join(folder, name)


def second():
    start.wait()
    with open(path("of the thread"), "wb", buffering=0) as file:
        for size in range(rounds):
            file.write(b"t" * size)
    done.set()


thread = threading.Thread(target=second)
thread.start()
print(os.getpid(), thread.native_id, flush=True)
start.set()
fd = os.open(path("data"), os.O_CREAT | os.O_RDWR)
for i in range(1, rounds):
    os.write(fd, b"w" * i)
    os.pwrite(fd, b"p" * i, 4096)
    os.writev(fd, [b"a" * i, b"b" * 7])
    os.pwritev(fd, [b"c" * i, b"d" * 9], 8192)
    os.pwritev(fd, [b"e" * i], 100, os.RWF_DSYNC)
    os.lseek(fd, 0, os.SEEK_SET)
    os.read(fd, 3 * i)
    os.pread(fd, 5 * i, 10)
    os.readv(fd, [bytearray(i), bytearray(2 * i)])
    os.preadv(fd, [bytearray(i), bytearray(11)], 0)
    os.preadv(fd, [bytearray(13)], 4, os.RWF_HIPRI)
os.lseek(fd, 0, os.SEEK_END)
for _ in range(rounds):
    os.read(fd, 1000)  # nothing: the end
names = ["n" * 31, "n" * 32, "n" * 40, "n" * 63, "n" * 64, "m" * 255, "größe 漢字", "eight by", "seven b"]
for name in names:
    other = os.open(path(name), os.O_CREAT | os.O_WRONLY)
    os.write(other, name.encode())
    os.close(other)
for _ in range(rounds):
    try:
        os.write(os.open(path("data"), os.O_RDONLY), b"cannot be written")
    except OSError:
        pass
    try:
        os.read(9999, 1)
    except OSError:
        pass
left, right = socket.socketpair()
os.write(left.fileno(), b"s" * 1234)
os.read(right.fileno(), 5000)
with open("/dev/zero", "rb", buffering=0) as zero:
    zero.read(4321)
done.wait()
thread.join()
