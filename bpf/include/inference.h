/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which protocol a connection speaks, by the first bytes of a message. */
#pragma once

#include "inference/head.h"
#include "inference/said.h"

static __always_inline bool begins_with(const struct message_head *head, __u32 at, const char *text, __u32 size)
{
	for (__u32 i = 0; i < size; i++)
		if (head->bytes[at + i] != (__u8)text[i])
			return false;
	return true;
}

#define BEGINS(head, text) begins_with(head, 0, text, sizeof(text) - 1)

/* What said.h makes of it: NOTHING_SAID where nothing is known yet. */
static __always_inline __u32 infer(const struct message_head *head)
{
	if (head->is_dns_port && head->size >= 12)
		return head->bytes[2] & 0x80 ? said(DNS, RESPONSE) : said(DNS, REQUEST);
	if (head->is_datagram)
		return NOTHING_SAID;
	if (BEGINS(head, "HTTP/1."))
		return said(HTTP, RESPONSE);
	if (BEGINS(head, "GET ") || BEGINS(head, "HEAD ") || BEGINS(head, "POST ") || BEGINS(head, "PUT ") || BEGINS(head, "DELETE ") ||
	    BEGINS(head, "OPTIONS ") || BEGINS(head, "PATCH "))
		return said(HTTP, REQUEST);
	if (head->bytes[0] == '*' && head->bytes[1] >= '0' && head->bytes[1] <= '9')
		return said(REDIS, UNKNOWN);
	return NOTHING_SAID;
}
