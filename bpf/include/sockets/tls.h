/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Programs at functions of libraries that encrypt and decrypt. The host attaches them, wherever it finds such a function, with
 * the function's number in enum library_function as cookie.
 */
#pragma once

#include "sockets/tls_text.h"

static __always_inline __u64 bytes_at(enum library_function function, const struct pt_regs *regs)
{
	__u64 fourth = regs->cx, fifth = regs->r8;

	/* The verifier wants each register read from where it is, and not from one of two places. */
	barrier_var(fourth);
	barrier_var(fifth);
	switch (function) {
	case LIBRARY_READ_EX:
	case LIBRARY_WRITE_EX:
	case LIBRARY_READ_EARLY:
	case LIBRARY_WRITE_EARLY:
		return fourth;
	case LIBRARY_WRITE_EX2:
		return fifth;
	default:
		return 0;
	}
}

static __always_inline int enter_tls(const struct pt_regs *regs, enum library_function function)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct tls_call *call;

	if (!regs->di || !is_observed(task))
		return 0;
	call = room_for_tls_call(task, regs->di, function, regs->sp);
	if (!call)
		return 0;
	__builtin_memset(call, 0, sizeof(*call));
	call->buffer = regs->si;
	call->size = regs->dx;
	call->bytes_at = bytes_at(function, regs);
	call->stack = regs->sp;
	call->function = function;
	call->session = regs->di;
	return 0;
}

static __always_inline bool is_handshake(enum library_function function)
{
	return function == LIBRARY_HANDSHAKE || function == LIBRARY_HANDSHAKE_0 || function == LIBRARY_HANDSHAKE_AROUND;
}

static __always_inline bool is_write(enum library_function function)
{
	return function == LIBRARY_WRITE || function == LIBRARY_WRITE_EX || function == LIBRARY_WRITE_EX2 || function == LIBRARY_WRITE_EARLY || function == LIBRARY_WRITE_AROUND;
}

/* Plain text that the call moved. */
static __always_inline __u32 bytes_of_tls_call(const struct tls_call *call, __s32 result)
{
	__u64 bytes = result;

	if (result <= 0 || call->function == LIBRARY_OTHER)
		return 0;
	if (call->bytes_at && bpf_probe_read_user(&bytes, sizeof(bytes), (void *)call->bytes_at))
		return 0;
	return bytes < 1U << 31 ? bytes : 0;
}

static __always_inline int leave_tls(const struct pt_regs *regs, enum library_function function)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const __s32 result = regs->ax;
	struct tls_session *session;
	struct tls_call call;
	__u32 bytes = 0;

	if (!take_tls_call(&call, task, function, regs->sp))
		return 0;
	if (!is_handshake(function)) {
		bytes = bytes_of_tls_call(&call, result);
		/* Nothing was there to be read yet, mostly. */
		if (!bytes && !call.conn_id)
			return 0;
	}
	session = tls_session_of(task->tgid, call.session);
	if (!session)
		return 0;
	if (call.is_mixed)
		session->is_ambiguous = true;
	else
		join_tls_session(session, call.conn_id);
	if (is_handshake(function)) {
		note_handshake(session, &call, result == (function == LIBRARY_HANDSHAKE_0 ? 0 : 1));
		return 0;
	}
	if (bytes)
		move_plain(session, &call, is_write(function) ? DIRECTION_EGRESS : DIRECTION_INGRESS, bytes);
	return 0;
}

#define NO_PLAIN_TEXT "no plain text of what is encrypted"

SEC("uprobe")
WHEN(tls)
ON_DEMAND(NO_PLAIN_TEXT)
int all__tls_enter__uprobe(struct pt_regs *ctx)
{
	return enter_tls(ctx, bpf_get_attach_cookie(ctx));
}

SEC("uretprobe")
WHEN(tls)
ON_DEMAND(NO_PLAIN_TEXT)
int all__tls_leave__uretprobe(struct pt_regs *ctx)
{
	return leave_tls(ctx, bpf_get_attach_cookie(ctx));
}

/* The session's room is given back, or it begins anew. */
SEC("uprobe")
WHEN(tls)
ON_DEMAND("plain text of a session may be taken for that of an earlier one, until bytes move")
int all__tls_forget_entry__uprobe(struct pt_regs *ctx)
{
	forget_tls_session(bpf_get_current_pid_tgid() >> 32, ctx->di);
	return 0;
}

/* (stream, bytes, size): the library writes records into a stream, which may be memory. */
SEC("uprobe")
WHEN(tls)
ON_DEMAND("no plain text of programs that send and receive what a library encrypts by themselves")
int all__tls_flight_entry__uprobe(struct pt_regs *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct tls_call *call = tls_call_around(task, ctx->sp);

	if (call && (__s32)ctx->dx > 0)
		note_flight(task, call, ctx->si, ctx->dx);
	return 0;
}
