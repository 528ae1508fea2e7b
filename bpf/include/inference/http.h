/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* RFC 9112 (HTTP/1.x), RFC 4918 (the methods of WebDAV) and RFC 9113 (HTTP/2). */
#pragma once

#include "head.h"
#include "said.h"

/* Bytes of the method and the space behind it; 0 if it is none of those. FTP, RTSP, SIP and SMTP have words of the same shape. */
static __always_inline __u32 http_method(const struct message_head *head)
{
	if (has(head, 0, "GET ") || has(head, 0, "PUT "))
		return 4;
	if (has(head, 0, "POST ") || has(head, 0, "HEAD ") || has(head, 0, "COPY ") || has(head, 0, "MOVE ") || has(head, 0, "LOCK "))
		return 5;
	if (has(head, 0, "PATCH ") || has(head, 0, "TRACE ") || has(head, 0, "MKCOL ") || has(head, 0, "PURGE "))
		return 6;
	if (has(head, 0, "DELETE ") || has(head, 0, "UNLOCK ") || has(head, 0, "REPORT ") || has(head, 0, "SEARCH "))
		return 7;
	if (has(head, 0, "OPTIONS "))
		return 8;
	if (has(head, 0, "PROPFIND "))
		return 9;
	return has(head, 0, "PROPPATCH ") ? 10 : 0;
}

/* Of RTSP, whose requests are of the same shape, the third tells. */
static __always_inline bool begins_target(__u8 first, __u8 second, __u8 third)
{
	return first == '/' || (first == 'h' && second == 't') || (first == '*' && second == ' ' && (!third || third == 'H'));
}

static __always_inline bool begins_authority(__u8 first)
{
	return is_letter(first) || is_digit(first) || first == '[';
}

/* Behind a method, what is there of a request line: a target at `at`, no control characters, and a version of HTTP/1 at its end. */
VERIFIED_ONCE bool has_target(const struct message_head *head, __u32 at, bool is_authority)
{
	__u8 first, second, third;

	if (!head || at >= head->seen)
		return false;
	first = head->bytes[at & 15];
	second = head->bytes[(at + 1) & 15];
	third = head->bytes[(at + 2) & 15];
	if (!(is_authority ? begins_authority(first) : begins_target(first, second, third)))
		return false;
	for (__u32 i = 4; i < HEAD_BYTES && i < head->seen; i++) {
		const __u8 byte = head->bytes[i];

		if (byte == '\r' || byte == '\n')
			return head->bytes[i - 3] == '1' && head->bytes[i - 2] == '.';
		if (byte < ' ' || byte == 0x7f)
			return false;
	}
	return true;
}

RULE(infer_http)
{
	const __u8 *bytes = head->bytes;
	__u32 method;

	if (has(head, 0, "HTTP/1."))
		return is_digit(bytes[7]) && (head->seen == 8 || bytes[8] == ' ') && (head->seen <= 9 || is_digit(bytes[9])) ? said(HTTP, RESPONSE)
															      : NOTHING_SAID;
	if (has(head, 0, "CONNECT "))
		return has_target(head, 8, true) ? said(HTTP, REQUEST) : NOTHING_SAID;
	method = http_method(head);
	return method && has_target(head, method, false) ? said(HTTP, REQUEST) : NOTHING_SAID;
}

#define HTTP2_HEADERS 1
#define HTTP2_SETTINGS 4
#define HTTP2_PING 6
#define HTTP2_WINDOW_UPDATE 8
#define HTTP2_FRAME_HEADER 9
/* END_STREAM, END_HEADERS, PADDED and PRIORITY. */
#define HTTP2_HEADERS_FLAGS 0x2d

/* A client's preface, the settings that are either side's first frame, what both say in between, and the headers that begin a stream. */
RULE(infer_http2)
{
	const __u8 *bytes = head->bytes;
	const __u32 length = be32(head, 0) >> 8;
	const __u32 stream = be32(head, 5);

	if (has(head, 0, "PRI * HTTP/2.0"))
		return said(HTTP2, REQUEST);
	if (head->seen < HTTP2_FRAME_HEADER)
		return NOTHING_SAID;
	if (bytes[3] == HTTP2_SETTINGS && !stream) {
		if (length)
			return length % 6 == 0 && length < 256 && bytes[4] == 0 && bytes[9] == 0 && bytes[10] && bytes[10] < 0x20 ? said(HTTP2, UNKNOWN)
																 : NOTHING_SAID;
		/* Of zeros but for the type. */
		return head->size == HTTP2_FRAME_HEADER || bytes[12] == HTTP2_WINDOW_UPDATE || bytes[12] == HTTP2_SETTINGS ? said(HTTP2, UNKNOWN)
															  : NOTHING_SAID;
	}
	/* Of either side at any time, before the headers of a stream too, and nine bytes that little else has. */
	if (!stream && (bytes[3] == HTTP2_PING ? length == 8 && bytes[4] <= 1
					       : bytes[3] == HTTP2_WINDOW_UPDATE && length == 4 && !bytes[4] && !(bytes[9] & 0x80)))
		return said(HTTP2, UNKNOWN);
	if (bytes[3] == HTTP2_HEADERS && (bytes[4] & 4) && !(bytes[4] & ~HTTP2_HEADERS_FLAGS) && (stream & 1) && stream < 1 << 24 && length &&
	    length <= 16384 && HTTP2_FRAME_HEADER + length <= head->size && bytes[9])
		return said(HTTP2, UNKNOWN);
	return NOTHING_SAID;
}
