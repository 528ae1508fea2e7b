/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a call moves bytes between: the kernel's own list of the buffers, and how far it has come in them. */
#pragma once

#include "kernel_memory.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct iovec {
	void *iov_base;
	unsigned long iov_len;
};

struct iov_iter {
	__u8 iter_type;
	unsigned long iov_offset;
	const struct iovec *__iov;
	void *ubuf;
	unsigned long count;
};

/* Before Linux 6.4. */
struct iov_iter___old {
	const struct iovec *iov;
};

#pragma clang attribute pop

/* The numbers differ between kernels. */
enum iter_type {
	ITER_UBUF,
	ITER_IOVEC,
	ITER_BVEC,
};

#define ITERATOR_IS(iterator, type) ((__u8)KERNEL_READ(iterator, iov_iter, iter_type) == bpf_core_enum_value(enum iter_type, type))

/* No call takes more. */
#define SEGMENTS_MOST 1024

/* User memory: from `at` on, or, where `segments` is not 0, from `at` bytes into the first struct iovec in kernel memory there. */
struct span {
	__u64 segments;
	__u64 at;
	__u64 back;	/* how far to go back still */
};

static __always_inline __u64 current_segment(__u64 iterator)
{
	if (bpf_core_field_exists(struct iov_iter, __iov))
		return KERNEL_READ(iterator, iov_iter, __iov);
	return KERNEL_READ(iterator, iov_iter___old, iov);
}

static long step_back_over_segment(__u32 index, struct span *span)
{
	if (span->back <= span->at) {
		span->at -= span->back;
		span->back = 0;
		return 1;
	}
	span->back -= span->at;
	span->segments -= sizeof(struct iovec);
	span->at = KERNEL_READ(span->segments, iovec, iov_len);
	return 0;
}

/* The memory that begins so many bytes before where the iterator stands. False: it is over pages, whose addresses it has not. */
static __always_inline bool locate_span(struct span *span, __u64 iterator, __u64 back)
{
	span->at = KERNEL_READ(iterator, iov_iter, iov_offset);
	span->segments = 0;
	span->back = back;
	if (ITERATOR_IS(iterator, ITER_UBUF)) {
		span->at += KERNEL_READ(iterator, iov_iter, ubuf) - back;
		return true;
	}
	if (!ITERATOR_IS(iterator, ITER_IOVEC))
		return false;
	span->segments = current_segment(iterator);
	if (back)
		bpf_loop(SEGMENTS_MOST + 1, step_back_over_segment, span, 0);
	return !span->back;
}
