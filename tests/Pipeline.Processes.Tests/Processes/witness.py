"""Tells what /proc says of each process, as JSON: a reader of its own, of which the source knows nothing."""
import json
import os
import sys

TICK = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def figures(pid):
    with open(f"/proc/{pid}/stat", "rb") as file:
        text = file.read()
    comm = text[text.index(b"(") + 1 : text.rindex(b")")]
    fields = text[text.rindex(b")") + 2 :].split()
    with open(f"/proc/{pid}/statm") as file:
        resident = int(file.read().split()[1])
    io = {}
    try:
        with open(f"/proc/{pid}/io", "rb") as file:
            io = {name.decode(): int(value) for name, value in (line.split(b": ") for line in file)}
        descriptors = len(os.listdir(f"/proc/{pid}/fd"))
    except PermissionError:
        descriptors = None
    return {
        "pid": pid,
        "comm": comm.decode("latin1"),
        "minor_faults": int(fields[7]),
        "major_faults": int(fields[9]),
        "cpu_utime_ns": int(fields[11]) * TICK,
        "cpu_ktime_ns": int(fields[12]) * TICK,
        "num_threads": int(fields[17]),
        "start_ticks": int(fields[19]),
        "start_time": int(fields[19]) * TICK,
        "vsize_bytes": int(fields[20]),
        "rss_bytes": resident * PAGE,
        "read_bytes": io.get("read_bytes"),
        "write_bytes": io.get("write_bytes"),
        "rchar_bytes": io.get("rchar"),
        "wchar_bytes": io.get("wchar"),
        "open_file_descriptors": descriptors,
    }


def main():
    wanted = [int(word) for word in sys.argv[1:]] or [int(name) for name in os.listdir("/proc") if name.isdigit()]
    for pid in wanted:
        try:
            print(json.dumps(figures(pid)))
        except (FileNotFoundError, ProcessLookupError):
            # Gone between two reads.
            continue


main()
