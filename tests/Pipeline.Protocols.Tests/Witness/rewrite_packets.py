"""Does to a capture what networks and captures do: rewrite_packets.py MODE FROM TO, of Ethernet in pcap with nanoseconds. The same each time."""
import random, struct, sys

mode, source, target = sys.argv[1:]
chance = random.Random(9)
with open(source, "rb") as file:
    data = file.read()
header, packets, at = data[:24], [], 24
while at < len(data):
    seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, at)
    packets.append((seconds, fraction, data[at + 16 : at + 16 + captured]))
    at += 16 + captured


def ip_of(frame):
    return (frame[14:], 4) if frame[12:14] == b"\x08\0" else (frame[14:], 6)


def tcp_of(frame):
    ip, version = ip_of(frame)
    tcp = ip[(ip[0] & 15) * 4 :] if version == 4 else ip[40:]
    return tcp[13], len(tcp) - (tcp[12] >> 4) * 4


def time_of(packet):
    return packet[0] + packet[1] / 1e9


def checksum(head):
    total = sum(struct.unpack(f"!{len(head) // 2}H", head))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def fragments(frame, number):
    """Two to four fragments, now and then the last one first."""
    ip, version = ip_of(frame)
    size = (ip[0] & 15) * 4 if version == 4 else 40
    head, body = bytearray(ip[:size]), ip[size:]
    if len(body) < 200:
        return [frame]
    step = (len(body) // chance.randrange(2, 5)) & ~7
    parts = []
    for start in range(0, len(body), step):
        part, more = body[start : start + step], start + step < len(body)
        if version == 4:
            struct.pack_into("!HHH", head, 2, size + len(part), number & 0xFFFF, (0x2000 if more else 0) | start // 8)
            head[10:12] = b"\0\0"
            struct.pack_into("!H", head, 10, checksum(bytes(head)))
            parts.append(frame[:14] + bytes(head) + part)
        else:
            struct.pack_into("!H", head, 4, 8 + len(part))
            extension = struct.pack("!BBHI", head[6], 0, start | more, number)
            parts.append(frame[:14] + bytes(head[:6]) + b"\x2c" + bytes(head[7:]) + extension + part)
    return parts[::-1] if chance.random() < 0.3 else parts


def rewritten():
    if mode == "vlan":
        for i, (s, f, frame) in enumerate(packets):
            yield s, f, frame[:12] + (b"\x88\xa8\0\x07" if i % 3 == 0 else b"") + b"\x81\0\0\x2a" + frame[12:]
    elif mode == "fragments":
        for i, (s, f, frame) in enumerate(packets):
            yield from ((s, f, part) for part in fragments(frame, i))
    elif mode == "twice":
        for i, packet in enumerate(packets):
            yield packet
            if chance.random() < 0.3:
                yield packets[max(0, i - chance.randrange(3))]
    elif mode == "shuffled":
        # Neighbours change places, a question and its answer too, but for those that open and reset. Networks do that to packets milliseconds apart: what
        # comes after the next one's acknowledgement was waited for is a loss, and a loaded machine has such pauses.
        order = list(range(len(packets)))
        for _ in range(2):
            for i in range(len(order) - 1):
                one, other = (tcp_of(packets[order[j]][2]) for j in (i, i + 1))
                near = time_of(packets[i + 1]) - time_of(packets[i]) < 0.01
                if chance.random() < 0.2 and near and not (one[0] | other[0]) & 6:
                    order[i], order[i + 1] = order[i + 1], order[i]
        for i, j in enumerate(order):
            yield packets[i][:2] + packets[j][2:]
    elif mode == "lost":
        yield from (p for p in packets if tcp_of(p[2])[1] == 0 or chance.random() > 0.03)
    elif mode == "joined":
        # The capture began when half of it had passed.
        yield from packets[len(packets) // 2 :]


with open(target, "wb") as file:
    file.write(header)
    for s, f, frame in rewritten():
        file.write(struct.pack("<IIII", s, f, len(frame), len(frame)) + frame)
