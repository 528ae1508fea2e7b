/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which system call or io_uring request moved the bytes, and where in the process's memory they are. A hook inside a call
 * finds its number and arguments in the task's saved registers, so nothing has to be noted at its entry.
 */
#pragma once

#include "files.h"
#include "sockets/batch.h"
#include "sockets/found.h"
#include "sockets/tables.h"
#include "syscall.h"
#include "tcp.h"
#include "uring/executing.h"

struct call {
	__u64 at;	/* user address of the buffer, or address of an array of segments */
	__u64 skip;	/* bytes of the first segment before those that moved */
	__u64 name;	/* address of the other side's name; 0: none was given */
	__u64 count;	/* bytes of the buffer, or segments */
	__u32 name_size;
	__u8 function;
	__u8 reason;	/* why there is no payload, where `is_seen` is false */
	bool is_seen;
	bool is_vector;
	bool is_request;	/* of io_uring, whose segments and name are in the kernel */
};

struct user_segment {
	__u64 at;
	__u64 size;
};

struct user_msghdr {
	__u64 name;
	__u32 name_size;
	__u32 pad_name;
	__u64 segments;
	__u64 count;
	__u64 control;
	__u64 control_size;
	__u32 flags;
	__u32 pad_flags;
};

/* Whether the descriptor is of that very socket: other work may be done at the end of a call. */
static __always_inline bool leads_to(const struct task_struct *task, __u32 fd, __u64 sk)
{
	const __u64 file = file_of(task, fd);

	return file && KERNEL_READ(KERNEL_READ(file, file, private_data), socket, sk) == sk;
}

static __always_inline void set_buffer(struct call *call, enum function function, __u64 at, __u64 size)
{
	call->function = function;
	call->at = at;
	call->count = size;
	call->is_seen = true;
}

static __always_inline void set_vector(struct call *call, enum function function, __u64 at, __u64 count)
{
	set_buffer(call, function, at, count);
	call->is_vector = true;
}

static __always_inline void set_message(struct call *call, enum function function, __u64 at)
{
	struct user_msghdr header;

	call->function = function;
	if (bpf_probe_read_user(&header, sizeof(header), (void *)at)) {
		call->reason = UNSEEN_FAULT;
		return;
	}
	set_vector(call, function, header.segments, header.count);
	call->name = header.name;
	call->name_size = header.name_size;
}

static __always_inline void set_none(struct call *call, enum function function, enum unseen_reason reason)
{
	call->function = function;
	call->reason = reason;
	call->is_seen = false;
}

/* Of sendmmsg and recvmmsg, the message that the event is of. */
static __always_inline bool set_batch(struct call *call, enum function function, const struct pt_regs *regs, struct task_struct *task, __u64 sk,
				      __s32 result, bool may_stop)
{
	const __s64 index = next_of_batch(task, regs->si, regs->dx, sk, result, may_stop);

	if (index < 0) {
		set_none(call, function, UNSEEN_AMBIGUOUS);
		return false;
	}
	set_message(call, function, regs->si + index * BATCH_STRIDE);
	return true;
}

struct sum {
	__u64 at;
	__u64 bytes;
};

static long add_segment(__u32 index, struct sum *sum)
{
	struct user_segment segment;

	if (bpf_probe_read_user(&segment, sizeof(segment), (void *)(sum->at + index * sizeof(segment))))
		return 1;
	sum->bytes += segment.size;
	return 0;
}

/* Whether a message was sent whole; sendmmsg stops after one that was not. */
static __always_inline bool is_whole(const struct call *call, __s32 result)
{
	struct sum sum = { .at = call->at };

	bpf_loop(call->count < SEGMENTS_MOST ? call->count : SEGMENTS_MOST, add_segment, &sum, 0);
	return result >= 0 && sum.bytes <= result;
}

/* False: not the call that its number says, so that the bytes were moved by something else. */
static __always_inline bool is_of_socket(__s32 number, const struct pt_regs *regs, const struct task_struct *task, __u64 sk)
{
	if (number == SYSCALL_splice)
		return leads_to(task, regs->dx, sk);
	return leads_to(task, regs->di, sk);
}

/*
 * Whether the task is in the call that its registers tell of. What programs ask of io_uring is done in calls of io_uring, in
 * threads of its own, or when any call has ended, whose result is then in place of what was there at its entry.
 */
static __always_inline bool is_in_call(const struct task_struct *task, const struct pt_regs *regs, __s32 number)
{
	const __s64 no_result = -38;

	if (number == SYSCALL_other || number == SYSCALL_io_uring_enter || number == SYSCALL_io_uring_register ||
	    number == SYSCALL_ia32_io_uring_enter || number == SYSCALL_ia32_io_uring_register)
		return false;
	/* Where walks, a call is looked at that has ended. */
	return (walks || (__s64)regs->ax == no_result) && !is_uring_thread(task);
}

/* `message` as in moved_by_message(): with it, nothing needs to be known of the request. */
static __always_inline void read_request(struct call *call, const struct task_struct *task, __u64 sk, __u64 message, enum direction direction,
					 __u32 bytes)
{
	const enum uring_effect effect = direction == DIRECTION_EGRESS ? URING_SENDS : URING_RECEIVES;
	const __u64 request = message ? 0 : executing_request(task, sk, effect, bytes);
	struct span span;

	set_none(call, FUNCTION_IO_URING, UNSEEN_IO_URING);
	if (request && operation_of(request) == URING_SPLICE)
		call->reason = UNSEEN_SPLICE;
	if (message ? !locate_message(&span, message, bytes) : !request || !locate_bytes(&span, request, bytes))
		return;
	call->is_request = true;
	call->name = name_of(message ? message : message_of(request), &call->name_size);
	if (span.segments) {
		set_vector(call, FUNCTION_IO_URING, span.segments, SEGMENTS_MOST);
		call->skip = span.at;
	} else {
		set_buffer(call, FUNCTION_IO_URING, span.at, bytes);
	}
}

/* `result` as the hook has it: what the call moved, or an error. */
static __always_inline void read_call(struct call *call, struct task_struct *task, __u64 sk, __u64 message, enum direction direction,
				      __s32 result, bool is_datagram)
{
	const struct pt_regs *regs = (void *)bpf_task_pt_regs(task);
	const __s32 number = syscall_number(task, regs);

	__builtin_memset(call, 0, sizeof(*call));
	if (!task->mm) {
		set_none(call, FUNCTION_UNKNOWN, UNSEEN_KERNEL);
		return;
	}
	if (!is_in_call(task, regs, number)) {
		read_request(call, task, sk, message, direction, result);
		return;
	}
	if (number & SYSCALL_IA32) {
		set_none(call, FUNCTION_UNKNOWN, UNSEEN_COMPAT);
		return;
	}
	set_none(call, FUNCTION_UNKNOWN, UNSEEN_CALL);
	if (!is_of_socket(number, regs, task, sk))
		return;
	switch (number) {
	case SYSCALL_read:
		set_buffer(call, FUNCTION_READ, regs->si, regs->dx);
		break;
	case SYSCALL_write:
		set_buffer(call, FUNCTION_WRITE, regs->si, regs->dx);
		break;
	case SYSCALL_readv:
		set_vector(call, FUNCTION_READV, regs->si, regs->dx);
		break;
	case SYSCALL_writev:
		set_vector(call, FUNCTION_WRITEV, regs->si, regs->dx);
		break;
	case SYSCALL_preadv2:
		set_vector(call, FUNCTION_PREADV2, regs->si, regs->dx);
		break;
	case SYSCALL_pwritev2:
		set_vector(call, FUNCTION_PWRITEV2, regs->si, regs->dx);
		break;
	case SYSCALL_sendto:
		call->name = regs->r8;
		call->name_size = regs->r9;
		set_buffer(call, regs->r8 ? FUNCTION_SENDTO : FUNCTION_SEND, regs->si, regs->dx);
		break;
	case SYSCALL_recvfrom:
		set_buffer(call, regs->r8 ? FUNCTION_RECVFROM : FUNCTION_RECV, regs->si, regs->dx);
		break;
	case SYSCALL_sendmsg:
		set_message(call, FUNCTION_SENDMSG, regs->si);
		break;
	case SYSCALL_recvmsg:
		set_message(call, FUNCTION_RECVMSG, regs->si);
		break;
	case SYSCALL_sendmmsg:
		if (set_batch(call, FUNCTION_SENDMMSG, regs, task, sk, result, false) && !is_datagram && !is_whole(call, result))
			end_batch(task);
		break;
	case SYSCALL_recvmmsg:
		set_batch(call, FUNCTION_RECVMMSG, regs, task, sk, result, regs->r8);
		break;
	case SYSCALL_sendfile:
		set_none(call, FUNCTION_SENDFILE, UNSEEN_SENDFILE);
		break;
	case SYSCALL_splice:
		set_none(call, FUNCTION_SPLICE, UNSEEN_SPLICE);
		break;
	}
}

/* A message that moved nothing, or failed, is one of those that are counted all the same. */
static __always_inline void pass_call(struct task_struct *task, __u64 sk, __s32 result)
{
	const struct pt_regs *regs = (void *)bpf_task_pt_regs(task);
	const __s32 number = syscall_number(task, regs);

	if ((number == SYSCALL_sendmmsg || number == SYSCALL_recvmmsg) && is_in_call(task, regs, number) && leads_to(task, regs->di, sk))
		next_of_batch(task, regs->si, regs->dx, sk, result, number == SYSCALL_recvmmsg && regs->r8);
}
