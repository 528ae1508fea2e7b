/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The first bytes of a message, and what the rules of inference.h ask of them. */
#pragma once

#include <linux/types.h>
#include <stdbool.h>

#define HEAD_BYTES 24

struct message_head {
	__u8 bytes[HEAD_BYTES];		/* zeros from `seen` on */
	__u64 size;			/* bytes there were in all so far, of which these are the first; a datagram's are all */
	__u32 seen;			/* of `bytes` */
	bool is_datagram;
	bool is_dns_port;		/* either end's port is one of those DNS has for itself */
	__u8 pad[2];
};
