"""BIND and dig on loopback, recorded by tcpdump: unshare --net dns_bind.py FOLDER, for named would ask the root for its keys.

Writes FOLDER/recorded.pcap, and to standard output {"digs": [...], "transfers": [...]}: what dig said it got, query by query.
"""
import json
import os
import re
import socket
import subprocess
import sys
import time

folder = sys.argv[1]
ZONE = """$TTL 300
@ SOA ns1 hostmaster 1 3600 600 86400 60
@ NS ns1
@ NS ns2
ns1 A 127.0.0.1
ns2 AAAA ::1
@ MX 10 mail
@ MX 20 mail2.elsewhere.test.
@ A 192.0.2.1
@ A 192.0.2.2
@ AAAA 2001:db8::1
@ AAAA ::ffff:192.0.2.9
@ TXT "v=spf1 -all" "quoted \\"text\\" and \\\\ \\200\\001"
@ CAA 0 issue "ca.example; policy=ev"
alias CNAME target
target A 192.0.2.3
chain CNAME alias
below DNAME elsewhere.test.
_sip._tcp SRV 1 2 5060 target
service NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.test!" .
pointer PTR target
place LOC 52 22 23.000 N 4 53 32.000 E -2.00m 1.00m 10000.00m 10.00m
host SSHFP 4 2 123456789ABCDEF67890123456789ABCDEF67890123456789ABCDEF123456789
_443._tcp TLSA 3 1 1 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
web HTTPS 1 . alpn="h2,h3" port=8443 ipv4hint=192.0.2.4,192.0.2.5 ipv6hint=2001:db8::5
web SVCB 2 target alpn="h2" key65000="abc"
machine HINFO "AMD64" "LINUX"
person RP hostmaster.example.test. info
link URI 10 1 "https://example.test/path"
delegated NS ns.delegated
delegated DS 12345 13 2 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
ns.delegated A 192.0.2.6
hardware EUI48 00-00-5e-00-53-2a
unknown TYPE65280 \\# 4 DEADBEEF
odd\\032na\\.me A 192.0.2.7
xn--bcher-kva A 192.0.2.8
*.wild A 192.0.2.10
""" + "".join(f"large A 10.1.{i // 256}.{i % 256}\n" for i in range(120)) + "".join(f"many{i} A 10.2.{i // 256}.{i % 256}\n" for i in range(2000))


def run(*command, **kw):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder, timeout=300, **kw).stdout


def make_zone(zone, *sign):
    with open(f"{folder}/{zone}.db", "w") as file:
        file.write(f"$ORIGIN {zone}.\n" + ZONE)
    if sign:
        for extra in ([], ["-f", "KSK"]):
            run("dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", *extra, zone)
        run("dnssec-signzone", "-S", "-o", zone, *sign[1:], f"{zone}.db")


port = 53
run("ip", "link", "set", "lo", "up")
make_zone("plain.test")
make_zone("signed.test", True)
make_zone("hashed.test", True, "-3", "AABBCCDD")
with open(f"{folder}/named.conf", "w") as conf:
    conf.write(f"""options {{ directory "{folder}"; pid-file none; session-keyfile "{folder}/session.key"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; allow-transfer {{ any; }}; allow-query {{ any; }}; notify no; dnssec-validation no; check-names primary ignore; max-records-per-type 0; max-udp-size 4096; rate-limit {{ responses-per-second 0; }}; server-id "witness"; tcp-initial-timeout 1200; tcp-idle-timeout 1200; }};
controls {{ }};
zone "plain.test" {{ type primary; file "plain.test.db"; allow-update {{ any; }}; }};
zone "signed.test" {{ type primary; file "signed.test.db.signed"; }};
zone "hashed.test" {{ type primary; file "hashed.test.db.signed"; }};
""")

digs, transfers = [], []


def dig(*words, server_port=None):
    command = ["dig", "@127.0.0.1", "-p", str(server_port or port), "+tries=1", "+time=240", "+nosplit", "+norrcomments", *words]
    for part in run(*command).split(";; ->>HEADER<<- ")[1:]:
        status = re.search(r"opcode: (\w+), status: (\w+), id: (\d+)", part)
        question = re.search(r"QUESTION SECTION:\n;(\S+)\s+(\S+)\s+(\S+)", part)
        section = re.search(r"ANSWER SECTION:\n((?:.+\n)*)", part)
        digs.append({
            "words": " ".join(words), "opcode": status[1], "status": status[2], "id": int(status[3]), "flags": re.search(r"flags: ([a-z ]*);", part)[1].split(),
            "name": question and question[1], "type": question and question[3], "tcp": "(TCP)" in part,
            "answers": [line.split(None, 4)[4] for line in (section[1] if section else "").splitlines()],
        })


def transfer(zone, *words):
    printed = run("dig", "@127.0.0.1", "-p", str(port), "+tries=1", "+time=240", "+nosplit", *words, zone)
    size = re.search(r"XFR size: (\d+) records \(messages (\d+), bytes (\d+)\)", printed)
    transfers.append({"name": zone, "type": words[0][:4], "records": int(size[1]), "messages": int(size[2]), "bytes": int(size[3]),
                      "answers": [line.split(None, 4)[4] for line in printed.splitlines() if line and line[0] != ";"]})


with subprocess.Popen(["named", "-g", "-n", "1", "-c", f"{folder}/named.conf"], stderr=open(f"{folder}/named.log", "w")) as named:
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 0))
    silent_port = silent.getsockname()[1]
    recorder = subprocess.Popen(
        ["tcpdump", "-i", "lo", "-U", "-B", "65536", "--time-stamp-precision=nano", "-w", f"{folder}/recorded.pcap", f"port {port} or port {silent_port}"],
        stderr=subprocess.PIPE, text=True)
    try:
        while "running" not in open(f"{folder}/named.log").read():
            if named.poll() is not None:
                sys.exit("named did not start: " + open(f"{folder}/named.log").read())
            time.sleep(0.05)
        while "listening on" not in (line := recorder.stderr.readline()):
            if not line:
                sys.exit("tcpdump did not start")
        types = {"@": "SOA NS A AAAA MX TXT CAA ANY DNSKEY NSEC NSEC3PARAM", "alias": "A", "chain": "AAAA A", "_sip._tcp": "SRV", "service": "NAPTR", "pointer": "PTR", "place": "LOC",
                 "host": "SSHFP", "_443._tcp": "TLSA", "web": "HTTPS SVCB", "machine": "HINFO", "person": "RP", "link": "URI", "delegated": "DS A", "hardware": "EUI48",
                 "unknown": "TYPE65280", "odd\\032na\\.me": "A", "xn--bcher-kva": "A", "x.wild": "A", "y.below": "A", "nowhere": "A", "target": "TXT"}
        for zone in ("plain.test", "signed.test", "hashed.test"):
            for name, asked in types.items():
                full = zone if name == "@" else f"{name}.{zone}"
                for kind in asked.split():
                    for way in (["+noedns", "+ignore"], ["+dnssec", "+bufsize=4096"], ["+tcp", "+dnssec"], ["+subnet=192.0.2.0/24", "+nsid"]):
                        dig(full, kind, *way)
            dig(f"large.{zone}", "A", "+bufsize=512")
            dig(f"large.{zone}", "A", "+bufsize=512", "+ignore")
            transfer(zone, "AXFR")
            transfer(zone, "IXFR=1", "+tcp")
        dig("plain.test", "A", "+edns=1", "+noednsneg")
        dig("version.bind", "CH", "TXT")
        dig("elsewhere.test", "A")
        dig("plain.test", "SOA", "+opcode=notify")
        dig("plain.test", "A", "+cookie=0011223344556677")
        # One connection, several queries.
        dig("+tcp", "+keepopen", "plain.test", "A", "signed.test", "MX", "hashed.test", "TXT")
        # It asks again after three seconds.
        run("nsupdate", "-r", "0", "-u", "240", "-t", "240", input=f"server 127.0.0.1 {port}\nzone plain.test\nprereq yxdomain plain.test\nupdate add new.plain.test 60 A 192.0.2.77\nupdate delete link.plain.test URI\nsend\n")
        dig("new.plain.test", "A")
        transfer("plain.test", "IXFR=1", "+tcp")
        subprocess.run(["dig", "@127.0.0.1", "-p", str(silent_port), "+time=1", "+tries=2", "silent.test", "A"], capture_output=True)
        # Until the last two queries are written down.
        for _ in range(6000):
            if open(f"{folder}/recorded.pcap", "rb").read().count(b"\6silent\4test") >= 2:
                break
            time.sleep(0.05)
        recorder.terminate()
        told = recorder.communicate()[1]
        if not re.search(r"^0 packets dropped by kernel", told, re.M):
            sys.exit(told)
    finally:
        recorder.kill()
        silent.close()
        named.terminate()
print(json.dumps({"digs": digs, "transfers": transfers}))
