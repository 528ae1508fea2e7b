/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* RFC 8446: any record of SSL 3.0 to TLS 1.3, all of which say their version in the same place. */
#pragma once

#include "head.h"
#include "said.h"

#define TLS_HEADER 5
#define TLS_CHANGE_CIPHER_SPEC 20
#define TLS_HANDSHAKE 22
#define TLS_APPLICATION_DATA 23
#define TLS_CLIENT_HELLO 1
#define TLS_SERVER_HELLO 2
#define TLS_LONGEST_RECORD (16384 + 2048)

RULE(infer_tls)
{
	const __u8 *bytes = head->bytes;
	const __u32 length = be16(head, 3);

	if (head->seen < TLS_HEADER || bytes[0] < TLS_CHANGE_CIPHER_SPEC || bytes[0] > TLS_APPLICATION_DATA || bytes[1] != 3 || bytes[2] > 4 || !length ||
	    length > TLS_LONGEST_RECORD)
		return NOTHING_SAID;
	if (bytes[0] == TLS_HANDSHAKE && head->seen >= 11 && bytes[9] == 3) {
		if (bytes[5] == TLS_CLIENT_HELLO)
			return said(TLS, REQUEST);
		if (bytes[5] == TLS_SERVER_HELLO)
			return said(TLS, RESPONSE);
	}
	return said(TLS, UNKNOWN);
}
