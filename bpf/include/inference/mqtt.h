/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* MQTT 3.1, 3.1.1 and 5, by their specifications: type and flags, how many bytes follow, and what they begin with. */
#pragma once

#include "head.h"
#include "said.h"

#define MQTT_CONNECT 0x10
#define MQTT_PUBLISH 0x30
#define MQTT_SUBSCRIBE 0x82
#define MQTT_QOS 0x06
#define MQTT_LENGTH_BYTES 4

/* Where the packet goes on behind its length; 0: it has none. `length` becomes it. */
static __always_inline __u32 mqtt_length_end(const struct message_head *head, __u32 *length)
{
	*length = 0;
	for (__u32 i = 0; i < MQTT_LENGTH_BYTES; i++) {
		const __u8 byte = head->bytes[1 + i];

		*length |= (__u32)(byte & 0x7f) << 7 * i;
		if (!(byte & 0x80))
			return i + 2;
	}
	return 0;
}

/* A topic behind its own length at `at`, of which so much is looked at as is there, in a packet that leaves `room` for it. Not a function of its own: one call more is more stack than `walk` has. */
static __always_inline bool has_mqtt_topic(const struct message_head *head, __u32 at, __u32 room)
{
	__u32 length;

	if (!head || at > 8)
		return false;
	length = be16(head, at & 15);
	return length && length + 2 <= room && is_visible(head->bytes[(at + 2) & 15]) && has_text(head, at + 2, at + 2 + length);
}

RULE(infer_mqtt)
{
	const __u8 *bytes = head->bytes;
	__u32 length;
	const __u32 at = mqtt_length_end(head, &length);

	if (!at || at > 5 || head->seen < at + 2)
		return NOTHING_SAID;
	if (bytes[0] == MQTT_CONNECT) {
		const __u8 *name = bytes + (at & 7);

		if (!__builtin_memcmp(name, "\0\4MQTT", 6))
			return name[6] ? said(MQTT, REQUEST) : NOTHING_SAID;
		return !__builtin_memcmp(name, "\0\6MQIsdp", 8) ? said(MQTT, REQUEST) : NOTHING_SAID;
	}
	/* Of a connection that is joined later: a message, or a subscription, that was written by itself. */
	if (length + at != head->size)
		return NOTHING_SAID;
	if (bytes[0] == MQTT_SUBSCRIBE)
		return length > 5 && be16(head, at) && (has_mqtt_topic(head, at + 2, length - 3) || (!bytes[(at + 2) & 7] && has_mqtt_topic(head, at + 3, length - 4)))
			       ? said(MQTT, REQUEST)
			       : NOTHING_SAID;
	if ((bytes[0] & 0xf0) == MQTT_PUBLISH && (bytes[0] & MQTT_QOS) != MQTT_QOS)
		return has_mqtt_topic(head, at, length) ? said(MQTT, UNKNOWN) : NOTHING_SAID;
	return NOTHING_SAID;
}
