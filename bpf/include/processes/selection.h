/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which processes are told of. */
#pragma once

#include "cgroup.h"
#include "pipeline.bpf.h"

OPTION(__u32, pid, 0, "help=only this process; 0: all");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup (v2) or below it; 0: in all");

static __always_inline bool is_own(__u32 process)
{
	return pipeline_host_pid && process == pipeline_host_pid;
}

static __always_inline bool is_selected(const struct task_struct *task)
{
	return (!pid || task->tgid == pid) && (!cgroup_id || in_cgroup(task, cgroup_id));
}
