/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The tables about processes that only the kernel can tell of. */
#pragma once

#include "pipeline.bpf.h"
#include "signal_names.h"

enum exit_cause {
	CAUSE_EXITED,
	CAUSE_KILLED,		/* by a signal that a process sent */
	CAUSE_KERNEL,		/* by a signal that the kernel sent: a fault, a limit, a timer, the terminal */
	CAUSE_OOM_CGROUP,	/* by the kernel, as a cgroup came to its limit of memory */
	CAUSE_OOM_GLOBAL,	/* by the kernel, as the machine had no more memory */
	CAUSE_OOM_REQUEST,	/* by the kernel, as if it had none, because SysRq asked for it */
	CAUSE_OOM,		/* by the kernel for want of memory; of which is not known */
	CAUSE_SIGNAL,		/* by a signal; who sent it is not known */
};

struct proc_exit_events {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it ended");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u32 pid COLUMN("heading=PID", "help=process, in the init namespace");
	char comm[16] COLUMN("heading=COMM", "help=the process's name");
	enum exit_cause cause COLUMN("strip=CAUSE_", "heading=CAUSE", "help=what ended it");
	__u32 exit_code COLUMN("heading=CODE", "help=what it passed to exit; 0 if a signal ended it");
	enum signal_name signal COLUMN("heading=SIGNAL", "strip=SIGNAL_", "help=the signal that ended it");
	__u32 killer_pid COLUMN("heading=KILLER", "help=process that sent the signal, itself perhaps, or whose demand for memory could not be met; 0: none, or not known");
	char killer_comm[16] COLUMN("heading=KCOMM", "help=that process's name");
	__u64 killer_start_ticks COLUMN("heading=", "help=when that process began, in 10 ms since boot");
	__u32 ppid COLUMN("heading=PPID", "help=the parent");
	__u32 uid COLUMN("heading=", "help=real user");
	__u64 age_ns COLUMN("type=duration", "unit=ns", "heading=AGE(s)", "help=since it began");
	__u64 cgroup_id COLUMN("heading=", "help=its cgroup (v2)");
	__u8 core_dumped COLUMN("type=bool", "heading=", "help=its memory was written to a file");
	__u8 pad[7];
};

struct tcp_stats_events_key {
	__u32 pid COLUMN("help=process that moved the bytes, in the init namespace; 0: not known");
	__u16 local_port COLUMN("help=this side's port");
	__u16 remote_port COLUMN("help=the other side's port");
	__u64 start_ticks COLUMN("help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 conn_id COLUMN("help=the socket's cookie: a number that no other socket has until the next boot");
	__u64 cgroup_id COLUMN("help=the process's cgroup (v2)");
	__u32 local_addr[4] COLUMN("type=ip", "help=this side's address; IPv4 through a socket of family IPv6 is IPv4");
	__u32 remote_addr[4] COLUMN("type=ip", "help=the other side's address");
	char comm[16] COLUMN("help=the process's name");
};

struct tcp_stats_events {
	ENDED(ended);
	__u64 tx COUNTER("unit=By", "help=bytes that the process wrote to the connection, sendfile and splice included");
	__u64 rx COUNTER("unit=By", "help=bytes that it read");
	__u64 retransmits COUNTER("help=segments sent again");
};

RING(events, 1 << 20);
TABLE(events, proc_exit_events, "help=processes that ended, and what ended them");
METRICS(tcp_stats_events, HASH, 32768, "help=bytes and retransmissions by process and TCP connection; a connection's row goes once it has ended");
