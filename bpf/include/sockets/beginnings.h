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

/* One of that `id` that was not seen to open; `but` bytes in `direction` are no part of what went before. */
static __always_inline void begin_connection(struct connection *connection, __u64 id, const struct socket_facts *facts,
					     enum direction direction, __u32 but)
{
	if (!connection->is_begun) {
		/* A socket that TCP counts for is known since it opened; one of several paths is not TCP's own. */
		connection->is_new = older_are_known && !facts->marks.is_counted;
		connection->role = role_of(&facts->marks);
		connection->id = id;
		connection->is_begun = true;
	}
	begin_streams(connection, facts, direction, but);
}
