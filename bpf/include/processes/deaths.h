/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Who sent the signal that ends a process. It is noted when it is sent, as far as it is one that ends who has no handler for
 * it now, and it counts if it is the one that did.
 */
#pragma once

#include "kernel_memory.h"
#include "processes/oom.h"

struct death {
	__u64 killer_start_ticks;
	__u32 signal;
	__u32 killer_pid;
	enum exit_cause cause;
	char killer_comm[16];
	__u32 pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, struct death);
} deaths SEC(".maps");

/* Stable, but macros in the kernel and so not in its BTF. */
enum { SENT = 0, SENT_WITHOUT_INFO = 4 };			/* results of sending */
enum { INFO_NONE, INFO_KERNEL };				/* in place of a pointer */
enum { CODE_USER = 0, CODE_QUEUE = -1, CODE_TKILL = -6 };	/* by kill, sigqueue, tgkill */
enum { GROUP_EXIT = 4 };					/* in signal_struct's flags */

#define MASK(signal) (1ULL << (SIGNAL_SIG##signal - 1))
#define HARMLESS (MASK(CONT) | MASK(CHLD) | MASK(WINCH) | MASK(URG) | MASK(STOP) | MASK(TSTP) | MASK(TTIN) | MASK(TTOU))
#define SIGNALS 64

/* Whether it ends who does nothing about it, and the task does nothing. */
static __always_inline bool is_fatal(const struct task_struct *task, __u32 signal)
{
	const __u32 index = signal - 1;
	const __u64 actions = KERNEL_READ((__u64)task, task_struct, sighand), size = bpf_core_type_size(struct k_sigaction);

	if (index >= SIGNALS || HARMLESS >> index & 1)
		return false;
	return !KERNEL_READ(MEMBER(actions, sighand_struct, action) + index * size, k_sigaction, sa.sa_handler);
}

/* It has begun to end by something else: while it writes its memory to a file, more signals are taken. */
static __always_inline bool is_ending_otherwise(const struct task_struct *task, __u32 signal)
{
	return (task->signal->flags & GROUP_EXIT) && task->signal->group_exit_code != signal;
}

/* `info`: an address, of which some verifiers let nobody follow it. */
static __always_inline bool is_sent_by_process(__u64 info)
{
	__s32 code;

	if (info == INFO_NONE)
		return true;
	if (info == INFO_KERNEL)
		return false;
	code = KERNEL_READ(info, kernel_siginfo, si_code);
	return code == CODE_USER || code == CODE_QUEUE || code == CODE_TKILL;
}

static __always_inline int signal_sent(void *ctx, __u32 signal, __u64 info, const struct task_struct *task, __u32 result)
{
	const struct task_struct *sender = bpf_get_current_task_btf();
	const __u32 pid = task->tgid;
	struct death death = { .signal = signal };

	if ((result != SENT && result != SENT_WITHOUT_INFO) || !is_fatal(task, signal) || is_ending_otherwise(task, signal))
		return 0;
	if (is_sent_by_process(info))
		death.cause = CAUSE_KILLED;
	else
		death.cause = signal == SIGNAL_SIGKILL && info == INFO_KERNEL ? oom_of(ctx) : CAUSE_KERNEL;
	/* Of a request the sender is a worker of the kernel's. */
	if (death.cause != CAUSE_KERNEL && death.cause != CAUSE_OOM_REQUEST) {
		death.killer_pid = sender->tgid;
		death.killer_start_ticks = start_ticks(sender->group_leader);
		__builtin_memcpy(death.killer_comm, sender->group_leader->comm, sizeof(death.killer_comm));
	}
	/* Where there is no room, the row says that it is not known. */
	bpf_map_update_elem(&deaths, &pid, &death, BPF_ANY);
	return 0;
}

/* What ended the process with that status. */
static __always_inline void explain(struct proc_exit_events *row, __u32 pid)
{
	const struct death *death = bpf_map_lookup_elem(&deaths, &pid);

	row->cause = row->signal ? CAUSE_SIGNAL : CAUSE_EXITED;
	if (!death)
		return;
	if (row->signal && death->signal == row->signal) {
		row->cause = death->cause;
		row->killer_pid = death->killer_pid;
		row->killer_start_ticks = death->killer_start_ticks;
		__builtin_memcpy(row->killer_comm, death->killer_comm, sizeof(row->killer_comm));
	}
	bpf_map_delete_elem(&deaths, &pid);
}
