"""Reads the JSON lines of the stdout sink beside the cells they were made from, and says where they differ.

Arguments: the JSON lines, the cells. A cells file has for each row a line "row TABLE UNIX_OFFSET" and for each column
"NAME KIND SIGNED HEX NAMES", tab separated; NAMES is "value=name" joined by "|", or a histogram's bounds.
"""
import base64
import datetime
import ipaddress
import json
import math
import struct
import sys


class Map(list):
    """The pairs of an object, in order, twins included."""


def replaced(data):
    return data.decode("utf-8", errors="replace")


def is_utf8(data):
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def b64(data):
    return base64.b64encode(data).decode()


def number(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return value


def rfc3339(nanoseconds):
    seconds, rest = divmod(nanoseconds, 10**9)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + f".{rest:09}Z"


def names_of(text, width, signed):
    result = []
    for part in text.split("|") if text else []:
        value, _, name = part.partition("=")
        value = int(value) % (1 << 8 * width)
        if signed and value >> (8 * width - 1):
            value -= 1 << 8 * width
        result.append((value, name))
    return result


def items(data):
    result = []
    while len(data) >= 4:
        length = struct.unpack("<I", data[:4])[0]
        result.append(data[4:4 + length])
        data = data[4 + length:]
    return result


def attribute(data):
    kind, data = data[0], data[1:]
    if kind == 0:
        return None, data
    if kind == 1:
        return data[0] != 0, data[1:]
    if kind == 2:
        return struct.unpack("<q", data[:8])[0], data[8:]
    if kind == 3:
        return number(struct.unpack("<d", data[:8])[0]), data[8:]
    length = struct.unpack("<I", data[:4])[0]
    data, rest = data[4:4 + length], data[4 + length:]
    if kind == 4:
        return data, rest
    if kind == 5:
        return b64(data), rest
    if kind == 6:
        values = []
        while data:
            value, data = attribute(data)
            values.append(value)
        return values, rest
    return attributes(data), rest


def attributes(data):
    result = Map()
    while data:
        length = struct.unpack("<I", data[:4])[0]
        key, data = data[4:4 + length], data[4 + length:]
        value, data = attribute(data)
        result.append((key, value))
    return result


def expected(kind, signed, data, names, offset):
    """The values of a column's key and, if any, of the key with its exact bytes."""
    integer = int.from_bytes(data, "little", signed=signed)
    if kind == "Bool":
        return data[0] != 0, None
    if kind == "F64":
        return number(struct.unpack("<d", data)[0]), None
    if kind == "Time":
        return rfc3339(integer + offset), None
    if kind == "Ip":
        address = ipaddress.IPv6Address(data)
        return str(address.ipv4_mapped or address), None
    if kind == "Mac":
        return data.hex(":"), None
    if kind == "Enum":
        return next((name for value, name in names_of(names, len(data), signed) if value == integer), integer), None
    if kind == "Flags":
        result, rest = [], integer
        for mask, name in names_of(names, len(data), False):
            if mask and integer & mask == mask:
                result.append(name)
                rest &= ~mask
        return result + ([hex(rest)] if rest else []), None
    if kind in ("Utf8", "FixedUtf8"):
        if kind == "FixedUtf8":
            data = data.split(b"\0")[0]
        return replaced(data), None if is_utf8(data) else b64(data)
    if kind in ("Bytes", "FixedBytes"):
        return b64(data), None
    if kind == "Utf8List":
        texts = items(data)
        return [replaced(text) for text in texts], None if all(map(is_utf8, texts)) else [b64(text) for text in texts]
    if kind == "Map":
        return shown(attributes(data)), None if texts_are_utf8(attributes(data)) else b64(data)
    if kind == "Histogram":
        return histogram(data, [float(bound) for bound in names.split()]), None
    return integer, None


def shown(value):
    if isinstance(value, bytes):
        return replaced(value)
    if isinstance(value, Map):
        return Map((replaced(key), shown(item)) for key, item in value)
    return [shown(item) for item in value] if isinstance(value, list) else value


def texts_are_utf8(value):
    if isinstance(value, bytes):
        return is_utf8(value)
    if isinstance(value, Map):
        return all(is_utf8(key) and texts_are_utf8(item) for key, item in value)
    return not isinstance(value, list) or all(map(texts_are_utf8, value))


def histogram(data, bounds):
    if not data:
        return None
    count, total, least, most, scale, offset, zeros, buckets = struct.unpack("<QdddiiQI", data[:52])
    known = [(key, number(value)) for key, value in (("sum", total), ("min", least), ("max", most)) if not math.isnan(value)]
    kind = [("bounds", bounds)] if bounds else [("scale", scale), ("zero_count", zeros), ("offset", offset)]
    return Map([("count", count)] + known + kind + [("counts", list(struct.unpack(f"<{buckets}Q", data[52:52 + 8 * buckets])))])


def rows(path):
    row = None
    for line in open(path, encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if parts[0] == "row":
            if row:
                yield row
            row = (parts[1], int(parts[2]), [])
        else:
            row[2].append((parts[0], parts[1], parts[2] == "1", bytes.fromhex(parts[3]), parts[4]))
    if row:
        yield row


def same(a, b):
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def main():
    lines = open(sys.argv[1], "rb").read().split(b"\n")
    assert lines.pop() == b"", "the last line has no end"
    count = 0
    for line, (table, offset, columns) in zip(lines, rows(sys.argv[2]), strict=True):
        assert not any(byte < 0x20 or byte == 0x7f for byte in line), f"a control character in {line}"
        pairs = json.loads(line.decode("utf-8"), object_pairs_hook=Map)
        taken = {"table", *(name for name, *_ in columns), *(name + "_" for name, *_ in columns), *(name + "_base64" for name, *_ in columns)}
        keys = [key for key, _ in pairs if key in taken]
        assert len(set(keys)) == len(keys), f"a key twice in {keys}"
        assert pairs.pop(0) == ("table", table), f"no table in {line}"
        for name, kind, signed, data, names in columns:
            value, exact = expected(kind, signed, data, names, offset)
            if name == "attributes":
                for member in value:
                    assert (got := pairs.pop(0)) == member or same(got, member), f"{got!r} is not {member!r}, from {data.hex()}"
                if exact is not None:
                    assert pairs.pop(0) == ("attributes_base64", exact), f"no exact bytes in {line}"
                continue
            key, got = pairs.pop(0)
            if kind == "F64" and isinstance(got, int):
                got = float(got)
            assert key in (name, name + "_") and same(got, value), f"{name}: {got!r} is not {value!r}, from {data.hex()}"
            if exact is not None:
                key, got = pairs.pop(0)
                assert key.startswith(name + "_base64") and got == exact, f"{key}: {got!r} is not {exact!r}"
        assert not pairs, f"left over: {pairs}"
        count += 1
    print(count, "rows agree")


main()
