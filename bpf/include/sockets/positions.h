/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Where in its stream each call's bytes belong. A TCP socket counts what it takes and gives, so bytes that no hook saw
 * leave a gap of exactly their size. Datagrams, Unix sockets and encrypted ones are counted here.
 */
#pragma once

#include "sockets/socket.h"

/* No position: calls overlapped. */
#define RACED (~0ULL)

struct claim {
	__u64 position;
	__u32 missed;	/* bytes of an earlier gap that nobody will claim any more */
};

/* The first look at a socket: what it did before is not missed. Called by one who holds the lock or knows the connection to be new. */
static __always_inline void begin_streams(struct connection *connection, const struct socket_facts *facts)
{
	const __u64 syn = facts->marks.is_counted && (connection->role == ROLE_CLIENT);

	for (int i = 0; i < 2; i++) {
		struct stream *stream = &connection->streams[i];

		if (stream->is_known)
			continue;
		stream->sequence = facts->marks.sequences[i];
		if (facts->marks.is_counted)
			stream->position = facts->marks.positions[i] - (i == DIRECTION_EGRESS ? syn : 0);
		stream->is_known = true;
	}
}

/* The bytes that a call has just moved; the socket stands behind them. */
static __always_inline void claim_bytes(struct claim *claim, struct connection *connection, const struct socket_facts *facts,
					enum direction direction, __u32 bytes)
{
	struct stream *stream = &connection->streams[direction & 1];
	const __u32 sequence = facts->marks.sequences[direction & 1];
	__s64 ahead, start;

	claim->missed = 0;
	bpf_spin_lock(&connection->lock);
	/* How much further than expected the stream has come. */
	ahead = facts->marks.is_counted ? (__s32)(sequence - stream->sequence) : bytes;
	start = ahead - bytes;
	if (start < 0 && stream->gap_size >= bytes) {
		claim->position = stream->gap;
		stream->gap += bytes;
		stream->gap_size -= bytes;
	} else if (start < 0) {
		claim->position = RACED;
	} else {
		if (start > 0) {
			claim->missed = stream->gap_size;
			stream->gap = stream->position;
			stream->gap_size = start;
		}
		claim->position = stream->position + start;
		stream->position += ahead;
		stream->sequence = sequence;
	}
	bpf_spin_unlock(&connection->lock);
}
