// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each process that ended: how, and how old it was. An attempt is a process whose last thread exits, or, with option
 * per_thread, a thread that exits.
 */
#include "cgroup.h"
#include "exits.h"
#include "signal_names.h"

OPTION(__u32, pid, 0, "help=only this process; 0: all");
OPTION(__u32, ppid, 0, "help=only children of this process; 0: all");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup or below it; 0: in all");
OPTION(__u8, failed_only, 0, "type=bool", "help=only what ended with a code other than 0, or by a signal");
OPTION(__u8, per_thread, 0, "type=bool", "help=a row for each thread");

VARIANTS("told counted");

struct exitsnoop {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it ended");
	char comm[16] COLUMN("heading=PCOMM", "help=the process's name, or with option per_thread the thread's");
	__u32 pid COLUMN("heading=PID", "help=process, in the init namespace");
	__u32 ppid COLUMN("heading=PPID", "help=its parent");
	__u32 tid COLUMN("heading=TID", "help=the thread, or the process's last one");
	__u32 uid COLUMN("heading=", "help=real user");
	__u64 age_ns COLUMN("type=duration", "unit=ns", "heading=AGE(s)", "help=since it began");
	__u32 exit_code COLUMN("heading=EXIT_CODE", "help=what it passed to exit; 0 if a signal ended it");
	enum signal_name signal COLUMN("heading=SIGNAL", "strip=SIGNAL_", "help=what ended it");
	__u8 core_dumped COLUMN("type=bool", "heading=", "help=its memory was written to a file");
	__u8 pad[7];
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=its cgroup (v2)");
};

RING(events, 1 << 20);
TABLE(events, exitsnoop, "help=processes that ended");

static __always_inline void describe(struct exitsnoop *row, struct task_struct *task)
{
	struct task_struct *named = per_thread ? task : task->group_leader;
	__u32 status = per_thread ? task->exit_code : task->signal->group_exit_code;

	describe_end(row, task, named, status);
	row->tid = task->pid;
}

/* True: the host's own or narrowed away, and counted. */
static __always_inline bool unwanted(const struct exitsnoop *row, const struct task_struct *task)
{
	if (pipeline_host_pid && (row->pid == pipeline_host_pid || row->ppid == pipeline_host_pid))
		discard(exitsnoop, SELF);
	else if ((pid && row->pid != pid) || (ppid && row->ppid != ppid) || (cgroup_id && !in_cgroup(task, cgroup_id)) ||
		 (failed_only && !row->exit_code && !row->signal))
		discard(exitsnoop, FILTERED);
	else
		return false;
	return true;
}

static __always_inline int ended(struct task_struct *task)
{
	struct exitsnoop row = {};
	struct exitsnoop *sent;

	attempt(exitsnoop);
	describe(&row, task);
	if (unwanted(&row, task))
		return 0;
	sent = reserve(exitsnoop);
	if (!sent)
		return 0;
	row.table = sent->table;
	*sent = row;
	submit(exitsnoop, sent);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int told__sched_process_exit__tp_btf(__u64 *ctx)
{
	bool last = ctx[1];

	return last || per_thread ? ended((void *)ctx[0]) : 0;
}

SEC("tp_btf/sched_process_exit")
int counted__sched_process_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	enum ending ending = per_thread ? ENDING_PROCESS : counted_ending(task);

	if (ending == ENDING_UNKNOWN) {
		attempt(exitsnoop);
		lose(exitsnoop, MAP_BUSY);
	}
	return ending == ENDING_PROCESS ? ended(task) : 0;
}
