/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The first bytes of a message, and what the rules of inference.h ask of them. It also compiles as C for user space. */
#pragma once

#include <linux/types.h>
#include <stdbool.h>

#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif

/*
 * Not static: the kernel then verifies the function by itself and once, where it would follow a static one, and each way
 * it may go, at each call. What it takes may then be NULL as far as the verifier knows.
 */
#define VERIFIED_ONCE __attribute__((noinline))

#define HEAD_BYTES 24
/* A power of two, so that the verifier believes in an index that is worked out. */
#define HEAD_ROOM 32

struct message_head {
	__u8 bytes[HEAD_ROOM];		/* zeros from `seen` on */
	__u64 size;			/* bytes there were in all so far, of which these are the first; a datagram's are all */
	__u32 seen;			/* of `bytes`: HEAD_BYTES at most */
	bool is_datagram;
	bool is_dns_port;		/* either end's port is one of those DNS has for itself */
	__u8 pad[2];
};

static __always_inline __u32 be16(const struct message_head *head, __u32 at)
{
	return (__u32)head->bytes[at] << 8 | head->bytes[at + 1];
}

static __always_inline __u32 be32(const struct message_head *head, __u32 at)
{
	return be16(head, at) << 16 | be16(head, at + 2);
}

static __always_inline __u32 le32(const struct message_head *head, __u32 at)
{
	return (__u32)head->bytes[at + 3] << 24 | (__u32)head->bytes[at + 2] << 16 | (__u32)head->bytes[at + 1] << 8 | head->bytes[at];
}

/* `literal` is a string in quotes. Bytes that are not there match nothing, as they are zeros. */
#define has(head, at, literal) (!__builtin_memcmp((head)->bytes + (at), literal, sizeof(literal) - 1))

static __always_inline bool is_digit(__u8 byte)
{
	return byte >= '0' && byte <= '9';
}

static __always_inline bool is_upper(__u8 byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static __always_inline bool is_letter(__u8 byte)
{
	return is_upper(byte & ~0x20);
}

static __always_inline bool is_visible(__u8 byte)
{
	return byte > ' ' && byte < 0x7f;
}

static __always_inline bool is_text(__u8 byte)
{
	return is_visible(byte) || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Whether those of the bytes from `at` to before `end` that are there are text, and at least one of them is. */
VERIFIED_ONCE bool has_text(const struct message_head *head, __u32 at, __u32 end)
{
	if (!head || at >= head->seen)
		return false;
	if (end > head->seen)
		end = head->seen;
	for (__u32 i = 0; i < HEAD_BYTES && at + i < end; i++)
		if (!is_text(head->bytes[(at + i) & (HEAD_ROOM - 1)]))
			return false;
	return true;
}
