"""Bytes by stream and position: those of the test's own Pattern."""
N = 65521
TABLE = bytes(((i * 2654435761) & 0xFFFFFFFF) >> 24 for i in range(N)) * 6
REQUEST, RESPONSE = 0, 1


def pattern(port, direction, position, size):
    begin = (position + port * 31 + direction * 9973) % N
    out = TABLE[begin:begin + size]
    while len(out) < size:
        begin = (begin + N) % N
        out += TABLE[(begin + len(out)) % N:][:size - len(out)]
    return out


SIZES = [1, 5, 100, 4096, 16384, 16385, 50000, 200000]
