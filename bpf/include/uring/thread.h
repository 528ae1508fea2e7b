/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The threads that io_uring makes in a process: workers, and those that look for submissions. They have its memory. */
#pragma once

#include "kernel_memory.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct task_struct___thread {
	unsigned int flags;
	void *worker_private;
};

#pragma clang attribute pop

static __always_inline bool is_uring_thread(const struct task_struct *task)
{
	const __u32 pf_io_worker = 0x10;

	return KERNEL_READ((__u64)task, task_struct___thread, flags) & pf_io_worker;
}

/* The thread's name, or the process's where io_uring gave the thread one of its own. */
static __always_inline void read_comm(char comm[16], const struct task_struct *task)
{
	const __u64 name = MEMBER((__u64)task->group_leader, task_struct, comm);

	if (!is_uring_thread(task)) {
		bpf_get_current_comm(comm, 16);
		return;
	}
	for (int at = 0; at < 16; at += sizeof(__u64))
		*(__u64 *)(comm + at) = kernel_word(name + at);
}
