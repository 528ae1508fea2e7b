#!/usr/bin/python3
"""What tracing costs nginx, with several installations in turns: processor time of its worker a request, and each program's runs and time.

    trace_cost.py tls|plain ROUNDS NAME=INSTALLATION...

Copies of artifacts/pipeline that differ in bpf/sockets.bpf.o are enough. Beside them there is always a turn untraced. As root; needs nginx, h2load, openssl and bpftool."""
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

RATE, REQUESTS, LOADS, WARM_UP, CONNECTIONS = 4_000, 6_000, 4, 6_000, 16
PATIENCE = 60

kind, rounds = sys.argv[1], int(sys.argv[2])
arms = [("untraced", None)] + [tuple(a.split("=", 1)) for a in sys.argv[3:]]
scheme = {"tls": "https", "plain": "http"}[kind]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start_nginx(folder, port):
    tls, listens = "", ""
    if kind == "tls":
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key", "-out", f"{folder}/certificate",
                        "-subj", "/CN=localhost"], check=True, capture_output=True)
        tls, listens = f"ssl_certificate {folder}/certificate; ssl_certificate_key {folder}/key;", " ssl"
    with open(f"{folder}/index.html", "w") as page:
        page.write("p" * 1024)
    places = " ".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(f"{folder}/nginx.conf", "w") as file:
        file.write(f"daemon off; worker_processes 1; pid {folder}/pid; user root; events {{ worker_connections 1024; }} http {{ access_log off; {places} "
                   f"keepalive_requests 1000000000; server {{ listen 127.0.0.1:{port}{listens}; root {folder}; {tls} }} }}")
    nginx = subprocess.Popen(["nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-e", "stderr"])
    return nginx, int(wait(lambda: read(f"/proc/{nginx.pid}/task/{nginx.pid}/children").split(), "nginx has no worker")[0])


def wait(what, otherwise):
    for _ in range(PATIENCE * 10):
        if found := what():
            return found
        time.sleep(0.1)
    raise SystemExit(otherwise)


def read(path):
    with open(path) as file:
        return file.read()


def cpu(pid):
    return sum(int(read(f"/proc/{pid}/task/{task}/schedstat").split()[0]) for task in os.listdir(f"/proc/{pid}/task"))


def load(port, requests):
    said = subprocess.run(["h2load", "--h1", "-t", "1", "-c", str(CONNECTIONS), "-n", str(requests), f"--rps={RATE // CONNECTIONS}",
                           f"{scheme}://127.0.0.1:{port}/"], capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    if f" {requests} 2xx" not in said:
        raise SystemExit(said)


def start_host(installation, folder, port, worker):
    with open(f"{folder}/traced.toml", "w") as file:
        file.write(f"""
            [sources.sockets]
            type = "sockets"
            protocols = ["http"]
            ports = [{port}]
            pids = [{worker}]
            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            [sinks.end]
            type = "null"
            inputs = ["requests.http_events"]
            """)
    log = open(f"{folder}/log", "w")
    host = subprocess.Popen([f"{installation}/pipeline", "run", f"{folder}/traced.toml", "--ledger", f"{folder}/ledger"], stdout=log, stderr=log)
    try:
        wait(lambda: "is attached" in read(f"{folder}/log"), "the host did not attach")
    except BaseException:
        host.kill()
        raise
    return host


def stop_host(host, folder, rows):
    host.send_signal(signal.SIGINT)
    host.wait(PATIENCE)
    ledger = json.loads(read(f"{folder}/ledger"))
    told = next(c for c in ledger["components"] if c["name"] == "requests")["tables"]["http_events"]
    if not ledger["balanced"] or told != rows:
        print(f"{told} rows of {rows}", file=sys.stderr)


def program_of(file):
    try:
        return re.search(r"^prog_id:\s+(\d+)", read(file), re.M)
    except FileNotFoundError:  # closed by now
        return None


def programs_of(host):
    ids = {found[1] for f in os.listdir(f"/proc/{host.pid}/fdinfo") if (found := program_of(f"/proc/{host.pid}/fdinfo/{f}"))}
    shown = json.loads(subprocess.run(["bpftool", "prog", "show", "-j"], capture_output=True, text=True, check=True).stdout)
    return {p["name"]: (p.get("run_time_ns", 0), p.get("run_cnt", 0)) for p in shown if str(p["id"]) in ids}


def turn(name, installation, folder, port, worker):
    host = start_host(installation, folder, port, worker) if installation else None
    try:
        measure(name, host, port, worker)
        if host:
            stop_host(host, folder, WARM_UP + REQUESTS * LOADS)
    finally:
        if host:
            host.kill()


def measure(name, host, port, worker):
    if host:
        load(port, WARM_UP)
    before = programs_of(host) if host else {}
    for _ in range(LOADS):
        began = cpu(worker)
        load(port, REQUESTS)
        times.setdefault(name, []).append((cpu(worker) - began) / 1e3 / REQUESTS)
    for program, (spent, runs) in (programs_of(host) if host else {}).items():
        spent, runs = spent - before[program][0], runs - before[program][1]
        if runs > REQUESTS * LOADS / 10:
            costs.setdefault((program, name), []).append((runs / REQUESTS / LOADS, spent / runs))


# Told to end, it ends what it began.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
times, costs = {}, {}
with tempfile.TemporaryDirectory() as folder:
    port = free_port()
    nginx, worker = start_nginx(folder, port)
    try:
        load(port, WARM_UP)
        for number in range(rounds):
            for arm in arms if number % 2 == 0 else arms[::-1]:
                turn(*arm, folder, port, worker)
    finally:
        nginx.terminate()
        nginx.wait()

print("| | least, us | lower quarter | median | least / untraced | lower quarter / untraced |\n| --- | ---: | ---: | ---: | ---: | ---: |")
least, quarter = (lambda v: min(v)), (lambda v: sorted(v)[len(v) // 4])
for name, values in times.items():
    print(f"| {name} | {least(values):.1f} | {quarter(values):.1f} | {statistics.median(values):.1f} "
          f"| {least(values) / least(times['untraced']):.2f} | {quarter(values) / quarter(times['untraced']):.2f} |")
if costs:
    print("\nWhile somebody has the kernel's statistics on:\n\n| program | | runs a request | ns a run, least | median |\n| --- | --- | ---: | ---: | ---: |")
for (program, name), values in sorted(costs.items()):
    print(f"| `{program}` | {name} | {statistics.median(r for r, _ in values):.2f} | {min(t for _, t in values):.0f} | {statistics.median(t for _, t in values):.0f} |")
