/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is done when a library's call has moved plain text. */
#pragma once

#include "sockets/moved.h"

static __always_inline bool is_selected_plain(const struct connection *plain)
{
	if (plain->selection == SELECTION_WANTED)
		return true;
	attempt(conn_data);
	if (plain->selection == SELECTION_SELF)
		discard(conn_data, SELF);
	else
		discard(conn_data, FILTERED);
	return false;
}

static __always_inline void set_plain_call(struct call *call, const struct tls_call *of, __u32 bytes)
{
	__builtin_memset(call, 0, sizeof(*call));
	/* GnuTLS sends what it has kept of an earlier call. */
	if (of->buffer && !of->is_raced)
		set_buffer(call, of->carrier, of->buffer, bytes);
	else
		set_none(call, of->carrier, of->is_raced ? UNSEEN_RACED : UNSEEN_FAULT);
}

static __always_inline void tell_plain(struct transfer *transfer, struct connection *plain, const struct tls_call *call, enum direction direction,
				       __u64 position, __u32 bytes)
{
	struct socket_facts *facts = &transfer->facts;

	facts->ends = plain->first;
	facts->is_datagram = false;
	facts->is_encrypted = true;
	facts->marks.is_counted = false;
	set_plain_call(&transfer->call, call, bytes);
	plain->has_moved = true;
	tell(transfer, plain, bpf_get_current_task_btf(), direction, position, bytes);
	count_bytes(plain, facts, direction, bytes);
}

static __always_inline void move_plain(struct tls_session *session, const struct tls_call *call, enum direction direction, __u32 bytes)
{
	struct connection *plain = plain_of_session(session);
	struct transfer *transfer;
	__u64 position;

	if (call->told >> direction & 1)
		return;
	if (!plain) {
		session->unjoined[direction & 1] += bytes;
		unseen(session->is_ambiguous ? UNSEEN_AMBIGUOUS : UNSEEN_UNJOINED, direction, call->carrier, bytes);
		return;
	}
	position = claim_plain(plain, direction, session->unjoined[direction & 1], bytes);
	if (!is_selected_plain(plain))
		return;
	transfer = begin_plain_transfer();
	if (!transfer) {
		unseen(UNSEEN_BUSY, direction, call->carrier, bytes);
		return;
	}
	tell_plain(transfer, plain, call, direction, position, bytes);
	end_transfer(transfer);
}

/* The last of a connection, when its socket closes. */
static __always_inline void close_plain(struct connection *connection, const struct ends *ends, enum close_reason reason, __s32 error)
{
	struct connection *plain = connection->has_plain ? find_plain(connection->id) : NULL;

	if (!plain)
		return;
	connection->has_plain = false;
	if (plain->selection == SELECTION_WANTED && plain->has_moved) {
		for (int i = 0; i < 2; i++) {
			drop_kept(plain, i, UNSEEN_UNKNOWN_PROTOCOL);
			claim_plain(plain, i, 0, 0);
		}
		count_connection(plain, ends, true, COUNTED_CLOSE);
		tell_event(plain, ends, EVENT_CLOSE, reason, error, true);
	}
	bpf_map_delete_elem(&plains, &connection->id);
}
