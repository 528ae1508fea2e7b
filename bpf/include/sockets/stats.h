/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Connections and bytes in figures. A connection is counted from its first bytes on, under what it was then, for as long as it lives. */
#pragma once

#include "sockets/connection.h"

static __always_inline struct conn_stats *stats_of(const struct connection *connection, const struct ends *ends, bool is_encrypted)
{
	struct conn_stats_key key = {
		.pid = connection->owner.pid,
		.start_ticks = connection->owner.start_ticks,
		.trace_role = connection->role,
		.transport = ends->transport,
		.protocol = connection->counted_protocol,
		.encrypted = is_encrypted,
		.remote_port = connection->role == ROLE_SERVER ? 0 : ends->remote_port,
	};

	__builtin_memcpy(key.remote_addr, ends->remote_addr, sizeof(key.remote_addr));
	return entry(conn_stats, &key);
}

static __always_inline void count_bytes(struct connection *connection, const struct socket_facts *facts, enum direction direction, __u32 bytes)
{
	const bool is_first = !connection->is_counted;
	struct conn_stats *figures;

	if (is_first) {
		connection->counted_protocol = connection->protocol;
		connection->is_counted = true;
	}
	attempt(conn_stats);
	figures = stats_of(connection, &facts->ends, facts->is_encrypted);
	if (!figures)
		return;
	if (is_first) {
		add(figures, conn_open, 1);
		if (facts->ends.transport == TRANSPORT_TCP)
			add(figures, conn_active, 1);
	}
	if (direction == DIRECTION_EGRESS)
		add(figures, bytes_sent, bytes);
	else
		add(figures, bytes_recv, bytes);
	aggregated(conn_stats);
}

static __always_inline void count_close(const struct connection *connection, const struct socket_facts *facts)
{
	struct conn_stats *figures;

	if (!connection->is_counted)
		return;
	attempt(conn_stats);
	figures = stats_of(connection, &facts->ends, facts->is_encrypted);
	if (!figures)
		return;
	add(figures, conn_close, 1);
	add(figures, conn_active, -1);
	aggregated(conn_stats);
}
