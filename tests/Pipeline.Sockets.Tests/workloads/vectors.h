/* Segments of a buffer, as readv, sendmsg and their likes take them. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define MOST_SEGMENTS 1024

/* Cuts size bytes into segments of unequal length, each third of them empty where there are more than two. Their number is count. */
static inline void cut(struct iovec *segments, size_t count, uint8_t *bytes, size_t size)
{
	size_t full = 0, seen = 0, share;

	for (size_t i = 0; i < count; i++)
		full += count < 3 || i % 3 != 1;
	share = size / full;
	for (size_t i = 0; i < count; i++) {
		int empty = count >= 3 && i % 3 == 1;
		size_t length = empty ? 0 : ++seen == full ? size : share == 0 ? 0 : share - (seen & 1);

		segments[i] = (struct iovec){ empty ? NULL : bytes, length };
		bytes += length;
		size -= length;
	}
}
