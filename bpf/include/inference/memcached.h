/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* memcached: text, meta and binary, as its own documents describe them. */
#pragma once

#include "head.h"
#include "said.h"

#define MEMCACHED_MOST_KEY 250
#define MEMCACHED_MOST_LENGTH (1 << 30)
#define MEMCACHED_LAST_OPCODE 0x24

/* From `at` on a key, and behind it a number if one is wanted, or else the end of the line, or more keys. */
VERIFIED_ONCE bool has_memcached_key(const struct message_head *head, __u32 at, bool wants_number)
{
	bool has_space = false;

	if (!head)
		return false;
	for (__u32 i = 3; i < HEAD_BYTES; i++) {
		const __u8 byte = head->bytes[i];

		if (i < at)
			continue;
		if (byte == '\r')
			return i > at && !wants_number && head->bytes[i + 1] == '\n';
		if (byte == ' ') {
			if (i == at)
				return false;
			if (wants_number)
				return is_digit(head->bytes[i + 1]) || head->bytes[i + 1] == '-' || i + 1 == HEAD_BYTES;
			has_space = true;
		} else if (!is_visible(byte)) {
			return false;
		}
	}
	return head->seen == HEAD_BYTES && !has_space;
}

static __always_inline __u32 infer_memcached_binary(const struct message_head *head)
{
	const __u8 *bytes = head->bytes;
	const __u32 key = be16(head, 2), extras = bytes[4], status = be16(head, 6), length = be32(head, 8);

	if (head->seen < HEAD_BYTES || bytes[1] > MEMCACHED_LAST_OPCODE || key > MEMCACHED_MOST_KEY || extras > 20 || bytes[5] || length > MEMCACHED_MOST_LENGTH ||
	    key + extras > length)
		return NOTHING_SAID;
	if (bytes[0] == 0x80)
		return !status && (length || bytes[1] == 7 || bytes[1] == 8 || bytes[1] == 10 || bytes[1] == 11 || bytes[1] == 16 || bytes[1] == 32) ? said(MEMCACHED, REQUEST)
																	       : NOTHING_SAID;
	return status < 0x100 && (length + HEAD_BYTES == head->size || extras == 4) ? said(MEMCACHED, RESPONSE) : NOTHING_SAID;
}

static __always_inline bool is_memcached_command(const struct message_head *head)
{
	if (has(head, 0, "set ") || has(head, 0, "add ") || has(head, 0, "cas "))
		return has_memcached_key(head, 4, true);
	if (has(head, 0, "get ") || has(head, 0, "gat "))
		return has_memcached_key(head, 4, false);
	if (has(head, 0, "gets ") || has(head, 0, "gats "))
		return has_memcached_key(head, 5, false);
	if (has(head, 0, "incr ") || has(head, 0, "decr "))
		return has_memcached_key(head, 5, true);
	if (has(head, 0, "touch "))
		return has_memcached_key(head, 6, true);
	if (has(head, 0, "append ") || has(head, 0, "delete "))
		return has_memcached_key(head, 7, head->bytes[0] == 'a');
	if (has(head, 0, "replace ") || has(head, 0, "prepend "))
		return has_memcached_key(head, 8, true);
	if (has(head, 0, "mg ") || has(head, 0, "md ") || has(head, 0, "ma ") || has(head, 0, "me "))
		return has_memcached_key(head, 3, false);
	if (has(head, 0, "ms "))
		return has_memcached_key(head, 3, true);
	return (head->size == 4 && has(head, 0, "mn\r\n")) || has(head, 0, "flush_all") || (head->size == 7 && has(head, 0, "stats\r\n"));
}

static __always_inline bool is_memcached_answer(const struct message_head *head)
{
	if (has(head, 0, "VALUE "))
		return has_memcached_key(head, 6, true);
	if (has(head, 0, "STORED\r\n") || has(head, 0, "NOT_STORED\r\n"))
		return true;
	if (head->size == 5)
		return has(head, 0, "END\r\n");
	if (head->size == 4)
		return has(head, 0, "HD\r\n") || has(head, 0, "EN\r\n") || has(head, 0, "MN\r\n");
	if (has(head, 0, "VA "))
		return is_digit(head->bytes[3]);
	return (head->size == 9 && (has(head, 0, "DELETED\r\n") || has(head, 0, "TOUCHED\r\n"))) || (head->size == 11 && has(head, 0, "NOT_FOUND\r\n")) ||
	       (has(head, 0, "STAT ") && has_text(head, 5, HEAD_BYTES)) || (has(head, 0, "VERSION ") && is_digit(head->bytes[8]));
}

RULE(infer_memcached)
{
	if (head->bytes[0] == 0x80 || head->bytes[0] == 0x81)
		return infer_memcached_binary(head);
	if (is_memcached_command(head))
		return said(MEMCACHED, REQUEST);
	return is_memcached_answer(head) ? said(MEMCACHED, RESPONSE) : NOTHING_SAID;
}
