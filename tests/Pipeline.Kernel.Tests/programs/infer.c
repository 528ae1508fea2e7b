// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* inference.h in user space: a line `stream|datagram SIZE BYTES` in hexadecimal makes a line `PROTOCOL MESSAGE` in numbers. */
#include <stdio.h>
#include "inference.h"

int main(void)
{
	char kind[16], bytes[2 * HEAD_BYTES + 1];
	unsigned long long size;

	while (scanf("%15s %llu %48s", kind, &size, bytes) == 3) {
		struct message_head head = { .size = size, .is_datagram = kind[0] == 'd' };
		unsigned int byte;

		while (head.seen < HEAD_BYTES && sscanf(bytes + 2 * head.seen, "%2x", &byte) == 1)
			head.bytes[head.seen++] = byte;
		printf("%u %u\n", said_protocol(infer(&head)), said_message(infer(&head)));
	}
	return 0;
}
