/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Kafka, AMQP (0-9-1) and Mux (of Finagle), each by its own specification. */
#pragma once

#include "head.h"
#include "said.h"

/* ---- Kafka: length, API, version, number, name of the client ------------------------------------ */

#define KAFKA_LAST_API 92
#define KAFKA_LAST_VERSION 20
#define KAFKA_MOST_LENGTH (100 << 20)
#define KAFKA_NO_NAME 0xffff

/* A response is a length and a number: only its request tells its protocol. It may look like a request to produce, of api 0. */
RULE(infer_kafka)
{
	const __u32 length = be32(head, 0), api = be16(head, 4), version = be16(head, 6), name = be16(head, 12);

	if (head->seen < 14 || length < 10 || length > KAFKA_MOST_LENGTH || api > KAFKA_LAST_API || version > KAFKA_LAST_VERSION ||
	    head->bytes[8] & 0x80)
		return NOTHING_SAID;
	/* A length and zeros are other things more often. */
	if (!name)
		return api && be32(head, 8) && length + 4 <= head->size ? said(KAFKA, REQUEST) : NOTHING_SAID;
	if (name != KAFKA_NO_NAME && (name > 255 || name + 10 > length || !has_text(head, 14, 14 + name)))
		return NOTHING_SAID;
	return api ? said(KAFKA, REQUEST) : said(KAFKA, UNKNOWN);
}

/* ---- AMQP: type, channel, length, and of a method class and number ------------------------------ */

#define AMQP_METHOD 1
#define AMQP_END 0xce
#define AMQP_MOST_METHOD 120

enum amqp_class {
	AMQP_CONNECTION = 10,
	AMQP_CHANNEL = 20,
	AMQP_EXCHANGE = 40,
	AMQP_QUEUE = 50,
	AMQP_BASIC = 60,
	AMQP_CONFIRM = 85,
	AMQP_TRANSACTION = 90,
};

/* What only a client asks, or only a server. Most methods of a connection and of basic come from one side alone. */
static __always_inline __u32 said_by_amqp_method(__u32 class, __u32 method)
{
	if (class == AMQP_CONNECTION && (method == 10 || method == 20 || method == 30 || method == 41))
		return said(AMQP, RESPONSE);
	if (class == AMQP_CONNECTION && (method == 11 || method == 21 || method == 31 || method == 40))
		return said(AMQP, REQUEST);
	if (class == AMQP_BASIC && (method == 20 || method == 40 || method == 70))
		return said(AMQP, REQUEST);
	if (class == AMQP_BASIC && (method == 21 || method == 50 || method == 60 || method == 71))
		return said(AMQP, RESPONSE);
	return said(AMQP, UNKNOWN);
}

RULE(infer_amqp)
{
	const __u8 *bytes = head->bytes;
	const __u32 length = be32(head, 3), class = be16(head, 7), method = be16(head, 9);

	if (has(head, 0, "AMQP"))
		return has(head, 4, "\0\0\11\1") ? said(AMQP, REQUEST) : NOTHING_SAID;
	/* A heartbeat. */
	if (has(head, 0, "\10\0\0\0\0\0\0\316"))
		return head->size == 8 ? said(AMQP, UNKNOWN) : NOTHING_SAID;
	if (head->seen < 12 || bytes[0] != AMQP_METHOD || length < 4 || length > 1 << 20 || method < 10 || method > AMQP_MOST_METHOD)
		return NOTHING_SAID;
	if (class == AMQP_CONNECTION && be16(head, 1))
		return NOTHING_SAID;
	return class == AMQP_CONNECTION || class == AMQP_CHANNEL || class == AMQP_EXCHANGE || class == AMQP_QUEUE || class == AMQP_BASIC ||
			       class == AMQP_CONFIRM || class == AMQP_TRANSACTION
		       ? said_by_amqp_method(class, method)
		       : NOTHING_SAID;
}

/* ---- Mux: length, type, tag --------------------------------------------------------------------- */

enum mux_type {
	MUX_DISPATCH = 2,
	MUX_PING = 65,
	MUX_INIT = 68,
	MUX_INITIATED = 0x100 - MUX_INIT,
	MUX_PINGED = 0x100 - MUX_PING,
	MUX_DISPATCHED = 0x100 - MUX_DISPATCH,
	MUX_ERROR = 0x80,
	MUX_OLD_ERROR = 0x7f,
};

/* From `at` on, the length of a key and the key. */
static __always_inline bool has_mux_key(const struct message_head *head, __u32 length)
{
	return length && length < 256 && has_text(head, 14, 14 + length);
}

RULE(infer_mux)
{
	const __u8 *bytes = head->bytes;
	const __u32 length = be32(head, 0), tag = be32(head, 4) & 0xffffff;
	const bool is_whole = length + 4 == head->size;

	if (head->seen < 8 || length < 4 || length > 1 << 24 || !tag || tag >> 23)
		return NOTHING_SAID;
	switch (bytes[4]) {
	case MUX_PING:
		return is_whole && length == 4 ? said(MUX, REQUEST) : NOTHING_SAID;
	case MUX_PINGED:
		return is_whole && length == 4 ? said(MUX, RESPONSE) : NOTHING_SAID;
	case MUX_INIT:
		return head->seen >= 18 && be16(head, 8) == 1 && has_mux_key(head, be32(head, 10)) ? said(MUX, REQUEST) : NOTHING_SAID;
	case MUX_INITIATED:
		return head->seen >= 10 && be16(head, 8) == 1 && (is_whole || has_mux_key(head, be32(head, 10))) ? said(MUX, RESPONSE) : NOTHING_SAID;
	/* Whether a server knows how to begin is found out with an error that it sends back as it is. */
	case MUX_ERROR:
	case MUX_OLD_ERROR:
		return has(head, 8, "tinit check") ? said(MUX, UNKNOWN) : NOTHING_SAID;
	case MUX_DISPATCH:
		return be16(head, 8) && be16(head, 8) < 64 && has(head, 12, "com.") && be16(head, 10) < 256 ? said(MUX, REQUEST) : NOTHING_SAID;
	case MUX_DISPATCHED:
		return is_whole && length >= 7 && bytes[8] <= 2 && be16(head, 9) < 64 ? said(MUX, RESPONSE) : NOTHING_SAID;
	}
	return NOTHING_SAID;
}
