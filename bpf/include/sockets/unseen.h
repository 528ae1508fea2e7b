/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Bytes that moved and are in no row: counted by why, which way and how. */
#pragma once

#include "inference/head.h"
#include "sockets/tables.h"

VERIFIED_ONCE int unseen(enum unseen_reason reason, enum direction direction, enum function function, __u64 bytes)
{
	const struct conn_unseen_key key = { .reason = reason, .direction = direction, .function = function };
	struct conn_unseen *figures;

	if (!bytes)
		return 0;
	attempt(conn_unseen);
	figures = entry(conn_unseen, &key);
	if (!figures)
		return 0;
	add(figures, bytes, bytes);
	add(figures, calls, 1);
	aggregated(conn_unseen);
	return 0;
}
