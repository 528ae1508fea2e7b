/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* RFC 1035, 2136, 6762: a datagram, or a message behind its length on TCP. */
#pragma once

#include "head.h"
#include "said.h"

#define DNS_HEADER 12
/* A header, the root's name, a type and a class. */
#define DNS_SHORTEST 17
#define DNS_QUERY 0
#define DNS_NOTIFY 4
#define DNS_UPDATE 5
#define DNS_MOST_QUESTIONS 16
#define DNS_MOST_RECORDS 1024
#define DNS_LAST_RCODE 11

/* Whether a name may begin there: the root's, of which type and class are then looked at, or a label of text. */
static __always_inline bool has_name(const struct message_head *head, __u32 at)
{
	const __u8 length = head->bytes[at];
	const __u32 type = be16(head, at + 1), class = be16(head, at + 3) & 0x7fff;

	if (!length)
		return type && type < 512 && class && class < 256;
	return length < 64 && has_text(head, at + 1, at + 1 + length);
}

static __always_inline __u32 infer_dns_at(const struct message_head *head, __u32 at)
{
	const __u32 flags = be16(head, at + 2);
	const __u32 questions = be16(head, at + 4), answers = be16(head, at + 6), authorities = be16(head, at + 8), more = be16(head, at + 10);
	const __u32 operation = flags >> 11 & 15, rcode = flags & 15;
	const bool is_response = flags & 0x8000;

	if ((flags & 0x40) || (operation != DNS_QUERY && operation != DNS_NOTIFY && operation != DNS_UPDATE) || rcode > DNS_LAST_RCODE ||
	    questions > DNS_MOST_QUESTIONS || answers > DNS_MOST_RECORDS || authorities > DNS_MOST_RECORDS || more > DNS_MOST_RECORDS)
		return NOTHING_SAID;
	/* A query has no answers of its own but those that it knows already (RFC 6762), and no code. */
	if (!is_response && (rcode || (flags & 0x0200) || (!questions && !head->is_dns_port)))
		return NOTHING_SAID;
	if (!is_response && operation == DNS_QUERY && ((answers && be16(head, at)) || ((flags & 0x0480) && !head->is_dns_port)))
		return NOTHING_SAID;
	if (!questions && !answers && !head->is_dns_port)
		return NOTHING_SAID;
	if ((questions || answers) && !has_name(head, at + DNS_HEADER) && !head->is_dns_port)
		return NOTHING_SAID;
	return is_response ? said(DNS, RESPONSE) : said(DNS, REQUEST);
}

RULE(infer_dns_datagram)
{
	return head->size >= (head->is_dns_port ? DNS_HEADER : DNS_SHORTEST) ? infer_dns_at(head, 0) : NOTHING_SAID;
}

RULE(infer_dns_stream)
{
	const __u32 length = be16(head, 0);

	/* Servers close after messages that they do not understand, so there the first ones are right. */
	return length >= DNS_SHORTEST && head->seen >= 2 + DNS_SHORTEST ? infer_dns_at(head, 2) : NOTHING_SAID;
}
