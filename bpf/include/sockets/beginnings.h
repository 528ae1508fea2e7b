/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The storage of a connection when it is first heard of, and who owns it. */
#pragma once

#include "sockets/positions.h"

/* Sockets from before the programs were attached were all looked at, so that one that is not known yet is new. */
__u32 older_are_known = 0;

static __always_inline enum trace_role role_of(const struct marks *marks)
{
	return !marks->is_sure ? ROLE_UNKNOWN : marks->is_active ? ROLE_CLIENT : ROLE_SERVER;
}

/* One that was not seen to open. `moved` bytes in `direction` are no part of what went before. */
static __always_inline void begin_connection(struct connection *connection, struct sock *sk, const struct socket_facts *facts)
{
	const bool is_new = older_are_known && !facts->marks.is_counted && facts->ends.transport != TRANSPORT_TCP;

	connection->role = role_of(&facts->marks);
	for (int i = 0; i < 2; i++)
		connection->streams[i].position = is_new ? 0 : UNKNOWN_START;
	begin_streams(connection, facts);
	connection->id = bpf_get_socket_cookie(sk);
}

/* Before the first bytes: the stream stood behind them when it was read. */
static __always_inline void step_back(struct connection *connection, const struct socket_facts *facts, enum direction direction, __u32 bytes)
{
	struct stream *stream = &connection->streams[direction & 1];

	if (!facts->marks.is_counted)
		return;
	stream->position -= bytes;
	stream->sequence -= bytes;
}

static __always_inline bool has_owner(const struct connection *connection)
{
	return connection->owner.pid;
}
