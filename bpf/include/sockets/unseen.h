/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Bytes that moved and are in no row: counted by why, which way and how. */
#pragma once

#include "sockets/tables.h"

static __always_inline void unseen(enum unseen_reason reason, enum direction direction, enum function function, __u64 bytes)
{
	const struct conn_unseen_key key = { .reason = reason, .direction = direction, .function = function };
	struct conn_unseen *figures;

	if (!bytes)
		return;
	attempt(conn_unseen);
	figures = entry(conn_unseen, &key);
	if (!figures)
		return;
	add(figures, bytes, bytes);
	add(figures, calls, 1);
	aggregated(conn_unseen);
}
