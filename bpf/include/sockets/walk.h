/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The variant for kernels that neither tell of each message nor let programs stand at the ends of functions: each system call
 * is looked at when it ends, and its descriptor followed to the socket. What moves without a system call, as by io_uring, is
 * missed.
 */
#pragma once

#include "sockets/moved.h"

/* What a call that ended has moved, by its number. */
struct walk {
	__u64 sk;
	__u64 inode;
	__u64 messages;		/* user address of the array of sendmmsg and recvmmsg */
	__u64 position;		/* of the stream, behind the last message */
	__u64 left;		/* bytes of the messages that come */
	__u32 sequence;
	__u32 flags;
	__u8 direction;
	bool is_many;
};

/* For who has begun a transfer. Not on the stack, where the verifier would follow each system call to the end. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct walk);
} walks_on SEC(".maps");

/* False: no call that moves bytes of a socket. What splice reads of one is missed by other variants, too. */
static __always_inline bool set_direction(struct walk *walk, const struct pt_regs *regs, __s32 number)
{
	switch (number) {
	case SYSCALL_recvmmsg:
		walk->is_many = true;
		walk->messages = regs->si;
		walk->flags = regs->r10;
		walk->direction = DIRECTION_INGRESS;
		return true;
	case SYSCALL_recvfrom:
		walk->flags = regs->r10;
		walk->direction = DIRECTION_INGRESS;
		return true;
	case SYSCALL_recvmsg:
		walk->flags = regs->dx;
		walk->direction = DIRECTION_INGRESS;
		return true;
	case SYSCALL_read:
	case SYSCALL_readv:
	case SYSCALL_preadv2:
		walk->direction = DIRECTION_INGRESS;
		return true;
	case SYSCALL_sendmmsg:
		walk->is_many = true;
		walk->messages = regs->si;
		walk->direction = DIRECTION_EGRESS;
		return true;
	case SYSCALL_write:
	case SYSCALL_writev:
	case SYSCALL_pwritev2:
	case SYSCALL_sendto:
	case SYSCALL_sendmsg:
	case SYSCALL_sendfile:
	case SYSCALL_splice:
		walk->direction = DIRECTION_EGRESS;
		return true;
	}
	return false;
}

static __always_inline bool find_socket(struct walk *walk, const struct task_struct *task, __u32 fd)
{
	const __u64 file = file_of(task, fd);
	__u64 inode;

	if (!file)
		return false;
	inode = KERNEL_READ(file, file, f_inode);
	if (((__u16)KERNEL_READ(inode, inode, i_mode) & FILE_TYPE) != FILE_SOCKET)
		return false;
	walk->sk = KERNEL_READ(KERNEL_READ(file, file, private_data), socket, sk);
	walk->inode = KERNEL_READ(inode, inode, i_ino);
	return walk->sk;
}

/* Who sent it, where the call asked for that. Of a message read_system_call knows it. */
static __always_inline void set_sender(struct call *call, struct task_struct *task)
{
	const struct pt_regs *regs = (void *)bpf_task_pt_regs(task);

	if (call->function != FUNCTION_RECVFROM)
		return;
	call->name = regs->r8;
	if (bpf_probe_read_user(&call->name_size, sizeof(call->name_size), (void *)regs->r9))
		call->name_size = 0;
}

/*
 * The messages of a call: one, but for sendmmsg and recvmmsg. What is known of the socket was read when all had moved, and
 * nothing of it is read where they are gone through: see UserReads.cs on what functions that programs share may read in
 * confidentiality lockdown.
 */
struct messages {
	struct transfer *transfer;
	struct connection *connection;
	struct walk *walk;
};

static __always_inline __s32 bytes_of_message(const struct walk *walk, __u32 index)
{
	__s32 result = 0;

	if (bpf_probe_read_user(&result, sizeof(result), (void *)(walk->messages + index * BATCH_STRIDE + BATCH_RESULT)))
		return 0;
	return result;
}

static long add_message(__u32 index, struct messages *messages)
{
	messages->walk->left += bytes_of_message(messages->walk, index);
	return 0;
}

static __always_inline void set_one_of_many(struct call *call, const struct walk *walk, __u32 index)
{
	const enum function function = walk->direction == DIRECTION_EGRESS ? FUNCTION_SENDMMSG : FUNCTION_RECVMMSG;

	__builtin_memset(call, 0, sizeof(*call));
	set_message(call, function, walk->messages + index * BATCH_STRIDE);
}

static long walk_message(__u32 index, struct messages *messages)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct connection *connection = messages->connection;
	struct transfer *transfer = messages->transfer;
	struct marks *marks = &transfer->facts.marks;
	struct walk *walk = messages->walk;
	const enum direction direction = walk->direction & 1;
	__s32 result = walk->left;

	if (walk->is_many) {
		result = bytes_of_message(walk, index);
		set_one_of_many(&transfer->call, walk, index);
		transfer->facts.ends = transfer->ends;
	}
	if (result <= 0)
		return 0;
	walk->left -= result;
	marks->positions[direction] = walk->position - walk->left;
	marks->sequences[direction] = walk->sequence - walk->left;
	if (connection)
		know(transfer, connection, connection->id, direction, result);
	carry(transfer, connection, task, walk->sk, walk->flags, direction, result);
	return 0;
}

/* `result`: bytes, or how many messages. */
static __always_inline void walk_messages(struct transfer *transfer, struct walk *walk, __s64 result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct messages messages = {
		.transfer = transfer,
		.connection = find_by_address(walk->sk, walk->inode),
		.walk = walk,
	};

	walk->position = transfer->facts.marks.positions[walk->direction & 1];
	walk->sequence = transfer->facts.marks.sequences[walk->direction & 1];
	walk->left = walk->is_many ? 0 : result;
	if (walk->is_many) {
		transfer->ends = transfer->facts.ends;
		if (result > BATCH_MOST)
			result = BATCH_MOST;
		bpf_loop(result, add_message, &messages, 0);
	} else {
		read_system_call(&transfer->call, task, walk->sk, result, transfer->facts.is_datagram);
		set_sender(&transfer->call, task);
	}
	/* One place, as the verifier goes through all that follows for each. */
	bpf_loop(walk->is_many ? result : 1, walk_message, &messages, 0);
}

SEC("tp_btf/sys_exit")
int walk__sys_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct pt_regs *regs = (void *)ctx[0];
	const __s64 result = ctx[1];
	struct walk walk = {}, *kept;
	struct transfer *transfer;
	__u8 transport;
	__s32 number;

	if (result <= 0)
		return 0;
	number = syscall_number(task, regs);
	if (!set_direction(&walk, regs, number) || !has_moved_bytes(result, walk.flags, walk.direction) ||
	    !find_socket(&walk, task, number == SYSCALL_splice ? regs->dx : regs->di))
		return 0;
	transport = transport_of((struct sock *)walk.sk);
	if (!transport || (transport == TRANSPORT_UNIX && !unix_sockets))
		return 0;
	transfer = begin_transfer();
	if (!transfer) {
		unseen(UNSEEN_BUSY, walk.direction, FUNCTION_UNKNOWN, walk.is_many ? 0 : result);
		return 0;
	}
	read_facts(&transfer->facts, (struct sock *)walk.sk, transport, KERNEL_READ(walk.sk, sock, __sk_common.skc_state));
	kept = bpf_map_lookup_elem(&walks_on, &(const __u32){ 0 });
	if (kept) {
		*kept = walk;
		walk_messages(transfer, kept, result);
	}
	end_transfer(transfer);
	return 0;
}

/* A socket that has a cookie when its first bytes move is known by it: see found.h. */
SEC("cgroup/sock_create")
OPTIONAL("datagram sockets that opened since take up what was known of others")
int walk__sock_create__cgroup(struct bpf_sock *ctx)
{
	bpf_get_socket_cookie(ctx);
	return 1;
}
