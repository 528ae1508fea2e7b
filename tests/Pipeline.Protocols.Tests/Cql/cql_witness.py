"""Queries as the Python driver of Cassandra encodes them, in every version and compression: a line each of name, hex of the bytes, statement."""
import io
import random
import sys

import lz4.block
import snappy
from cassandra.protocol import ProtocolHandler, QueryMessage, StartupMessage
from cassandra.segment import SegmentCodec

choose = random.Random(int(sys.argv[1]))


def lz4_compress(data):
    return len(data).to_bytes(4, "big") + lz4.block.compress(data, store_size=False)


def lz4_decompress(data):
    return lz4.block.decompress(data[4:], uncompressed_size=int.from_bytes(data[:4], "big"))


def segments(message, codec):
    buffer = io.BytesIO()
    codec.encode(buffer, message)
    return buffer.getvalue()


compressors = {"none": None, "lz4": lz4_compress, "snappy": snappy.compress}
codecs = {"none": SegmentCodec(), "lz4": SegmentCodec(lz4_compress, lz4_decompress)}
for version in (3, 4, 5):
    for compression in codecs if version == 5 else compressors:
        name = f"{version}{compression}"
        startup = StartupMessage(cqlversion="3.4.5", options={} if compression == "none" else {"COMPRESSION": compression})
        print(name, ProtocolHandler.encode_message(startup, 0, version, None, False).hex(), "")
        for stream in range(1, 40):
            size = 300_000 if stream == 39 else choose.randrange(1, 3000)
            statement = f"SELECT a FROM t{stream} WHERE b = '" + "".join(choose.choice("abcdefgh ") for _ in range(50)) * (size // 50 + 1) + "'"
            message = QueryMessage(statement, 6)
            frame = ProtocolHandler.encode_message(message, stream, version, None if version == 5 else compressors[compression], False)
            print(name, (segments(frame, codecs[compression]) if version == 5 else frame).hex(), statement)
