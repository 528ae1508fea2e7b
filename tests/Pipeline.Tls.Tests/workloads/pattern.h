/* Bytes by stream and position: those of the test's own Pattern. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { REQUEST, RESPONSE };

static inline unsigned char pattern_byte(int port, int direction, long position)
{
	return (uint32_t)((position + port * 31L + direction * 9973L) % 65521) * 2654435761u >> 24;
}

static inline void fill(unsigned char *bytes, int port, int direction, long position, size_t size)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = pattern_byte(port, direction, position + (long)i);
}
