/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is done when a call has moved bytes: every variant's hooks end here. */
#pragma once

#include "sockets/beginnings.h"
#include "sockets/events.h"
#include "sockets/guess.h"
#include "sockets/peer.h"
#include "sockets/stats.h"
#include "sockets/tls_join.h"

enum {
	MSG_OOB = 0x1,
	MSG_PEEK = 0x2,
	MSG_TRUNC = 0x20,
	MSG_ERRQUEUE = 0x2000,
};

static __always_inline void describe(struct transfer *transfer, const struct connection *connection, const struct task_struct *task,
				     enum direction direction)
{
	const struct ends *ends = &transfer->facts.ends;
	struct conn_data *row = &transfer->row;

	row->time = bpf_ktime_get_boot_ns();
	row->conn_id = connection->id;
	row->pid = task->tgid;
	row->start_ticks = start_ticks(task->group_leader);
	row->cgroup_id = bpf_get_current_cgroup_id();
	read_comm(row->comm, task);
	__builtin_memcpy(row->local_addr, ends->local_addr, sizeof(row->local_addr));
	__builtin_memcpy(row->remote_addr, ends->remote_addr, sizeof(row->remote_addr));
	row->local_port = ends->local_port;
	row->remote_port = ends->remote_port;
	row->transport = ends->transport;
	row->trace_role = connection->role;
	row->direction = direction;
	row->protocol = connection->protocol;
	row->encrypted = transfer->facts.is_encrypted;
	row->function = transfer->call.function;
	row->datagram = transfer->facts.is_datagram;
}

/* Who moves the first bytes of what came in owns it: the listener's process may be another. */
static __always_inline void note_mover(struct connection *connection, const struct socket_facts *facts, enum direction direction)
{
	if (connection->has_moved)
		return;
	connection->has_moved = true;
	connection->first = facts->ends;
	if (connection->role == ROLE_SERVER || !connection->owner.pid)
		set_owner(connection);
	/* Who waits to be called does not speak first. */
	if (connection->role == ROLE_UNKNOWN && facts->ends.transport != TRANSPORT_TCP)
		connection->role = direction == DIRECTION_EGRESS ? ROLE_CLIENT : ROLE_SERVER;
	if (connection->is_new)
		tell_open(connection, &facts->ends);
}

/* Whether to go on; if not, it is counted. */
static __always_inline bool is_selected(struct connection *connection, const struct ends *ends, const struct task_struct *task, __u64 sk)
{
	const enum selection selection = selected(connection, ends, task, sk);

	if (selection == SELECTION_WANTED)
		return true;
	attempt(conn_data);
	if (selection == SELECTION_SELF)
		discard(conn_data, SELF);
	else
		discard(conn_data, FILTERED);
	return false;
}

static __always_inline void name_peer(struct transfer *transfer, const struct connection *connection, enum direction direction)
{
	if (direction == DIRECTION_INGRESS && !walks)
		take_peer(&transfer->facts.ends, connection->id);
	else if (transfer->call.name)
		read_name(&transfer->facts.ends, &transfer->call);
}

/* What the connection's protocol lets out of the kernel. */
static __always_inline void send_told(struct transfer *transfer, struct connection *connection, enum direction direction)
{
	if (connection->protocol == PROTOCOL_TLS)
		send_handshake(transfer, &connection->records[direction & 1]);
	else
		send_rest(transfer);
}

/* What of the bytes goes into rows, of those that a call has moved to or from `position`. */
static __always_inline void tell(struct transfer *transfer, struct connection *connection, const struct task_struct *task, enum direction direction,
				 __u64 position, __u32 bytes)
{
	/* Most of what moves is not told of where it is encrypted: nothing of a row is worked out for that. */
	if (stays_untold(transfer, connection, direction, bytes))
		return;
	describe(transfer, connection, task, direction);
	begin_gathering(transfer, position, bytes);
	if (is_guessed(transfer, connection, direction, bytes))
		send_told(transfer, connection, direction);
}

static __always_inline void move(struct transfer *transfer, struct connection *connection, struct task_struct *task, __u64 sk,
				 enum direction direction, __u32 bytes)
{
	struct claim *claim = &transfer->claim;
	bool is_wanted;

	if (transfer->facts.ends.transport == TRANSPORT_UDP)
		name_peer(transfer, connection, direction);
	claim_bytes(claim, connection, &transfer->facts, direction, bytes);
	is_wanted = is_selected(connection, &transfer->facts.ends, task, sk);
	if (is_wanted)
		note_mover(connection, &transfer->facts, direction);
	meet_tls(transfer, connection, task, direction, bytes, is_wanted);
	if (!is_wanted)
		return;
	/* The kernel has taken the encryption over: what was known is of the records. */
	if (transfer->facts.is_encrypted && connection->protocol == PROTOCOL_TLS)
		connection->protocol = PROTOCOL_UNKNOWN;
	if (claim->missed)
		unseen(UNSEEN_MISSED, direction, FUNCTION_UNKNOWN, claim->missed);
	if (claim->position == RACED)
		unseen(UNSEEN_RACED, direction, transfer->call.function, bytes - claim->again);
	else
		tell(transfer, connection, task, direction, claim->position, bytes);
	count_bytes(connection, &transfer->facts, direction, bytes + claim->missed - claim->again);
}

/* What is known of the connection, from the first look on. */
static __always_inline void know(struct transfer *transfer, struct connection *connection, __u64 id, enum direction direction, __u32 bytes)
{
	if (!connection->id)
		connection->id = id;
	if (!connection->streams[direction & 1].is_known)
		begin_connection(connection, id, &transfer->facts, direction, bytes);
}

/* `connection` may be NULL: there was no room for it. */
static __always_inline void carry(struct transfer *transfer, struct connection *connection, struct task_struct *task, __u64 sk, __u32 flags,
				  enum direction direction, __u32 bytes)
{
	if (!connection) {
		attempt(conn_data);
		lose(conn_data, MAP_FULL);
		return;
	}
	if (transfer->facts.ends.transport == TRANSPORT_TCP && direction == DIRECTION_INGRESS && (flags & MSG_TRUNC))
		set_none(&transfer->call, transfer->call.function, UNSEEN_CUT);
	move(transfer, connection, task, sk, direction, bytes);
}

/* Whether bytes came out of, or went into, a stream or datagram. What is out of band has a place in the stream and leaves it empty. */
static __always_inline bool has_moved_bytes(__s32 result, __u32 flags, enum direction direction)
{
	return result > 0 && !(flags & (MSG_PEEK | MSG_ERRQUEUE)) && !(direction == DIRECTION_INGRESS && (flags & MSG_OOB));
}

/* `message` is the kernel's description of it, where the hook has one: the address of a struct msghdr. */
static __always_inline int moved_by_message(struct sock *sk, __s32 result, __u32 flags, enum direction direction, __u64 message)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const __u8 transport = transport_of(sk);
	struct connection *connection;
	struct transfer *transfer;
	bool begins;

	if (!transport || (transport == TRANSPORT_UNIX && !unix_sockets))
		return 0;
	if (!has_moved_bytes(result, flags, direction)) {
		pass_call(task, (__u64)sk, result);
		return 0;
	}
	transfer = begin_transfer();
	if (!transfer) {
		unseen(UNSEEN_BUSY, direction, FUNCTION_UNKNOWN, result);
		return 0;
	}
	connection = find_connection(sk, true);
	begins = !connection || !connection->id || !connection->streams[direction & 1].is_known;
	read_facts_of_call(&transfer->facts, sk, transport, sk->__sk_common.skc_state, begins);
	read_call(&transfer->call, task, (__u64)sk, message, direction, result, transfer->facts.is_datagram);
	if (connection && begins)
		know(transfer, connection, bpf_get_socket_cookie(sk), direction, result);
	carry(transfer, connection, task, (__u64)sk, flags, direction, result);
	end_transfer(transfer);
	return 0;
}

static __always_inline int moved(struct sock *sk, __s32 result, __u32 flags, enum direction direction)
{
	return moved_by_message(sk, result, flags, direction, 0);
}
