/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The calls of Go's TLS that goroutines are in. A goroutine goes from thread to thread in the middle of a call and its stack
 * from place to place, so that a call is known by the goroutine: r14 holds its address in whatever Go compiles, since 1.17,
 * and still in the system calls that it makes. Whatever moves in one of these moves inside the call.
 */
#pragma once

#include "sockets/tls_calls.h"

struct goroutine {
	__u64 address;
	__u32 pid;
	__u32 pad;
};

struct go_call {
	struct tls_call call;
	__u32 overlaps;		/* the session's, when the call began */
	bool is_buffer_on_stack;
	__u8 pad[3];
};

/* A process that ends leaves those that its goroutines are in. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, struct goroutine);
	__type(value, struct go_call);
} go_calls SEC(".maps");

/* Whether there was ever one: nobody else's sockets wait for the look into the map. */
bool has_go_calls = false;

static __always_inline struct goroutine goroutine_of(const struct task_struct *task, const struct pt_regs *regs)
{
	return (struct goroutine){ .address = regs->r14, .pid = task->tgid };
}

/* The call that a system call is inside of, or NULL. */
static __always_inline struct tls_call *current_tls_call(struct task_struct *task)
{
	const struct pt_regs *regs;
	struct tls_call *call;
	struct goroutine goroutine;
	struct go_call *go;

	if (!task->mm)
		return NULL;
	regs = (void *)bpf_task_pt_regs(task);
	call = tls_call_around(task, regs->sp);
	if (call || !has_go_calls)
		return call;
	goroutine = goroutine_of(task, regs);
	go = bpf_map_lookup_elem(&go_calls, &goroutine);
	return go ? &go->call : NULL;
}
