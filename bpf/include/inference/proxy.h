/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a proxy may put in front of a connection, by HAProxy's specification: what the connection is about comes behind it. */
#pragma once

#include "head.h"

static __always_inline bool is_proxy_header(const struct message_head *head)
{
	return has(head, 0, "PROXY TCP") || has(head, 0, "PROXY UNKNOWN") || has(head, 0, "\r\n\r\n\0\r\nQUIT\n");
}
