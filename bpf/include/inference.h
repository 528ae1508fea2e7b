/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the first bytes of a message say of the protocol. It is a filter: what nothing is said of stays in the kernel, and
 * the host, which sees more, has the last word on what comes out. So a rule lets pass what its protocol allows, as long
 * as bytes of chance and of other protocols seldom do. A length that a message tells must fit the bytes there were.
 */
#pragma once

#include "inference/databases.h"
#include "inference/dns.h"
#include "inference/head.h"
#include "inference/http.h"
#include "inference/lines.h"
#include "inference/memcached.h"
#include "inference/mqtt.h"
#include "inference/proxy.h"
#include "inference/queues.h"
#include "inference/said.h"
#include "inference/tls.h"

#define FIRST_SAID(rule)                                                                            \
	do {                                                                                        \
		const __u32 what_ = rule(head);                                                     \
		if (what_)                                                                          \
			return what_;                                                               \
	} while (0)

/* said(), or NOTHING_SAID. */
VERIFIED_ONCE __u32 infer(const struct message_head *head)
{
	if (!head || !head->seen)
		return NOTHING_SAID;
	if (head->is_datagram)
		return infer_dns_datagram(head);
	FIRST_SAID(infer_tls);
	FIRST_SAID(infer_http);
	FIRST_SAID(infer_nats);
	FIRST_SAID(infer_redis);
	FIRST_SAID(infer_amqp);
	FIRST_SAID(infer_mqtt);
	FIRST_SAID(infer_mongo);
	FIRST_SAID(infer_pgsql);
	FIRST_SAID(infer_cql);
	FIRST_SAID(infer_mysql);
	FIRST_SAID(infer_http2);
	FIRST_SAID(infer_mux);
	FIRST_SAID(infer_memcached);
	FIRST_SAID(infer_dns_stream);
	FIRST_SAID(infer_kafka);
	return NOTHING_SAID;
}
