/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a message says of its connection: the protocol, and which side sends such messages. */
#pragma once

/* The numbers are Stirling's. */
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
