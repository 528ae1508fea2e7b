"""Answers of MongoDB with random documents: a line each of the message in hex and the document as canonical extended JSON, both by those who made BSON."""
import datetime
import decimal
import json
import random
import struct
import sys
import zlib

import bson
import snappy
from bson import json_util
from bson.binary import Binary
from bson.code import Code
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.max_key import MaxKey
from bson.min_key import MinKey
from bson.objectid import ObjectId
from bson.regex import Regex
from bson.timestamp import Timestamp

choose = random.Random(int(sys.argv[1]))


def value(depth):
    kind = choose.randrange(19 if depth < 4 else 16)
    if kind == 0:
        return choose.randrange(-2**31, 2**31)
    if kind == 1:
        return Int64(choose.randrange(-2**63, 2**63))
    if kind == 2:
        return choose.choice([0.5, -0.0, 1.0, 1e300, 5e-324, 3.141592653589793, float("inf"), float("-inf"), float("nan"), choose.random() * 1e10])
    if kind == 3:
        return "".join(choose.choice("aä€😀\"\\\n\t\x01 z") for _ in range(choose.randrange(20)))
    if kind == 4:
        return choose.random() < 0.5
    if kind == 5:
        return None
    if kind == 6:
        return ObjectId(bytes(choose.randrange(256) for _ in range(12)))
    if kind == 7:
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=choose.randrange(-10**12, 10**13))
    if kind == 8:
        return Binary(bytes(choose.randrange(256) for _ in range(choose.randrange(40))), choose.choice([0, 5, 128]))
    if kind == 9:
        return Regex("a.*b" + "c" * choose.randrange(5), choose.choice(["", "i", "im"]))
    if kind == 10:
        return Timestamp(choose.randrange(2**32), choose.randrange(2**32))
    if kind == 11:
        digits = choose.randrange(1, 34)
        return Decimal128(decimal.Decimal((choose.randrange(2), tuple(choose.randrange(10) for _ in range(digits)), choose.randrange(-40, 40))))
    if kind == 12:
        return MinKey() if choose.random() < 0.5 else MaxKey()
    if kind == 13:
        return Code("f()") if choose.random() < 0.5 else Code("f(x)", {"x": value(4)})
    if kind in (14, 15):
        return choose.choice([Decimal128("NaN"), Decimal128("Infinity"), Decimal128("-Infinity"), Decimal128("0E-6176"), Decimal128("9.999999999999999999999999999999999E+6144")])
    if kind == 16:
        return [value(depth + 1) for _ in range(choose.randrange(5))]
    return {f"k{i}": value(depth + 1) for i in range(choose.randrange(5))}


for i in range(1, 301):
    document = {f"f{j}": value(0) for j in range(choose.randrange(1, 8))}
    document["ok"] = 1.0
    encoded = bson.encode(document)
    body = struct.pack("<iB", 0, 0) + encoded
    opcode, how = 2013, i % 3
    if how:
        packed = zlib.compress(body) if how == 1 else snappy.compress(body)
        body, opcode = struct.pack("<iib", 2013, len(body), 2 if how == 1 else 1) + packed, 2012
    message = struct.pack("<iiii", 16 + len(body), 1000 + i, i, opcode) + body
    print(message.hex(), json_util.dumps(bson.decode(encoded, bson.CodecOptions(tz_aware=True)), json_options=json_util.CANONICAL_JSON_OPTIONS))
