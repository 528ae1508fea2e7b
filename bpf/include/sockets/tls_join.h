/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Where the socket and the library meet: records move while a thread is in a call of the library's, or that one has written them. */
#pragma once

#include "selection.h"
#include "sockets/tls_flights.h"
#include "sockets/tls_goroutines.h"

/* So far into a connection that was seen to begin it may turn to TLS although it began as something else: STARTTLS. */
#define TURNS_BEFORE (64 << 10)

/* The call, of which nothing is gathered yet, moves the beginning of a record. */
static __always_inline bool moves_record(struct transfer *transfer, __u64 position, __u32 bytes)
{
	if (!transfer->call.is_seen || bytes < TLS_HEADER)
		return false;
	begin_gathering(transfer, position, bytes);
	gather(transfer, FLIGHT_BYTES);
	return transfer->cursor.gathered >= TLS_HEADER && is_record(transfer->payload);
}

/* Whether it is TLS that is spoken, from here on if not before. */
static __always_inline bool speaks_tls(struct transfer *transfer, struct connection *connection, __u32 bytes)
{
	if (connection->protocol == PROTOCOL_TLS)
		return true;
	if (connection->is_new && connection->streams[0].position > TURNS_BEFORE)
		return false;
	return moves_record(transfer, transfer->claim.position, bytes);
}

/* Nothing but what moves just now has moved yet. */
static __always_inline bool is_first(const struct connection *connection, const struct claim *claim, enum direction direction)
{
	return connection->is_new && !claim->position && !connection->streams[!direction].position;
}

static __always_inline void meet_call(struct transfer *transfer, struct connection *connection, struct tls_call *call, enum direction direction,
				      __u32 bytes, __u8 selection)
{
	if (transfer->facts.is_encrypted) {
		call->told |= 1 << direction;
		return;
	}
	if (!speaks_tls(transfer, connection, bytes))
		return;
	connection->protocol = PROTOCOL_TLS;
	if (!connection->has_plain)
		make_plain(connection, &transfer->facts.ends, selection, is_first(connection, &transfer->claim, direction));
	call->is_mixed |= call->conn_id && call->conn_id != connection->id;
	call->conn_id = connection->id;
	call->carrier = transfer->call.function;
}

static __always_inline void meet_flight(struct transfer *transfer, struct connection *connection, struct task_struct *task, __u32 bytes,
					__u8 selection)
{
	struct tls_session *session;
	__u64 by;

	if (!speaks_tls(transfer, connection, bytes))
		return;
	begin_gathering(transfer, transfer->claim.position, bytes);
	by = session_of_flight(transfer, task->tgid);
	if (!by)
		return;
	session = tls_session_of(task->tgid, by);
	if (!session)
		return;
	connection->protocol = PROTOCOL_TLS;
	/* Who answers has read a hello, and no more. */
	make_plain(connection, &transfer->facts.ends, selection, connection->is_new && !transfer->claim.position);
	join_tls_session(session, connection->id);
}

/* A call has moved bytes of the connection, whose position is claimed. */
static __always_inline void meet_tls(struct transfer *transfer, struct connection *connection, struct task_struct *task, enum direction direction,
				     __u32 bytes, bool is_wanted)
{
	const __u8 selection = is_wanted ? SELECTION_WANTED : connection->selection == SELECTION_SELF ? SELECTION_SELF : SELECTION_FILTERED;
	struct tls_call *call;

	if (!tls || transfer->facts.ends.transport != TRANSPORT_TCP)
		return;
	call = current_tls_call(task);
	if (call)
		meet_call(transfer, connection, call, direction, bytes, selection);
	else if (direction == DIRECTION_EGRESS && !connection->has_plain && !transfer->facts.is_encrypted && (is_wanted || is_observed(task)))
		meet_flight(transfer, connection, task, bytes, selection);
}
