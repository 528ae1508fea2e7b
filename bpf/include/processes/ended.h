/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A row for each process that ended. An attempt is a process whose last thread exits. */
#pragma once

#include "cgroup.h"
#include "exits.h"
#include "processes/deaths.h"
#include "processes/selection.h"

static __always_inline int process_ended(struct task_struct *task)
{
	struct proc_exit_events row = {}, *sent;

	attempt(proc_exit_events);
	describe_end(&row, task, task->group_leader, task->signal->group_exit_code);
	explain(&row, row.pid);
	if (is_own(row.pid) || is_own(row.ppid)) {
		discard(proc_exit_events, SELF);
		return 0;
	}
	if (!is_selected(task)) {
		discard(proc_exit_events, FILTERED);
		return 0;
	}
	sent = reserve(proc_exit_events);
	if (!sent)
		return 0;
	row.table = sent->table;
	*sent = row;
	submit(proc_exit_events, sent);
	return 0;
}

static __always_inline int thread_ended(struct task_struct *task)
{
	const enum ending ending = counted_ending(task);

	if (ending == ENDING_UNKNOWN) {
		attempt(proc_exit_events);
		lose(proc_exit_events, MAP_BUSY);
	}
	return ending == ENDING_PROCESS ? process_ended(task) : 0;
}
