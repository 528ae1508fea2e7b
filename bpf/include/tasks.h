/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which tasks the scheduler's tables are about, how they are told apart, and since when each has been waiting. */
#pragma once

#include "cgroup.h"
#include "since.h"

OPTION(__u8, per_process, 0, "type=bool", "help=each process by itself");
OPTION(__u8, per_thread, 0, "type=bool", "help=each thread by itself");
OPTION(__u32, pid, 0, "help=only this process's threads; 0: everybody's");
OPTION(__u64, cgroup_id, 0, "help=only tasks of this cgroup or below it; 0: of all");

/* Stable, but macros in the kernel and so not in its BTF. */
#define TASK_RUNNING 0
#define TASK_DEAD 0x80

/* ---- whose ----------------------------------------------------------------------------------- */

/* Each processor has an idle task, all of the same number. */
static __always_inline bool is_idle(const struct task_struct *task)
{
	return !task->pid;
}

static __always_inline bool is_self(const struct task_struct *task)
{
	return pipeline_host_pid && task->tgid == pipeline_host_pid;
}

static __always_inline bool is_filtered(const struct task_struct *task)
{
	return (pid && task->tgid != pid) || (cgroup_id && !in_cgroup(task, cgroup_id));
}

/* Whether it can run, though it was taken off the processor: also one that was about to sleep when another took its place. */
static __always_inline bool is_runnable(const struct task_struct *task, bool preempted)
{
	return preempted || task->__state == TASK_RUNNING;
}

/* Of a task that is taken off the processor for the last time. */
static __always_inline bool is_dead(const struct task_struct *task)
{
	return task->__state & TASK_DEAD;
}

/* ---- labels ---------------------------------------------------------------------------------- */

#define TASK_LABELS                                                                                 \
	__u32 pid COLUMN("when=per_process", "heading=PID", "help=process, in the init namespace"); \
	__u32 tid COLUMN("when=per_thread", "heading=TID", "help=thread, in the init namespace");   \
	char comm[16] COLUMN("when=per_process", "heading=COMM", "help=the process's name");        \
	char thread[16] COLUMN("when=per_thread", "heading=THREAD", "help=the thread's name");      \
	__u64 start_ticks COLUMN("when=per_process", "heading=",                                    \
				 "help=when the process began, in 10 ms since boot, as in /proc/PID/stat"); \
	__u64 thread_start_ticks COLUMN("when=per_thread", "heading=",                              \
					"help=when the thread began, in 10 ms since boot")

/* Sets the TASK_LABELS of a key that was all zeros. */
#define label_task(key, task)                                                                       \
	({                                                                                          \
		if (per_process) {                                                                  \
			(key)->pid = (task)->tgid;                                                  \
			(key)->start_ticks = start_ticks((task)->group_leader);                     \
			__builtin_memcpy((key)->comm, (task)->group_leader->comm, sizeof((key)->comm)); \
		}                                                                                   \
		if (per_thread) {                                                                   \
			(key)->tid = (task)->pid;                                                   \
			(key)->thread_start_ticks = start_ticks(task);                              \
			__builtin_memcpy((key)->thread, (task)->comm, sizeof((key)->thread));       \
		}                                                                                   \
	})

/* ---- since when ------------------------------------------------------------------------------ */

/* By thread, as long as it lives. Changed in the scheduler, where nothing may be allocated. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 32768);
	__type(key, __u32);
	__type(value, struct since);
} task_sinces SEC(".maps");

/* Threads that found no room above, less those found missing: tells why one is. */
__s64 unnoted;

static __always_inline void note_task(const struct task_struct *task, __u64 now)
{
	__u32 tid = task->pid;
	struct since *since = bpf_map_lookup_elem(&task_sinces, &tid);
	struct since begun = { now };

	if (since)
		since->ns = now;
	else if (bpf_map_update_elem(&task_sinces, &tid, &begun, BPF_ANY))
		__sync_fetch_and_add(&unnoted, 1);
}

static __always_inline __u64 take_task(const struct task_struct *task)
{
	__u32 tid = task->pid;
	struct since *since = bpf_map_lookup_elem(&task_sinces, &tid);

	if (since)
		return take(since);
	if (unnoted <= 0)
		return SINCE_UNKNOWN;
	__sync_fetch_and_add(&unnoted, -1);
	return SINCE_NO_ROOM;
}

/* Dead ones never come back, and their numbers are given to others. */
static __always_inline void forget_task(const struct task_struct *task)
{
	__u32 tid = task->pid;

	bpf_map_delete_elem(&task_sinces, &tid);
}

/*
 * Whether what a task did ended, having begun at the time that the expression `begun` gives, and is to
 * be measured. If not, why not is counted here.
 */
#define ended(NAME, task, begun)                                                                    \
	({                                                                                          \
		bool measurable_ = false;                                                           \
		if (is_self(task)) {                                                                \
			attempt(NAME);                                                              \
			discard(NAME, SELF);                                                        \
		} else if (is_filtered(task)) {                                                     \
			attempt(NAME);                                                              \
			discard(NAME, FILTERED);                                                    \
		} else {                                                                            \
			const __u64 begun_ = (begun);                                               \
			if (begun_ != SINCE_UNKNOWN)                                                \
				attempt(NAME);                                                      \
			if (begun_ == SINCE_NO_ROOM)                                                \
				lose(NAME, MAP_FULL);                                               \
			else if (begun_ == SINCE_ENDED)                                             \
				lose(NAME, NO_START);                                               \
			else                                                                        \
				measurable_ = begun_ != SINCE_UNKNOWN;                              \
		}                                                                                   \
		measurable_;                                                                        \
	})
