/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Programs at functions of Go's crypto/tls, whose arguments are in rax, rbx, rcx and whose result is in rax. The host attaches
 * them to each return: what waits for one by changing the stack, as a uretprobe does, ends a program whose stacks move.
 *
 * The session is the address of the Conn. Go uses it again once nobody refers to it, without a word; but no Conn carries
 * plain text before its handshake, at which whatever was known of the address is forgotten.
 */
#pragma once

#include "sockets/tls_goroutines.h"
#include "sockets/tls_text.h"

#define NO_GO_TEXT "no plain text of what Go programs encrypt"

/* The end of a goroutine's stack, in what r14 points to. */
#define GO_STACK_END 8

static __always_inline enum direction direction_of(enum library_function function)
{
	return function == LIBRARY_WRITE ? DIRECTION_EGRESS : DIRECTION_INGRESS;
}

/* Whether the caller's buffer is on the stack, so that it moves with it. */
static __always_inline bool is_on_stack(const struct pt_regs *regs, __u64 buffer)
{
	__u64 end;

	return buffer >= regs->sp && !bpf_probe_read_user(&end, sizeof(end), (void *)(regs->r14 + GO_STACK_END)) && buffer < end;
}

/* The goroutine's stack was too small, so that the call began once more. */
static __always_inline bool begins_again(const struct go_call *noted, const struct pt_regs *regs, enum library_function function)
{
	return noted && noted->call.session == regs->ax && noted->call.function == function;
}

static __always_inline int enter_go(const struct pt_regs *regs, enum library_function function)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct goroutine goroutine = goroutine_of(task, regs);
	struct go_call call = {
		.call.session = regs->ax,
		.call.function = function,
		.call.buffer = regs->bx,
		.call.stack = regs->sp,
		.is_buffer_on_stack = is_on_stack(regs, regs->bx),
	};
	const enum direction direction = direction_of(function);
	const struct go_call *noted;
	struct tls_session *session;

	if (!regs->ax || !is_observed(task))
		return 0;
	session = tls_session_of(task->tgid, regs->ax);
	if (!session)
		return 0;
	noted = bpf_map_lookup_elem(&go_calls, &goroutine);
	if (begins_again(noted, regs, function))
		call.overlaps = noted->overlaps;
	else if (__sync_fetch_and_add(&session->moving[direction & 1], 1))
		call.overlaps = __sync_fetch_and_add(&session->overlaps[direction & 1], 1);
	else
		call.overlaps = session->overlaps[direction & 1];
	has_go_calls = true;
	bpf_map_update_elem(&go_calls, &goroutine, &call, BPF_ANY);
	return 0;
}

/* What several goroutines move the same way at once has an order that only Go knows. */
static __always_inline void end_move(struct tls_session *session, struct go_call *call, enum direction direction)
{
	__sync_fetch_and_add(&session->moving[direction & 1], -1);
	call->call.is_raced = session->overlaps[direction & 1] != call->overlaps;
}

static __always_inline int leave_go(const struct pt_regs *regs, enum library_function function)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct goroutine goroutine = goroutine_of(task, regs);
	const enum direction direction = direction_of(function);
	const __s64 result = regs->ax;
	const __u32 bytes = result > 0 && result < 1LL << 31 ? result : 0;
	const struct go_call *noted = bpf_map_lookup_elem(&go_calls, &goroutine);
	struct tls_session *session;
	struct go_call call;

	if (!noted || noted->call.function != function) {
		if (is_observed(task))
			unseen(UNSEEN_UNJOINED, direction, FUNCTION_UNKNOWN, bytes);
		return 0;
	}
	call = *noted;
	bpf_map_delete_elem(&go_calls, &goroutine);
	session = tls_session_of(task->tgid, call.call.session);
	if (!session)
		return 0;
	end_move(session, &call, direction);
	if (call.call.is_mixed)
		session->is_ambiguous = true;
	else
		join_tls_session(session, call.call.conn_id);
	if (call.is_buffer_on_stack)
		call.call.buffer += regs->sp - call.call.stack;
	if (bytes)
		move_plain(session, &call.call, direction, bytes);
	return 0;
}

SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_read_entry__uprobe(struct pt_regs *ctx)
{
	return enter_go(ctx, LIBRARY_READ);
}

SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_read_return__uprobe(struct pt_regs *ctx)
{
	return leave_go(ctx, LIBRARY_READ);
}

SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_write_entry__uprobe(struct pt_regs *ctx)
{
	return enter_go(ctx, LIBRARY_WRITE);
}

SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_write_return__uprobe(struct pt_regs *ctx)
{
	return leave_go(ctx, LIBRARY_WRITE);
}

/* Others may be waiting in calls for the handshake to end: these go on. */
static __always_inline void begin_anew(struct tls_session *session)
{
	session->conn_id = 0;
	session->unjoined[0] = session->unjoined[1] = 0;
	session->moves = 0;
	session->is_ambiguous = false;
	session->is_handshaken = false;
	session->is_waiting = true;
}

/* It may be inside a read or write of the same session, which then stands for both. */
SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_handshake_entry__uprobe(struct pt_regs *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct goroutine goroutine = goroutine_of(task, ctx);
	const struct go_call handshake = { .call.session = ctx->ax, .call.function = LIBRARY_HANDSHAKE_0 };
	const struct go_call *around;
	struct tls_session *session;

	if (!ctx->ax || !is_observed(task))
		return 0;
	around = bpf_map_lookup_elem(&go_calls, &goroutine);
	session = tls_session_of(task->tgid, ctx->ax);
	if (!session)
		return 0;
	begin_anew(session);
	has_go_calls = true;
	if (!around || around->call.session != ctx->ax)
		bpf_map_update_elem(&go_calls, &goroutine, &handshake, BPF_ANY);
	return 0;
}

/* Its result is an error, or nil. */
SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_GO_TEXT)
int all__go_handshake_return__uprobe(struct pt_regs *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct goroutine goroutine = goroutine_of(task, ctx);
	const struct go_call *noted = bpf_map_lookup_elem(&go_calls, &goroutine);
	struct tls_session *session;
	struct tls_call call;

	if (!noted)
		return 0;
	call = noted->call;
	if (call.function == LIBRARY_HANDSHAKE_0)
		bpf_map_delete_elem(&go_calls, &goroutine);
	session = tls_session_of(task->tgid, call.session);
	if (!session)
		return 0;
	if (call.is_mixed)
		session->is_ambiguous = true;
	else
		join_tls_session(session, call.conn_id);
	note_handshake(session, &call, !ctx->ax);
	return 0;
}
