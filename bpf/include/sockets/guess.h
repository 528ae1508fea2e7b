/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which protocol a connection speaks, and so whether its payload leaves the kernel. As long as nobody knows, each call's
 * first bytes are looked at, and the first ones since the direction changed, which may have come in small pieces: these are
 * kept, and sent once it is known.
 */
#pragma once

#include "inference.h"
#include "selection.h"
#include "sockets/payload.h"
#include "sockets/tls_records.h"

static __always_inline bool is_dns_port(__u16 port)
{
	return port == 53 || port == 5353;
}

/* The first bytes of the call. */
static __always_inline void take_head(struct transfer *transfer, __u32 bytes)
{
	const struct ends *ends = &transfer->facts.ends;
	struct message_head *head = &transfer->head;

	__builtin_memset(transfer->payload, 0, HEAD_BYTES);
	if (transfer->call.is_seen)
		gather(transfer, HEAD_BYTES);
	__builtin_memcpy(head->bytes, transfer->payload, HEAD_BYTES);
	head->seen = transfer->cursor.gathered;
	head->size = bytes;
	head->is_datagram = transfer->facts.is_datagram;
	head->is_dns_port = is_dns_port(ends->local_port) || is_dns_port(ends->remote_port);
}

static __always_inline void drop_kept(struct connection *connection, enum direction direction, enum unseen_reason reason)
{
	struct kept *kept = &connection->kept[direction & 1];

	if (!is_wanted_protocol(PROTOCOL_UNKNOWN))
		unseen(reason, direction, FUNCTION_UNKNOWN, kept->count);
	kept->count = 0;
	kept->size = 0;
}

/* Keeps what there is still room for, and makes the head that of all that is kept. Returns how many bytes of the call. */
static __always_inline __u32 keep(struct message_head *head, struct connection *connection, enum direction direction, __u64 position)
{
	struct kept *kept = &connection->kept[direction & 1];
	__u32 at, count;

	if (connection->last_direction != direction || kept->position + kept->size != position) {
		drop_kept(connection, direction, UNSEEN_UNKNOWN_PROTOCOL);
		kept->position = position;
		connection->last_direction = direction;
	}
	at = kept->count;
	if (at > HEAD_BYTES)
		return 0;
	__builtin_memcpy(kept->bytes + at, head->bytes, HEAD_BYTES);
	__builtin_memcpy(head->bytes, kept->bytes, HEAD_BYTES);
	count = at + head->seen;
	if (count > HEAD_BYTES)
		count = HEAD_BYTES;
	kept->count = count;
	kept->size += head->size;
	head->seen = count;
	head->size = kept->size;
	return count - at;
}

/* Sends what was kept of a direction, but for the last bytes, which are still to come. */
static __always_inline void send_kept(struct transfer *transfer, struct connection *connection, enum direction direction, __u32 but)
{
	struct kept *kept = &connection->kept[direction & 1];
	const __u8 current = transfer->row.direction, function = transfer->row.function;

	if (kept->count > but) {
		__builtin_memcpy(transfer->payload, kept->bytes, HEAD_BYTES);
		transfer->cursor.gathered = kept->count - but;
		transfer->cursor.position = kept->position;
		transfer->row.direction = direction;
		transfer->row.function = FUNCTION_UNKNOWN;
		send_piece(transfer, transfer->cursor.gathered);
		transfer->row.direction = current;
		transfer->row.function = function;
	}
	kept->count = 0;
	kept->size = 0;
}

static __always_inline void learn(struct connection *connection, __u32 what, enum direction direction)
{
	const enum message message = said_message(what);

	connection->protocol = said_protocol(what);
	if (connection->role == ROLE_UNKNOWN && message != MESSAGE_UNKNOWN)
		connection->role = (message == MESSAGE_REQUEST) == (direction == DIRECTION_EGRESS) ? ROLE_CLIENT : ROLE_SERVER;
}

/* For a connection of which nothing is known yet: true if its payload is to be sent, from the call's first byte on. */
static __always_inline bool guess(struct transfer *transfer, struct connection *connection, enum direction direction, __u32 bytes)
{
	const bool keeps = transfer->facts.ends.transport == TRANSPORT_TCP && transfer->call.is_seen;
	const __u64 position = transfer->cursor.position;
	__u32 what, before = 0, taken = 0;

	take_head(transfer, bytes);
	what = infer(&transfer->head);
	if (keeps)
		taken = keep(&transfer->head, connection, direction, position);
	/* Some read the first bytes of a message by themselves: with those before them the head is another one. */
	if (what == NOTHING_SAID && keeps)
		before = transfer->head.seen - taken;
	/* What no protocol is known of has been sent as it came. */
	if (is_wanted_protocol(PROTOCOL_UNKNOWN))
		taken = 0;
	if (what == NOTHING_SAID && before)
		what = infer(&transfer->head);
	if (what != NOTHING_SAID)
		learn(connection, what, direction);
	transfer->row.protocol = connection->protocol;
	transfer->row.trace_role = connection->role;
	if (!is_wanted_protocol(connection->protocol) && !(what == NOTHING_SAID && is_proxy_header(&transfer->head))) {
		const enum unseen_reason reason = connection->protocol == PROTOCOL_UNKNOWN ? UNSEEN_UNKNOWN_PROTOCOL : UNSEEN_NOT_SELECTED;

		unseen(reason, direction, transfer->call.function, bytes - taken);
		if (reason == UNSEEN_NOT_SELECTED) {
			drop_kept(connection, direction, reason);
			drop_kept(connection, !direction, reason);
		}
		return false;
	}
	if (!is_wanted_protocol(PROTOCOL_UNKNOWN)) {
		send_kept(transfer, connection, direction, taken);
		send_kept(transfer, connection, !direction, 0);
	}
	/* The first header came in pieces. */
	if (connection->protocol == PROTOCOL_TLS && before)
		begin_records(&connection->records[direction & 1], &transfer->head, position, before);
	begin_gathering(transfer, position, bytes);
	return true;
}

/* Whether it is known already that none of the bytes leave the kernel; then they are counted. */
static __always_inline bool stays_untold(struct transfer *transfer, const struct connection *connection, enum direction direction, __u32 bytes)
{
	const enum protocol protocol = connection->protocol;
	enum unseen_reason reason;

	if (protocol == PROTOCOL_UNKNOWN)
		return false;
	if (!is_wanted_protocol(protocol))
		reason = UNSEEN_NOT_SELECTED;
	else if (protocol == PROTOCOL_TLS && connection->records[direction & 1].is_over)
		reason = UNSEEN_ENCRYPTED;
	else
		return false;
	unseen(reason, direction, transfer->call.function, bytes);
	return true;
}

/* For what does not stay untold. */
static __always_inline bool is_guessed(struct transfer *transfer, struct connection *connection, enum direction direction, __u32 bytes)
{
	return connection->protocol != PROTOCOL_UNKNOWN || guess(transfer, connection, direction, bytes);
}
