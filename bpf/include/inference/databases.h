/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* MySQL, PostgreSQL, Cassandra and MongoDB, each as its own manual describes its protocol. */
#pragma once

#include "head.h"
#include "said.h"

/* ---- MySQL: a length of three bytes, a number that counts packets, a command -------------------- */

enum mysql_command {
	MYSQL_INIT_DB = 2,
	MYSQL_QUERY = 3,
	MYSQL_GREETING = 10,
	MYSQL_PING = 14,
	MYSQL_CHANGE_USER = 17,
	MYSQL_PREPARE = 22,
	MYSQL_EXECUTE = 23,
	MYSQL_CLOSE = 25,
	MYSQL_RESET = 26,
	MYSQL_FETCH = 28,
	MYSQL_ERROR = 255,
};

static __always_inline bool begins_sql(const struct message_head *head, __u32 at)
{
	const __u8 first = head->bytes[at];

	return (is_letter(first) || first == '(' || first == '/' || first == '-' || first == '#' || first == '@' || first == ' ' || first == '\n' ||
		first == '\t' || first == '\r' || first == '{') &&
	       has_text(head, at, at + 8);
}

/* Packets of a client, and a server's first. */
static __always_inline __u32 infer_mysql_first(const struct message_head *head, __u32 length)
{
	const __u8 *bytes = head->bytes;
	const bool is_whole = length + 4 == head->size, may_be = length + 4 >= head->size;

	switch (bytes[4]) {
	case MYSQL_GREETING:
		return may_be && length >= 40 && length < 1024 && head->seen >= 9 && bytes[5] > '0' && bytes[5] <= '9' &&
				       (is_digit(bytes[6]) || bytes[6] == '.') && is_visible(bytes[7]) && is_visible(bytes[8])
			       ? said(MYSQL, RESPONSE)
			       : NOTHING_SAID;
	case MYSQL_ERROR:
		return is_whole && length >= 9 && bytes[6] >= 3 && bytes[6] < 16 ? said(MYSQL, RESPONSE) : NOTHING_SAID;
	case MYSQL_QUERY:
		/* Its attributes may stand before the text: how many, and that there is one set of them. */
		if (may_be && length > 8 && head->seen >= 8 && bytes[6] == 1 && (bytes[5] || begins_sql(head, 7)))
			return said(MYSQL, REQUEST);
		return may_be && length > 1 && (is_whole || head->seen >= 9) && begins_sql(head, 5) ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_PREPARE:
		return may_be && length > 1 && (is_whole || head->seen >= 9) && begins_sql(head, 5) ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_INIT_DB:
	case MYSQL_CHANGE_USER:
		return is_whole && length > 1 && has_text(head, 5, 7) ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_EXECUTE:
		/* Always one iteration. */
		return may_be && length >= 10 && head->seen >= 14 && bytes[9] < 16 && le32(head, 10) == 1 ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_CLOSE:
	case MYSQL_RESET:
		return is_whole && length == 5 ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_FETCH:
		return is_whole && length == 9 ? said(MYSQL, REQUEST) : NOTHING_SAID;
	case MYSQL_PING:
		return is_whole && length == 1 ? said(MYSQL, REQUEST) : NOTHING_SAID;
	}
	return NOTHING_SAID;
}

/* A client's answer to the greeting: it speaks 4.1, and 23 bytes of it are zeros, of which eleven are seen here. */
static __always_inline bool is_mysql_login(const struct message_head *head, __u32 length)
{
	const __u8 *bytes = head->bytes;

	return length >= 32 && length + 4 >= head->size && head->seen == HEAD_BYTES && (bytes[5] & 2) && !bytes[13] && !be16(head, 14) && !be32(head, 16) &&
	       !be32(head, 20);
}

/* What answers a first packet. */
static __always_inline __u32 infer_mysql_second(const struct message_head *head, __u32 length)
{
	const __u8 *bytes = head->bytes;

	if (is_mysql_login(head, length))
		return said(MYSQL, REQUEST);
	/* How many columns, and behind it the first of them, of the catalogue "def". */
	if (length == 1 && !be16(head, 6) && has(head, 8, "\2\3def"))
		return said(MYSQL, RESPONSE);
	/* Likewise, with MariaDB's word on whether columns are described. */
	if (length == 2 && !be16(head, 7) && has(head, 9, "\2\3def"))
		return said(MYSQL, RESPONSE);
	/* Done, without a message. */
	if (length == 7 && head->size == 11 && !bytes[4] && !bytes[10])
		return said(MYSQL, RESPONSE);
	/* A prepared statement. */
	if (length == 12 && head->seen >= 16 && !bytes[4] && !bytes[13] && (head->size == 16 || bytes[19] == 2))
		return said(MYSQL, RESPONSE);
	return bytes[4] == MYSQL_ERROR && length + 4 >= head->size && bytes[7] == '#' ? said(MYSQL, RESPONSE) : NOTHING_SAID;
}

RULE(infer_mysql)
{
	const __u32 length = le32(head, 0) & 0xffffff;

	if (head->seen < 5)
		return NOTHING_SAID;
	if (head->bytes[3] == 0)
		return infer_mysql_first(head, length);
	if (head->bytes[3] == 1)
		return infer_mysql_second(head, length);
	/* Within TLS, that a client asked for with the packet before. */
	return head->bytes[3] == 2 && is_mysql_login(head, length) ? said(MYSQL, REQUEST) : NOTHING_SAID;
}

/* ---- PostgreSQL: a letter, and a length that counts itself -------------------------------------- */

#define PGSQL_MOST_LENGTH (1 << 24)

/* The one message without a letter, and what may be asked before it. */
static __always_inline bool is_pgsql_startup(const struct message_head *head)
{
	const __u32 length = be32(head, 0), code = be32(head, 4);
	const __u32 cancel = 80877102, encrypt_ssl = 80877103, encrypt_gss = 80877104;

	if (length == 8)
		return head->size == 8 && (code == encrypt_ssl || code == encrypt_gss);
	/* Of protocol 3.2 keys are up to 256 bytes long. */
	if (code == cancel)
		return length >= 16 && length <= 268;
	return length > 8 && length <= 10240 && head->seen >= 10 && code >> 16 == 3 && !(code & 0xfff0) && is_letter(head->bytes[8]) &&
	       is_visible(head->bytes[9]);
}

/* Portals and statements mostly have no names. */
static __always_inline bool begins_name(__u8 byte)
{
	return !byte || is_visible(byte);
}

RULE(infer_pgsql)
{
	const __u8 *bytes = head->bytes;
	const __u32 length = be32(head, 1);
	const bool has_all = length < head->size, is_whole = length + 1 == head->size;

	if (head->seen < 5)
		return NOTHING_SAID;
	if (!bytes[0])
		return head->seen >= 8 && is_pgsql_startup(head) ? said(PGSQL, REQUEST) : NOTHING_SAID;
	if (length < 4 || length > PGSQL_MOST_LENGTH)
		return NOTHING_SAID;
	switch (bytes[0]) {
	case 'Q':
		return length > 5 && (is_whole || head->seen >= 9) && length + 1 >= head->size && has_text(head, 5, length < 12 ? length : 12)
			       ? said(PGSQL, REQUEST)
			       : NOTHING_SAID;
	case 'P':
		return has_all && length >= 8 && begins_name(bytes[5]) && (bytes[5] || is_text(bytes[6])) ? said(PGSQL, REQUEST) : NOTHING_SAID;
	case 'B':
		return has_all && length >= 12 && begins_name(bytes[5]) && begins_name(bytes[6]) ? said(PGSQL, REQUEST) : NOTHING_SAID;
	case 'X':
	case 'H':
		return is_whole && length == 4 ? said(PGSQL, REQUEST) : NOTHING_SAID;
	case 'S':
		if (is_whole && length == 4)
			return said(PGSQL, REQUEST);
		return has_all && length > 6 && has_text(head, 5, 7) ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	case 'R':
		return has_all && length >= 8 && length < 4096 && be32(head, 5) <= 12 ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	case 'T':
		return length > 6 && be16(head, 5) && be16(head, 5) <= 1664 && is_text(bytes[7]) && length + 1 + 5 <= head->size ? said(PGSQL, RESPONSE)
																  : NOTHING_SAID;
	case '1':
	case '2':
		return length == 4 && (is_whole || bytes[5] >= '1') ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	case 'C':
		return has_all && length > 6 && length < 128 && is_upper(bytes[5]) && is_upper(bytes[6]) ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	case 'E':
	case 'N':
		return has_all && bytes[5] == 'S' && is_upper(bytes[6]) && is_upper(bytes[7]) ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	case 'Z':
		return is_whole && length == 5 && (bytes[5] == 'I' || bytes[5] == 'T' || bytes[5] == 'E') ? said(PGSQL, RESPONSE) : NOTHING_SAID;
	}
	return NOTHING_SAID;
}

/* ---- Cassandra: version and direction, flags, stream, operation, length ------------------------- */

#define CQL_HEADER 9
#define CQL_MOST_LENGTH (256 << 20)
#define CQL_RESPONSE 0x80

enum cql_operation {
	CQL_ERROR,
	CQL_STARTUP,
	CQL_READY,
	CQL_AUTHENTICATE,
	CQL_OPTIONS = 5,
	CQL_SUPPORTED,
	CQL_QUERY,
	CQL_RESULT,
	CQL_PREPARE,
	CQL_EXECUTE,
	CQL_REGISTER,
	CQL_EVENT,
	CQL_BATCH,
	CQL_AUTH_CHALLENGE,
	CQL_AUTH_RESPONSE,
	CQL_AUTH_SUCCESS,
};

#define CQL_REQUESTS (1 << CQL_STARTUP | 1 << CQL_OPTIONS | 1 << CQL_QUERY | 1 << CQL_PREPARE | 1 << CQL_EXECUTE | 1 << CQL_REGISTER | 1 << CQL_BATCH | 1 << CQL_AUTH_RESPONSE)
#define CQL_RESPONSES (1 << CQL_ERROR | 1 << CQL_READY | 1 << CQL_AUTHENTICATE | 1 << CQL_SUPPORTED | 1 << CQL_RESULT | 1 << CQL_EVENT | 1 << CQL_AUTH_CHALLENGE | 1 << CQL_AUTH_SUCCESS)

/* Whether the body begins as one of that operation does, where that tells something. */
static __always_inline bool begins_cql_body(const struct message_head *head, __u32 operation, __u32 length)
{
	const __u8 *bytes = head->bytes + CQL_HEADER;

	if (head->seen < CQL_HEADER + 6)
		return false;
	switch (operation) {
	case CQL_QUERY:
	case CQL_PREPARE:
		return be32(head, 9) <= length && has_text(head, 13, 21);
	case CQL_RESULT:
		return be32(head, 9) - 1 < 5;
	case CQL_STARTUP:
		return has(head, 13, "CQL_") || has(head, 13, "COMPRESS") || is_upper(bytes[4]);
	}
	return false;
}

RULE(infer_cql)
{
	const __u8 *bytes = head->bytes;
	const __u32 version = bytes[0] & ~CQL_RESPONSE, operation = bytes[4], length = be32(head, 5);
	const bool is_response = bytes[0] & CQL_RESPONSE;
	const bool is_empty = operation == CQL_OPTIONS || operation == CQL_READY;

	if (head->seen < CQL_HEADER || version < 3 || version > 5 || bytes[1] > 0x1f || operation > CQL_AUTH_SUCCESS || length > CQL_MOST_LENGTH)
		return NOTHING_SAID;
	if (!((is_response ? CQL_RESPONSES : CQL_REQUESTS) >> operation & 1) || is_empty != !length)
		return NOTHING_SAID;
	if (CQL_HEADER + length != head->size && !begins_cql_body(head, operation, length))
		return NOTHING_SAID;
	return is_response ? said(CQL, RESPONSE) : said(CQL, REQUEST);
}

/* ---- MongoDB: length, number, number of what is answered, operation ----------------------------- */

#define MONGO_HEADER 16
#define MONGO_MOST_LENGTH 48000000

/* Of a checksum, of more to come, and that more may come. */
#define MONGO_FLAGS 0x10003

RULE(infer_mongo)
{
	const __u32 length = le32(head, 0), answered = le32(head, 8), operation = le32(head, 12), behind = le32(head, 16);
	const __u32 reply = 1, compressed = 2012, message = 2013, nobody = 0xffffffff;

	if (head->seen < MONGO_HEADER || length < MONGO_HEADER + 4 || length > MONGO_MOST_LENGTH)
		return NOTHING_SAID;
	if (operation == reply)
		return answered && length == head->size && behind < 16 ? said(MONGO, RESPONSE) : NOTHING_SAID;
	if (operation >= 2001 && operation <= 2007)
		return !answered || answered == nobody ? said(MONGO, REQUEST) : NOTHING_SAID;
	if (operation == message) {
		/* Flags, and the kind of the first section. */
		if (head->seen > 20 && (behind & ~MONGO_FLAGS || head->bytes[20] > 1))
			return NOTHING_SAID;
	} else if (operation != compressed || (head->seen > 20 && behind != message && behind != reply && (behind < 2001 || behind > 2007))) {
		return NOTHING_SAID;
	}
	return answered && answered != nobody ? said(MONGO, RESPONSE) : said(MONGO, REQUEST);
}
