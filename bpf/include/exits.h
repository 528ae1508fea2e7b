/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How processes end. A process ends with its last thread, which need not be the first one: that may leave before the others,
 * and it does so, too, when another thread calls execve and takes its place, where nothing has ended. The status is the one
 * its parent is told: of exit_group, of the signal that ended all threads, or else of the last thread.
 */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"

/* The status that wait4 gives: the code above, the signal and whether memory was dumped below. */
#define STATUS_CODE(status) ((status) >> 8 & 0xff)
#define STATUS_SIGNAL(status) ((status) & 0x7f)
#define STATUS_DUMPED(status) (((status) & 0x80) != 0)

/* Sets what tables of ends have in common, at the end of the current task. `named`: the thread whose name and age it has. */
#define describe_end(row, task, named, status)                                                      \
	({                                                                                          \
		(row)->time = bpf_ktime_get_boot_ns();                                              \
		__builtin_memcpy((row)->comm, (named)->comm, sizeof((row)->comm));                  \
		(row)->pid = (task)->tgid;                                                          \
		(row)->ppid = (task)->real_parent->tgid;                                            \
		(row)->uid = bpf_get_current_uid_gid();                                             \
		(row)->age_ns = (row)->time - (named)->start_boottime;                              \
		(row)->exit_code = STATUS_CODE(status);                                             \
		(row)->signal = STATUS_SIGNAL(status);                                              \
		(row)->core_dumped = STATUS_DUMPED(status);                                         \
		(row)->start_ticks = start_ticks((task)->group_leader);                             \
		(row)->cgroup_id = bpf_get_current_cgroup_id();                                     \
	})

enum ending { ENDING_THREAD, ENDING_PROCESS, ENDING_UNKNOWN };

/* Since Linux 6.16 the event tells whether this was the last thread. */
typedef void (*btf_trace_sched_process_exit)(void *, struct task_struct *, bool);

#define EVENT_TELLS_LAST bpf_core_type_matches(btf_trace_sched_process_exit)

/*
 * Before, the number of threads left tells. Each has taken itself off it when it comes here, so two that come
 * late both see 0: the first leaves a note with the process.
 */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} told_of SEC(".maps");

/* Unknown: there was no room for the note. */
static __always_inline enum ending counted_ending(struct task_struct *task)
{
	__u64 *told;

	if (task->signal->live.counter)
		return ENDING_THREAD;
	told = bpf_task_storage_get(&told_of, task->group_leader, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!told)
		return ENDING_UNKNOWN;
	return __sync_lock_test_and_set(told, 1) ? ENDING_THREAD : ENDING_PROCESS;
}
