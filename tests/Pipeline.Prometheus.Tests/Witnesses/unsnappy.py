"""Reads blocks, each behind its length in four bytes, and writes them decompressed in the same way."""
import struct
import sys

import snappy

data = sys.stdin.buffer.read()
at = 0
while at < len(data):
    (length,) = struct.unpack_from("<I", data, at)
    plain = snappy.decompress(data[at + 4:at + 4 + length])
    sys.stdout.buffer.write(struct.pack("<I", len(plain)))
    sys.stdout.buffer.write(plain)
    at += 4 + length
