"""Another who writes and reads DNS messages: dnspython.

    dns_witness.py make SEED COUNT   queries and responses with records of all types, a JSON object a line
    dns_witness.py check             reads {"type", "text", "rdata"} a line; fails where the text is not those data
"""
import base64
import json
import random
import struct
import sys

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

IN = dns.rdataclass.IN


def label(rnd):
    kind = rnd.randrange(6)
    if kind == 0:
        return bytes(rnd.randrange(256) for _ in range(rnd.randrange(1, 20)))
    if kind == 1:
        return b"xn--" + bytes(rnd.choice(b"abc-123") for _ in range(5))
    return bytes(rnd.choice(b"abcdefABCDEF0123-_") for _ in range(rnd.randrange(1, 12)))


def name(rnd, base=None):
    labels = [label(rnd) for _ in range(rnd.randrange(0, 5))]
    if base is not None and rnd.randrange(3) > 0:
        labels = [l for l in labels[:2]] + list(base.labels[:-1])
    return dns.name.Name(labels + [b""]) if sum(len(l) + 1 for l in labels) < 250 else dns.name.root


# Elsewhere than in TXT this dnspython reads \\200 as a character, and writes two bytes.
def quoted(rnd, most=40, top=128):
    raw = bytes(rnd.randrange(top) if rnd.randrange(3) == 0 else rnd.choice(b'abc ";\\()') for _ in range(rnd.randrange(most)))
    return '"' + "".join("\\%03d" % b if b < 32 or b > 126 or chr(b) in '"\\' else chr(b) for b in raw) + '"'


def blob(rnd, least=1, most=40):
    return bytes(rnd.randrange(256) for _ in range(rnd.randrange(least, most)))


def b64(rnd, **kw):
    return base64.b64encode(blob(rnd, **kw)).decode()


def v4(rnd):
    return ".".join(str(rnd.choice([0, 1, 127, 255, rnd.randrange(256)])) for _ in range(4))


def v6(rnd):
    groups = [rnd.choice([0, 0, 1, rnd.randrange(65536)]) for _ in range(8)]
    if rnd.randrange(8) == 0:
        groups[:6] = [0, 0, 0, 0, 0, 0xFFFF]
    return ":".join("%x" % g for g in groups)


def types(rnd):
    names = ["A", "NS", "SOA", "MX", "AAAA", "RRSIG", "NSEC", "DNSKEY", "CAA", "TYPE65280", "TYPE1234", "URI"]
    return " ".join(rnd.sample(names, rnd.randrange(1, len(names))))


def date(rnd):
    return "%04d%02d%02d%02d%02d%02d" % (rnd.randrange(1971, 2105), rnd.randrange(1, 13), rnd.randrange(1, 29), rnd.randrange(24), rnd.randrange(60), rnd.randrange(60))


def svcb(rnd):
    keys = ["alpn=h2,h3", "port=%d" % rnd.randrange(65536), "ipv4hint=%s,%s" % (v4(rnd), v4(rnd)), "ech=" + b64(rnd), "ipv6hint=" + v6(rnd),
            "key65000=abc", 'key667=' + quoted(rnd, 10), r'key7="/dns-query{?dns}"', "key65001"]
    chosen = rnd.sample(keys, rnd.randrange(len(keys)))
    if any(k.startswith("alpn") for k in chosen) and rnd.randrange(2):
        chosen.append("no-default-alpn")
    if rnd.randrange(3) == 0 and any(k.startswith("port") for k in chosen):
        chosen.append("mandatory=port")
    return " ".join(chosen)


def location(rnd):
    # Whole metres: centimetres this dnspython reads as fractions, and drops one now and then.
    return "%d %d %d.%03d %s %d %d %d.%03d %s %dm %dm %dm %dm" % (
        rnd.randrange(90), rnd.randrange(60), rnd.randrange(60), rnd.randrange(1000), rnd.choice("NS"),
        rnd.randrange(180), rnd.randrange(60), rnd.randrange(60), rnd.randrange(1000), rnd.choice("EW"),
        rnd.randrange(-99999, 4000000), rnd.choice([0, 1, 30, 500]), rnd.choice([1, 10000]), rnd.choice([2, 10]))


def rdata(rnd, base):
    n = lambda: name(rnd, base).to_text()
    u8, u16, u32 = (lambda: rnd.randrange(256)), (lambda: rnd.randrange(65536)), (lambda: rnd.randrange(1 << 32))
    makers = {
        "A": lambda: v4(rnd), "AAAA": lambda: v6(rnd), "NS": n, "CNAME": n, "PTR": n, "DNAME": n,
        "SOA": lambda: f"{n()} {n()} {u32()} {rnd.randrange(1<<31)} {rnd.randrange(1<<31)} {rnd.randrange(1<<31)} {rnd.randrange(1<<31)}",
        "MX": lambda: f"{u16()} {n()}", "AFSDB": lambda: f"{u16()} {n()}", "RT": lambda: f"{u16()} {n()}", "KX": lambda: f"{u16()} {n()}",
        "RP": lambda: f"{n()} {n()}", "PX": lambda: f"{u16()} {n()} {n()}",
        "TXT": lambda: " ".join(quoted(rnd, top=256) for _ in range(rnd.randrange(1, 4))), "SPF": lambda: quoted(rnd, top=256), "HINFO": lambda: f"{quoted(rnd)} {quoted(rnd)}",
        "SRV": lambda: f"{u16()} {u16()} {u16()} {n()}", "NAPTR": lambda: f'{u16()} {u16()} "u" "E2U+sip" {quoted(rnd)} {n()}',
        "URI": lambda: f'{u16()} {u16()} "https://example.com/{u16()}"',
        "CAA": lambda: f"{u8()} issue {quoted(rnd)}", "LOC": lambda: location(rnd),
        "DS": lambda: f"{u16()} {u8()} 2 {blob(rnd, 32, 33).hex()}", "CDS": lambda: f"{u16()} {u8()} 2 {blob(rnd, 32, 33).hex()}", "DLV": lambda: f"{u16()} {u8()} 2 {blob(rnd, 32, 33).hex()}",
        "DNSKEY": lambda: f"{u16()} 3 {u8()} {b64(rnd)}", "CDNSKEY": lambda: f"{u16()} 3 {u8()} {b64(rnd)}",
        "RRSIG": lambda: f"{rnd.choice(['A', 'SOA', 'TYPE999'])} {u8()} {rnd.randrange(9)} {u32()} {date(rnd)} {date(rnd)} {u16()} {n()} {b64(rnd)}",
        "NSEC": lambda: f"{n()} {types(rnd)}",
        "NSEC3": lambda: f"1 {u8()} {u16()} {rnd.choice(['-', blob(rnd, 1, 9).hex()])} {base64.b32hexencode(blob(rnd, 20, 21)).decode()} {types(rnd)}",
        "NSEC3PARAM": lambda: f"1 {u8()} {u16()} {rnd.choice(['-', blob(rnd, 1, 9).hex()])}",
        "CSYNC": lambda: f"{u32()} {u16()} {types(rnd)}",
        "TLSA": lambda: f"{u8()} {u8()} {u8()} {blob(rnd).hex()}", "SMIMEA": lambda: f"{u8()} {u8()} {u8()} {blob(rnd).hex()}",
        "SSHFP": lambda: f"{u8()} {u8()} {blob(rnd).hex()}", "CERT": lambda: f"{u16()} {u16()} {u8()} {b64(rnd)}",
        "ZONEMD": lambda: f"{u32()} 1 1 {blob(rnd, 48, 49).hex()}", "OPENPGPKEY": lambda: b64(rnd), "DHCID": lambda: b64(rnd),
        "EUI48": lambda: "-".join("%02x" % u8() for _ in range(6)), "EUI64": lambda: "-".join("%02x" % u8() for _ in range(8)),
        "SVCB": lambda: f"{rnd.randrange(1, 65536)} {n()} {svcb(rnd)}", "HTTPS": lambda: f"{rnd.randrange(1, 65536)} {n()} {svcb(rnd)}",
        "TYPE65280": lambda: "\\# %d %s" % (lambda b: (len(b), b.hex()))(blob(rnd)),
    }
    kind = rnd.choice(list(makers))
    return kind, dns.rdata.from_text(IN, dns.rdatatype.from_text(kind), makers[kind](), origin=dns.name.root, relativize=False)


def options(rnd):
    made = []
    if rnd.randrange(2):
        made.append(dns.edns.ECSOption("192.0.2.0", 24, rnd.randrange(33)))
    if rnd.randrange(2):
        made.append(dns.edns.GenericOption(10, blob(rnd, 8, 9)))
    if rnd.randrange(2):
        made.append(dns.edns.GenericOption(rnd.randrange(65001, 65534), blob(rnd, 0)))
    return made


def make(seed, count):
    rnd = random.Random(seed)
    for _ in range(count):
        base = name(rnd)
        query = dns.message.QueryMessage(id=rnd.randrange(65536))
        query.flags = rnd.choice([0, dns.flags.RD, dns.flags.RD | dns.flags.CD | dns.flags.AD])
        kind = rnd.choice(["A", "AAAA", "ANY", "TXT", "TYPE65280", "HTTPS", "SOA"])
        query.question.append(dns.rrset.RRset(base, IN, dns.rdatatype.from_text(kind)))
        if rnd.randrange(2):
            query.use_edns(0, rnd.choice([0, dns.flags.DO]), 1232, options=options(rnd))
        response = dns.message.make_response(query)
        response.flags |= rnd.choice([0, dns.flags.AA, dns.flags.RA, dns.flags.AA | dns.flags.RA | dns.flags.AD])
        if rnd.randrange(2):
            response.use_edns(0, rnd.choice([0, dns.flags.DO]), 4096, options=options(rnd))
            response.set_rcode(rnd.choice([0, 2, 3, 16, 23]))
        else:
            response.use_edns(False)
            response.set_rcode(rnd.choice([0, 0, 1, 2, 3, 5]))
        told = []
        for section in (response.answer, response.answer, response.authority, response.additional):
            for _ in range(rnd.randrange(4)):
                kind_of, data = rdata(rnd, base)
                owner = name(rnd, base)
                section.append(dns.rrset.from_rdata(owner, rnd.randrange(1 << 31), data))
        for rrset in response.answer:
            for data in rrset:
                told.append({"type": dns.rdatatype.to_text(rrset.rdtype), "rdata": data.to_wire(origin=dns.name.root).hex()})
        yield {
            "query": query.to_wire().hex(), "response": response.to_wire(max_size=65535).hex(),
            "name": base.to_text(omit_final_dot=True) if base != dns.name.root else ".", "type": kind, "rcode": int(response.rcode()),
            "flags": int(response.flags) & 0x7B0, "do": bool(response.ednsflags & dns.flags.DO), "answers": told,
        }


def check():
    count, problems = 0, []
    for line in sys.stdin:
        told = json.loads(line)
        # A parameter that is younger than this dnspython.
        text = told["text"].replace(" dohpath=", " key7=")
        try:
            got = dns.rdata.from_text(IN, dns.rdatatype.from_text(told["type"]), text, origin=dns.name.root, relativize=False).to_wire(origin=dns.name.root).hex()
        except Exception as problem:
            got = str(problem)
        wanted = told["rdata"]
        # Compressed names share what is the same in another case.
        if told["type"] in ("NS", "CNAME", "SOA", "PTR", "MX", "RT", "AFSDB"):
            got, wanted = bytes.fromhex(got).lower(), bytes.fromhex(wanted).lower()
        if got != wanted:
            problems.append(f"{told}: is {got}")
        count += 1
    if problems:
        sys.exit(f"{len(problems)} of {count}:\n" + "\n".join(problems[:20]))
    print(count)


if sys.argv[1] == "make":
    for made in make(int(sys.argv[2]), int(sys.argv[3])):
        print(json.dumps(made))
else:
    check()
