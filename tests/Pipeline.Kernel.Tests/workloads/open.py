"""Opens files in every way there is, from the folder given, which it removes afterwards, and fails to. Prints its own process number first."""
import ctypes
import errno
import mmap
import os
import shutil
import signal
import sys

OPEN, CREAT, OPENAT, OPENAT2 = 2, 85, 257, 437
IA32_OPEN, IA32_CREAT, IA32_OPENAT, IA32_OPENAT2 = 5, 8, 295, 437
AT_FDCWD = -100

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]


def low_memory(size):
    """Memory below 4 GiB, where 32-bit calls can point."""
    map_32bit = 0x40
    return libc.mmap(None, size, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | map_32bit, -1, 0)


def call(number, *arguments):
    words = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return libc.syscall(ctypes.c_long(number), *words)


class Ia32:
    """System calls by int 0x80."""

    # push rbx; mov eax, edi; mov ebx, esi; mov esi, r8d; xchg ecx, edx; int 0x80; pop rbx; ret
    CODE = bytes.fromhex("53 89f8 89f3 4489c6 87d1 cd80 5b c3")

    def __init__(self):
        memory = low_memory(8192)
        ctypes.memmove(memory, self.CODE, len(self.CODE))
        self.function = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_uint32] * 5)(memory)
        self.text = memory + 4096

    def __call__(self, number, *arguments):
        words = []
        for argument in arguments:
            if isinstance(argument, bytes):
                ctypes.memmove(self.text, argument + b"\0", len(argument) + 1)
                argument = self.text
            words.append(argument & 0xFFFFFFFF)
        return self.function(number, *words, *[0] * (4 - len(words)))


def how(flags, mode=0, resolve=0):
    return (ctypes.c_uint64 * 3)(flags, mode, resolve)


print(os.getpid(), flush=True)
os.chdir(sys.argv[1])
os.mkdir("folder")
os.mkfifo("pipe")
os.symlink("loop", "loop")
folder = os.open("folder", os.O_RDONLY | os.O_DIRECTORY)

hostile = [b"line\nline\r", b"\"quotes\" 'and' \\back\\", b"\t\x1b[31m\x01\x7f", "größe 漢字 🦊".encode(), bytes(range(0x80, 0x100)).replace(b"/", b""), b"n" * 255, b" ", b"-"]
for name in hostile:
    call(OPEN, name, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o640)
    call(OPENAT, folder, name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o7777)
    call(CREAT, b"folder/" + name, 0o600)
    call(OPENAT, AT_FDCWD, b"./" + name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)

call(OPEN, b"", os.O_RDONLY)
call(OPEN, b"missing", os.O_RDWR | os.O_APPEND | os.O_SYNC)
call(OPEN, b"folder", os.O_WRONLY)
call(OPEN, b"loop", os.O_RDONLY)
call(OPEN, b"pipe/below", os.O_RDONLY)
call(OPEN, b"n" * 256, os.O_RDONLY)
call(OPEN, b"./" * 2047 + b"x", os.O_RDONLY)
call(OPEN, b"./" * 3000, os.O_RDONLY)
call(OPEN, 0, os.O_RDONLY)
call(OPEN, 4096, os.O_RDONLY)
call(OPENAT, 12345, b"relative", os.O_RDONLY)
call(OPEN, b"folder", os.O_TMPFILE | os.O_RDWR, 0o600)
call(OPENAT2, AT_FDCWD, b"made", how(os.O_CREAT | os.O_RDWR, 0o604), 24)
call(OPENAT2, folder, b"../made", how(os.O_RDONLY, 0, 8), 24)
call(OPENAT2, AT_FDCWD, b"made", how(os.O_RDONLY), 3)
call(OPENAT2, AT_FDCWD, b"made", 0, 24)

ia32 = Ia32()
ia32(IA32_OPEN, b"made", os.O_RDONLY)
ia32(IA32_OPEN, b"missing too", os.O_RDWR)
ia32(IA32_CREAT, b"made by creat", 0o611)
ia32(IA32_OPENAT, folder, b"made by openat", os.O_CREAT | os.O_WRONLY, 0o700)
ia32(IA32_OPENAT, AT_FDCWD & 0xFFFFFFFF, b"made", os.O_PATH)

# A call that a signal interrupts and that is not made again. The signal comes again and again, as the first may be there before the call.
signal.signal(signal.SIGALRM, lambda *_: None)
signal.siginterrupt(signal.SIGALRM, True)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
interrupted = call(OPEN, b"pipe", os.O_RDONLY) < 0 and ctypes.get_errno() == errno.EINTR
signal.setitimer(signal.ITIMER_REAL, 0)
shutil.rmtree(os.getcwdb())
if not interrupted:
    sys.exit("the open of a pipe without a writer was not interrupted")
