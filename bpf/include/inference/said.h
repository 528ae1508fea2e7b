/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a message says of its connection: the protocol, and which side sends such messages. */
#pragma once

#include "head.h"

/* The numbers are Stirling's, which has none for the last two. */
enum protocol {
	PROTOCOL_UNKNOWN,
	PROTOCOL_HTTP,
	PROTOCOL_HTTP2,
	PROTOCOL_MYSQL,
	PROTOCOL_CQL,
	PROTOCOL_PGSQL,
	PROTOCOL_DNS,
	PROTOCOL_REDIS,
	PROTOCOL_NATS,
	PROTOCOL_MONGO,
	PROTOCOL_KAFKA,
	PROTOCOL_MUX,
	PROTOCOL_AMQP,
	PROTOCOL_TLS,
	PROTOCOL_MQTT,
	PROTOCOL_MEMCACHED,
};

/* A request comes from the client, a response from the server. */
enum message {
	MESSAGE_UNKNOWN,
	MESSAGE_REQUEST,
	MESSAGE_RESPONSE,
};

#define NOTHING_SAID 0
#define said(protocol, message) (PROTOCOL_##protocol | MESSAGE_##message << 8)
#define said_protocol(what) ((enum protocol)((what) & 0xff))
#define said_message(what) ((enum message)((what) >> 8))

/* `RULE(infer_x) { ... }`: what a protocol makes of `head`. */
#define RULE(name)                                                                                  \
	static __always_inline __u32 name##_of(const struct message_head *head);                    \
	VERIFIED_ONCE __u32 name(const struct message_head *head)                                   \
	{                                                                                           \
		return head ? name##_of(head) : NOTHING_SAID;                                       \
	}                                                                                           \
	static __always_inline __u32 name##_of(const struct message_head *head)
