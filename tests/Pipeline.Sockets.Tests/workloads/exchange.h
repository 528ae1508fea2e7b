/* A call at a time: one end sends, the other receives. */
#pragma once
#include "open.h"
#include "told.h"
#include "workload.h"

/* A buffer with room for the largest call. */
static inline uint8_t *room(void)
{
	uint8_t *bytes = malloc(LARGEST);

	if (!bytes)
		fail("no memory");
	return bytes;
}

/* The next bytes of what an end sends. */
static inline void prepare_bytes(struct end *end, uint8_t *bytes, size_t size)
{
	fill(bytes, (uint32_t)end->number, end->sent, size);
}

/* Sizes of calls, the boundaries of rows and of calls among them. */
static const size_t SIZES[] = { 1, 2, 23, 24, 25, 1000, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 100000, LIMIT - 1, LIMIT, LIMIT + 1, LARGEST };

/* Those of them that a datagram can have. */
#define DATAGRAM_SIZES 10
