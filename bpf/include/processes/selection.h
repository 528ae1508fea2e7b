/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which processes are told of. */
#pragma once

#include "cgroup.h"
#include "pipeline.bpf.h"

/* What of the two is asked for: `with_` before the name of the table. */
OPTION(__u8, with_proc_exit_events, 1, "type=bool", "help=processes that ended");
OPTION(__u8, with_tcp_stats_events, 1, "type=bool", "help=what TCP connections carry, which costs something at each message");

#define PIDS_MAX 64

OPTION_LIST(__u32, pids, PIDS_MAX, "help=only these processes; empty: all");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup (v2) or below it; 0: in all");

static __always_inline bool is_own(__u32 process)
{
	return pipeline_host_pid && process == pipeline_host_pid;
}

static __always_inline bool is_listed_process(__u32 process)
{
	for (int i = 0; i < PIDS_MAX && pids[i]; i++)
		if (pids[i] == process)
			return true;
	return !pids[0];
}

static __always_inline bool is_selected(const struct task_struct *task)
{
	return is_listed_process(task->tgid) && (!cgroup_id || in_cgroup(task, cgroup_id));
}
