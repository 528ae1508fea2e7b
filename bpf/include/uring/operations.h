/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What io_uring's operations do with a socket. Their numbers are the kernel's promise to programs; older headers lack some. */
#pragma once

#include <linux/types.h>

enum uring_operation {
	URING_READV = 1,
	URING_WRITEV = 2,
	URING_READ_FIXED = 4,
	URING_WRITE_FIXED = 5,
	URING_SENDMSG = 9,
	URING_RECVMSG = 10,
	URING_READ = 22,
	URING_WRITE = 23,
	URING_SEND = 26,
	URING_RECV = 27,
	URING_SPLICE = 30,
	URING_SEND_ZC = 47,
	URING_SENDMSG_ZC = 48,
	URING_READ_MULTISHOT = 49,
	URING_READV_FIXED = 60,
	URING_WRITEV_FIXED = 61,
};

enum uring_effect {
	URING_NO_EFFECT,
	URING_SENDS,
	URING_RECEIVES,
};

static __always_inline enum uring_effect effect_of(__u8 operation)
{
	switch (operation) {
	case URING_WRITEV:
	case URING_WRITE_FIXED:
	case URING_SENDMSG:
	case URING_WRITE:
	case URING_SEND:
	case URING_SEND_ZC:
	case URING_SENDMSG_ZC:
	case URING_WRITEV_FIXED:
		return URING_SENDS;
	case URING_READV:
	case URING_READ_FIXED:
	case URING_RECVMSG:
	case URING_READ:
	case URING_RECV:
	case URING_READ_MULTISHOT:
	case URING_READV_FIXED:
		return URING_RECEIVES;
	default:
		return URING_NO_EFFECT;
	}
}

/* Of those above that have an effect: not as a message, but as on any file. */
static __always_inline bool is_as_file(__u8 operation)
{
	switch (operation) {
	case URING_SENDMSG:
	case URING_RECVMSG:
	case URING_SEND:
	case URING_RECV:
	case URING_SEND_ZC:
	case URING_SENDMSG_ZC:
		return false;
	default:
		return true;
	}
}
