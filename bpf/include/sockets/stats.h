/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Connections and bytes in figures. A connection is counted once its first bytes have told what it speaks, or enough have
 * not, and from then on under what it was taken for.
 */
#pragma once

#include "sockets/connection.h"

/* So many bytes may come before a connection without a protocol is counted as one. */
#define UNCOUNTED_MOST 1024

static __always_inline struct conn_stats *stats_of(const struct connection *connection, const struct ends *ends)
{
	struct conn_stats_key key = {
		.pid = connection->owner.pid,
		.start_ticks = connection->owner.start_ticks,
		.trace_role = connection->role,
		.transport = ends->transport,
		.protocol = connection->counted_protocol,
		.encrypted = connection->is_counted_encrypted,
		.remote_port = connection->role == ROLE_SERVER ? 0 : ends->remote_port,
	};

	__builtin_memcpy(key.remote_addr, ends->remote_addr, sizeof(key.remote_addr));
	return entry(conn_stats, &key);
}

static __always_inline bool waits_for_protocol(const struct connection *connection, const struct socket_facts *facts)
{
	return connection->protocol == PROTOCOL_UNKNOWN && facts->ends.transport == TRANSPORT_TCP &&
	       connection->uncounted[0] + connection->uncounted[1] < UNCOUNTED_MOST;
}

enum counted { COUNTED_BYTES, COUNTED_CLOSE };

/* Brings the figures up to date under these ends. */
static __always_inline void count_connection(struct connection *connection, const struct ends *ends, bool is_encrypted, enum counted what)
{
	const bool is_first = !connection->is_counted, closes = what == COUNTED_CLOSE && !connection->is_closed;
	struct conn_stats *figures;

	if (is_first) {
		connection->counted_protocol = connection->protocol;
		connection->is_counted_encrypted = is_encrypted;
		connection->is_counted = true;
	}
	connection->is_closed |= closes;
	attempt(conn_stats);
	figures = stats_of(connection, ends);
	if (!figures)
		return;
	if (is_first)
		add(figures, conn_open, 1);
	if (closes)
		add(figures, conn_close, 1);
	if (is_first != closes)
		add(figures, conn_active, closes ? -1 : 1);
	if (connection->uncounted[DIRECTION_EGRESS])
		add(figures, bytes_sent, __sync_lock_test_and_set(&connection->uncounted[DIRECTION_EGRESS], 0));
	if (connection->uncounted[DIRECTION_INGRESS])
		add(figures, bytes_recv, __sync_lock_test_and_set(&connection->uncounted[DIRECTION_INGRESS], 0));
	aggregated(conn_stats);
}

static __always_inline void count_bytes(struct connection *connection, const struct socket_facts *facts, enum direction direction, __u32 bytes)
{
	__sync_fetch_and_add(&connection->uncounted[direction & 1], bytes);
	if (connection->is_counted || !waits_for_protocol(connection, facts))
		count_connection(connection, &facts->ends, facts->is_encrypted, COUNTED_BYTES);
}
