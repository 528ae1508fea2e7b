/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which thread was a process's last one, before Linux 6.16, whose event tells it. The number of threads left tells, too: but each
 * has taken itself off it when it comes here, so two that come late both see 0. The first leaves a note with the process.
 */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} told_of SEC(".maps");

enum last_thread {
	LAST_THREAD_NOT,
	LAST_THREAD_YES,
	LAST_THREAD_UNNOTED,	/* there was no room for the note */
};

static __always_inline enum last_thread last_thread(struct task_struct *task)
{
	__u64 *told;

	if (task->signal->live.counter)
		return LAST_THREAD_NOT;
	told = bpf_task_storage_get(&told_of, task->group_leader, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!told)
		return LAST_THREAD_UNNOTED;
	return __sync_lock_test_and_set(told, 1) ? LAST_THREAD_NOT : LAST_THREAD_YES;
}
