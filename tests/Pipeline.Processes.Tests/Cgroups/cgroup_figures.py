"""Tells what the files of a cgroup say, as the rows of the source are to say it: cgroup_figures.py VERSION PATH.

Reads each file for itself, with nothing of the source's: the other opinion about names, units and what there is.
"""
import os
import re
import sys

version, name = sys.argv[1], sys.argv[2]
# An end that the mount has and the rows have not: /sys/fs/cgroup/NAME of version 1, wherever version 2 is.
mounts = [line.split() for line in open("/proc/mounts")]


def folder(controller):
    for _, place, kind, options, *_ in mounts:
        if version == "v2" and kind == "cgroup2" or version == "v1" and kind == "cgroup" and controller in options.split(","):
            return place + name
    return None


def text(controller, file):
    try:
        with open(os.path.join(folder(controller) or "/nowhere", file)) as opened:
            return opened.read()
    except OSError:
        return None


def number(controller, file):
    told = text(controller, file)
    return int(told) if told and re.fullmatch(r"\d+\n", told) else None


def keyed(controller, file):
    return {key: int(value) for key, value in re.findall(r"^(\S+) (\d+)$", text(controller, file) or "", re.M)}


def tell(table, **columns):
    if None not in columns.values():
        print(table, *(f"{key}={value}" for key, value in columns.items()))


def brief(value):
    return None if value is None else repr(value) if value != round(value) else str(round(value))


def cpu():
    stat = keyed("cpu", "cpu.stat")
    if version == "v1":
        ticks = keyed("cpuacct", "cpuacct.stat")
        if ticks:
            tell("cgroup_cpu", usage_ns=number("cpuacct", "cpuacct.usage"), user_ns=ticks["user"] * 10**7, system_ns=ticks["system"] * 10**7)
        quota, period = number("cpu", "cpu.cfs_quota_us"), number("cpu", "cpu.cfs_period_us")
        shares = number("cpu", "cpu.shares")
        weight = shares and shares / 10.24
        throttled = stat.get("throttled_time")
    else:
        tell("cgroup_cpu", usage_ns=stat["usage_usec"] * 1000, user_ns=stat["user_usec"] * 1000, system_ns=stat["system_usec"] * 1000)
        quota, period = ([int(w) if w != "max" else None for w in (text("", "cpu.max") or "").split()] + [None, None])[:2]
        weight = number("", "cpu.weight")
        throttled = stat.get("throttled_usec", 0) * 1000
    if "nr_periods" in stat:
        tell("cgroup_cpu_cfs", periods=stat["nr_periods"], throttled_periods=stat["nr_throttled"], throttled_ns=throttled)
    if quota is not None:
        tell("cgroup_cpu_limit", quota_ns=quota * 1000, period_ns=period * 1000, cpus=brief(quota / period))
    tell("cgroup_cpu_weight", weight=brief(weight))


def memory():
    stat = keyed("memory", "memory.stat")
    if not stat:
        return
    usage = number("memory", "memory.usage_in_bytes")
    tell("cgroup_memory", usage_bytes=usage, working_set_bytes=max(0, usage - stat["total_inactive_file"]))
    tell("cgroup_memory_peak", peak_bytes=number("memory", "memory.max_usage_in_bytes"))
    tell("cgroup_memory_swap", swap_bytes=stat.get("total_swap"))
    states = [stat["total_rss"], stat["total_cache"], number("memory", "memory.kmem.usage_in_bytes"), None, *(stat["total_" + key] for key in ("shmem", "mapped_file", "dirty", "writeback"))]
    for state, value in enumerate(states):
        tell("cgroup_memory_stat", state=state, bytes=value)
    for limit, file in ((3, "limit"), (4, "soft_limit"), (7, "memsw.limit")):
        value = number("memory", f"memory.{file}_in_bytes")
        tell("cgroup_memory_limit", limit=limit, bytes=value if value and value < 1 << 62 else None)
    tell("cgroup_memory_events", event=4, events=keyed("memory", "memory.oom_control").get("oom_kill"))
    tell("cgroup_memory_events", event=6, events=number("memory", "memory.failcnt"))


def io():
    figures = {}
    for file, column in (("io_service_bytes", 0), ("io_serviced", 1)):
        for device, what, value in re.findall(r"^(\d+:\d+) (\w+) (\d+)$", text("blkio", f"blkio.throttle.{file}_recursive") or "", re.M):
            figures.setdefault((device, what), [None, None])[column] = int(value)
    for (device, what), (count, operations) in figures.items():
        if what in ("Read", "Write", "Discard"):
            disk = os.path.basename(os.readlink(f"/sys/dev/block/{device}"))
            tell("cgroup_io", device=disk, direction=["Read", "Write", "Discard"].index(what), bytes=count, operations=operations)


def pids():
    tell("cgroup_pids", tasks=number("pids", "pids.current"), limit_hits=keyed("pids", "pids.events").get("max"))
    tell("cgroup_pids_limit", limit=number("pids", "pids.max"))


def pressure():
    for resource, file in enumerate(("cpu", "memory", "io", "irq")):
        for kind, ten, sixty, more, total in re.findall(r"(some|full) avg10=(\S+) avg60=(\S+) avg300=(\S+) total=(\d+)", text("", f"{file}.pressure") or ""):
            tell(
                "cgroup_pressure", resource=resource, tasks=int(kind == "full"), stalled_ns=int(total) * 1000,
                avg10=brief(float(ten)), avg60=brief(float(sixty)), avg300=brief(float(more)))


cpu()
if version == "v1":
    memory()
    io()
    pids()
else:
    pressure()
