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
	__u32 again;	/* of the bytes claimed now, those that were counted as missed before */
};

/* A call whose bytes the stream has shown for so long, and that has not ended, will not be waited for any longer. */
#define OVERDUE_NS 1000000000ULL

/*
 * Where the streams stand, on the first look at a socket. Of one that was seen to open everything is told; what an older
 * one moved before is not missed, and of that `but` bytes in `direction` are no part, as they are being told of.
 */
static __always_inline void begin_streams(struct connection *connection, const struct socket_facts *facts, enum direction direction, __u32 but)
{
	const struct marks *marks = &facts->marks;

	bpf_spin_lock(&connection->lock);
	for (int i = 0; i < 2; i++) {
		struct stream *stream = &connection->streams[i];
		__u64 position = marks->positions[i];

		if (stream->is_known)
			continue;
		stream->is_known = true;
		if (i == DIRECTION_EGRESS && connection->role == ROLE_CLIENT)
			position--;	/* the SYN */
		if (i == direction)
			position -= but;
		if (connection->is_new)
			position = 0;
		else if (!marks->is_counted)
			position = UNKNOWN_START;
		stream->position = position;
		stream->sequence = marks->sequences[i] - (connection->is_new ? (__u32)marks->positions[i] : i == direction ? but : 0);
		if (connection->is_new && i == DIRECTION_EGRESS && connection->role == ROLE_CLIENT)
			stream->sequence++;
	}
	bpf_spin_unlock(&connection->lock);
}

/*
 * Nothing is sent past the hooks. What the stream shows beyond a call's own bytes is of another call at the same time, which
 * may have come before it, behind it, or in the middle: its position is certain only if all that was ever sent is claimed
 * both before it and after it.
 */
static __always_inline void claim_sent(struct claim *claim, struct stream *stream, __s32 ahead, __u32 bytes, __u64 now)
{
	const bool is_overdue = now && stream->gap_seen && now - stream->gap_seen > OVERDUE_NS;
	__u32 unclaimed;
	bool was_certain;

	if (stream->gap_size && is_overdue) {
		claim->missed = stream->gap_size;
		stream->written_off += stream->gap_size;
		stream->gap_size = 0;
	}
	was_certain = !stream->gap_size;
	if (ahead > 0) {
		stream->position += ahead;
		stream->sequence += ahead;
	} else {
		ahead = 0;
	}
	unclaimed = stream->gap_size + ahead;
	stream->gap_size = unclaimed > bytes ? unclaimed - bytes : 0;
	if (bytes > unclaimed) {
		claim->again = bytes - unclaimed < stream->written_off ? bytes - unclaimed : stream->written_off;
		stream->written_off -= claim->again;
	}
	claim->position = was_certain && unclaimed == bytes ? stream->position - bytes : RACED;
	if (!stream->gap_size || was_certain)
		stream->gap_seen = 0;
	else if (!stream->gap_seen)
		stream->gap_seen = now;
}

/* Bytes are spliced out of a socket past the hooks, so that a gap is one mostly. */
static __always_inline void claim_received(struct claim *claim, struct stream *stream, __s32 ahead, __u32 bytes)
{
	const __s64 start = (__s64)ahead - bytes;

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
		stream->sequence += ahead;
	}
}

/* The bytes that a call has just moved; the socket stands behind them. */
static __always_inline void claim_bytes(struct claim *claim, struct connection *connection, const struct socket_facts *facts,
					enum direction direction, __u32 bytes)
{
	struct stream *stream = &connection->streams[direction & 1];
	const __u32 sequence = facts->marks.sequences[direction & 1];
	const __u64 now = stream->gap_size ? bpf_ktime_get_boot_ns() : 0;
	__s32 ahead;

	claim->missed = 0;
	claim->again = 0;
	bpf_spin_lock(&connection->lock);
	/* How much further than expected the stream has come. */
	ahead = facts->marks.is_counted ? (__s32)(sequence - stream->sequence) : (__s32)bytes;
	if (direction == DIRECTION_EGRESS)
		claim_sent(claim, stream, ahead, bytes, now);
	else
		claim_received(claim, stream, ahead, bytes);
	bpf_spin_unlock(&connection->lock);
}

/* Whether all that the socket has moved is claimed. */
static __always_inline bool is_claimed(struct connection *connection, const struct marks *marks)
{
	bool claimed = true;

	bpf_spin_lock(&connection->lock);
	for (int i = 0; i < 2; i++) {
		const struct stream *stream = &connection->streams[i];

		if (stream->is_known && (stream->gap_size || stream->sequence != marks->sequences[i]))
			claimed = false;
	}
	bpf_spin_unlock(&connection->lock);
	return claimed;
}

/* What no call will claim any more, once the socket moves nothing more, or what a stream's figures stand for has changed. */
static __always_inline __u32 end_stream(struct connection *connection, const struct socket_facts *facts, enum direction direction)
{
	struct stream *stream = &connection->streams[direction & 1];
	const __u32 sequence = facts->marks.sequences[direction & 1];
	__u32 missed;
	__s32 ahead;

	bpf_spin_lock(&connection->lock);
	missed = stream->gap_size;
	stream->gap_size = 0;
	ahead = facts->marks.is_counted && stream->is_known ? (__s32)(sequence - stream->sequence) : 0;
	if (ahead > 0) {
		missed += ahead;
		stream->position += ahead;
		stream->sequence = sequence;
	}
	bpf_spin_unlock(&connection->lock);
	return missed;
}
