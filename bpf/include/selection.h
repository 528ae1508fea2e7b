/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which connections, and which protocols on them, are told of. */
#pragma once

#include "sockets/connection.h"

OPTION(__u8, unix_sockets, 0, "type=bool", "help=also Unix sockets");

enum selection {
	SELECTION_UNDECIDED,
	SELECTION_WANTED,
	SELECTION_FILTERED,
	SELECTION_SELF,
};

/* Whether a connection is told of, asked once a call by the process that makes it, until the answer is kept in the connection. */
static __always_inline enum selection selected(const struct connection *connection, const struct ends *ends, const struct task_struct *task)
{
	return pipeline_host_pid && task->tgid == pipeline_host_pid ? SELECTION_SELF : SELECTION_WANTED;
}

/* Whether the payload of a connection leaves the kernel that speaks this, as far as is known. */
static __always_inline bool is_wanted_protocol(enum protocol protocol)
{
	return protocol != PROTOCOL_UNKNOWN && protocol != PROTOCOL_TLS;
}
