/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Redis (its protocol specification, RESP2 and RESP3) and NATS (its client protocol). */
#pragma once

#include "head.h"
#include "said.h"

/* Behind a type and a number that ends in CR LF; 0 if that is not there. */
VERIFIED_ONCE __u32 redis_number_end(const struct message_head *head)
{
	if (!head)
		return 0;
	for (__u32 i = 1; i < 12; i++) {
		if (head->bytes[i] == '\r')
			return i > 1 && is_digit(head->bytes[i - 1]) && head->bytes[i + 1] == '\n' ? i + 2 : 0;
		if (!is_digit(head->bytes[i]) && !(i == 1 && head->bytes[i] == '-'))
			return 0;
	}
	return 0;
}

/* What begins a value of RESP. */
static __always_inline bool is_redis_type(__u8 byte)
{
	return byte == '$' || byte == '*' || byte == ':' || byte == '+' || byte == '-' || byte == '_' || byte == '#' || byte == ',' || byte == '%' ||
	       byte == '~' || byte == '>' || byte == '(' || byte == '=' || byte == '!' || byte == '|';
}

/* `at` is behind the first line, which is shorter than 16 bytes: nothing follows it, or a value. */
VERIFIED_ONCE bool is_followed_by_redis(const struct message_head *head, __u32 at)
{
	return head && (head->size == at || is_redis_type(head->bytes[at & 15]));
}

RULE(infer_redis)
{
	const __u8 type = head->bytes[0];
	__u32 end;

	if (type == '+') {
		end = has(head, 1, "OK\r\n") ? 5 : has(head, 1, "PONG\r\n") ? 7 : has(head, 1, "QUEUED\r\n") ? 9 : 0;
		return end && is_followed_by_redis(head, end) ? said(REDIS, RESPONSE) : NOTHING_SAID;
	}
	if (type == '_')
		return head->size == 3 && has(head, 1, "\r\n") ? said(REDIS, RESPONSE) : NOTHING_SAID;
	if (type != '*' && type != '$' && type != ':' && type != '%' && type != '~' && type != '>' && type != '|')
		return NOTHING_SAID;
	end = redis_number_end(head);
	if (!end)
		return NOTHING_SAID;
	if (type == '$')
		return said(REDIS, UNKNOWN);
	/* An array is whole without elements only if it has none. */
	if (type != ':' && head->size == end && head->bytes[1] != '0' && head->bytes[1] != '-')
		return NOTHING_SAID;
	if (!is_followed_by_redis(head, end))
		return NOTHING_SAID;
	return type == '*' ? said(REDIS, UNKNOWN) : said(REDIS, RESPONSE);
}

/* A line of words, the second of which is at `at` and the last a number or a name, or as much of it as is looked at. */
VERIFIED_ONCE bool has_words(const struct message_head *head, __u32 at)
{
	if (!head || !is_visible(head->bytes[at & 15]))
		return false;
	for (__u32 i = 4; i < HEAD_BYTES - 1; i++) {
		const __u8 byte = head->bytes[i];

		if (byte == '\r')
			return i > at && (is_digit(head->bytes[i - 1]) || is_letter(head->bytes[i - 1])) && head->bytes[i + 1] == '\n';
		if (!is_visible(byte) && byte != ' ')
			return false;
	}
	return head->seen == HEAD_BYTES;
}

RULE(infer_nats)
{
	if (has(head, 0, "INFO {\""))
		return said(NATS, RESPONSE);
	if (has(head, 0, "CONNECT {\""))
		return said(NATS, REQUEST);
	if ((has(head, 0, "PUB ") || has(head, 0, "SUB ")) && has_words(head, 4))
		return said(NATS, REQUEST);
	if ((has(head, 0, "HPUB ") && has_words(head, 5)) || (has(head, 0, "UNSUB ") && has_words(head, 6)))
		return said(NATS, REQUEST);
	if ((has(head, 0, "MSG ") && has_words(head, 4)) || (has(head, 0, "HMSG ") && has_words(head, 5)) || has(head, 0, "-ERR '"))
		return said(NATS, RESPONSE);
	/* PING alone is Redis's, too. */
	return head->size == 6 && has(head, 0, "PONG\r\n") ? said(NATS, UNKNOWN) : NOTHING_SAID;
}
