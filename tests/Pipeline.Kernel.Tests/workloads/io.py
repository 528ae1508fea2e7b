"""Reads, writes, flushes and discards on a block device, past the page cache; then keeps it open until killed.

Operations may be named behind the seed. Prints its own process number first and "done" at the end: closing the device would make others look at it.
"""
import fcntl
import mmap
import os
import random
import signal
import struct
import sys

BLKDISCARD, BLKZEROOUT = 0x1277, 0x127F

print(os.getpid(), flush=True)
path, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
kinds = sys.argv[4:] or ("read", "read", "write", "write", "flush", "discard", "zero")
choose = random.Random(seed)
device = os.open(path, os.O_RDWR | os.O_DIRECT)
size = os.lseek(device, 0, os.SEEK_END)
page = mmap.mmap(-1, 64 << 10)
for _ in range(count):
    length = 4096 * choose.choice((1, 1, 2, 3, 8, 16))
    offset = 4096 * choose.randrange((size - length) // 4096)
    what = choose.choice(kinds)
    if what == "read":
        os.preadv(device, [memoryview(page)[:length]], offset)
    elif what == "write":
        os.pwritev(device, [memoryview(page)[:length]], offset)
    elif what == "flush":
        os.fsync(device)
    else:
        fcntl.ioctl(device, BLKDISCARD if what == "discard" else BLKZEROOUT, struct.pack("QQ", offset, length))
print("done", flush=True)
signal.pause()
