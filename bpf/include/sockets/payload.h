/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Copies what a call moved out of the process's memory and sends it in rows of at most PIECE bytes. */
#pragma once

#include "sockets/transfer.h"
#include "sockets/unseen.h"

#define PAGE 4096
/* For the segments, which may be empty, and for reads of at least STEP_MOST bytes, or to the end of a segment or page. */
#define STEPS (8 << 10)

/* Sends what was gathered; `size` is what it stands for in the stream. */
VERIFIED_ONCE int send_piece(struct transfer *transfer, __u32 size)
{
	struct cursor *cursor;
	__u32 bytes;

	if (!transfer)
		return 0;
	cursor = &transfer->cursor;
	bytes = cursor->gathered;
	if (bytes > PIECE)
		bytes = PIECE;
	attempt(conn_data);
	transfer->row.position = cursor->position;
	transfer->row.size = size;
	transfer->row.payload_size = bytes;
	/* Once more, as older verifiers have forgotten it by now. */
	barrier_var(bytes);
	if (bytes <= PIECE)
		output(conn_data, &transfer->row, bytes);
	transfer->row.datagram = false;
	cursor->position += size;
	cursor->sent += bytes;
	cursor->gathered = 0;
	return 0;
}

static __always_inline bool read_segment(struct user_segment *segment, const struct call *call, __u32 index)
{
	const __u64 at = call->at + index * sizeof(*segment);

	if (!call->is_request)
		return !bpf_probe_read_user(segment, sizeof(*segment), (void *)at);
	segment->at = kernel_word(at);
	segment->size = kernel_word(at + offsetof(struct user_segment, size));
	return true;
}

static __always_inline bool next_segment(struct transfer *transfer)
{
	struct cursor *cursor = &transfer->cursor;
	struct user_segment segment;
	__u64 skip;

	if (!transfer->call.is_vector || cursor->segment >= transfer->call.count)
		return false;
	if (!read_segment(&segment, &transfer->call, cursor->segment)) {
		cursor->has_failed = true;
		return false;
	}
	skip = cursor->segment ? 0 : transfer->call.skip;
	cursor->segment++;
	cursor->at = segment.at + skip;
	cursor->left = segment.size - skip;
	return true;
}

/* As much as there is at the next place, as is still to be gathered, and as may be read at once. */
static __always_inline __u32 next_size(const struct cursor *cursor)
{
	__u64 size = cursor->until - cursor->gathered;

	if (size > cursor->rest)
		size = cursor->rest;
	if (size > cursor->left)
		size = cursor->left;
	if (cursor->gathered && size > STEP_MOST)
		size = STEP_MOST;
	if (cursor->is_careful && size > PAGE - (cursor->at & (PAGE - 1)))
		size = PAGE - (cursor->at & (PAGE - 1));
	return size;
}

static __always_inline long read_bytes(struct transfer *transfer, __u32 size)
{
	struct cursor *cursor = &transfer->cursor;
	const __u32 to = cursor->gathered;

	if (!to)
		return size <= PIECE ? bpf_probe_read_user(transfer->payload, size, (void *)cursor->at) : -1;
	return to <= PIECE && size <= STEP_MOST ? bpf_probe_read_user(transfer->payload + to, size, (void *)cursor->at) : -1;
}

static long gather_step(__u32 step, struct transfer **context)
{
	struct transfer *transfer = *context;
	struct cursor *cursor = &transfer->cursor;
	__u32 size;

	if (!cursor->rest || cursor->gathered >= cursor->until)
		return 1;
	if (!cursor->left)
		return next_segment(transfer) ? 0 : 1;
	size = next_size(cursor);
	if (read_bytes(transfer, size)) {
		if (cursor->is_careful) {
			cursor->has_failed = true;
			return 1;
		}
		cursor->is_careful = true;
		return 0;
	}
	cursor->at += size;
	cursor->left -= size;
	cursor->rest -= size;
	cursor->gathered += size;
	if (cursor->gathered < PIECE)
		return 0;
	send_piece(transfer, cursor->gathered);
	return cursor->sent >= CALL_MOST ? 1 : 0;
}

/* Sets out at the call's first byte. */
static __always_inline void begin_gathering(struct transfer *transfer, __u64 position, __u32 bytes)
{
	struct cursor *cursor = &transfer->cursor;

	__builtin_memset(cursor, 0, sizeof(*cursor));
	cursor->position = position;
	cursor->rest = bytes;
	if (!transfer->call.is_vector) {
		cursor->at = transfer->call.at;
		cursor->left = transfer->call.count;
	}
}

/* Gathers until so many bytes of the call lie in the payload, or there are no more. */
VERIFIED_ONCE int gather(struct transfer *transfer, __u32 until)
{
	if (!transfer)
		return 0;
	transfer->cursor.until = until;
	bpf_loop(STEPS, gather_step, &transfer, 0);
	return 0;
}

/* Sends what is left of the call, and counts what of it cannot be read. */
static __always_inline void send_rest(struct transfer *transfer)
{
	struct cursor *cursor = &transfer->cursor;
	const struct call *call = &transfer->call;

	if (call->is_seen)
		gather(transfer, PIECE);
	if (!cursor->gathered && !cursor->rest)
		return;
	unseen(!call->is_seen ? call->reason : cursor->has_failed ? UNSEEN_FAULT : cursor->sent >= CALL_MOST ? UNSEEN_LIMIT : UNSEEN_CUT,
	       transfer->row.direction, call->function, cursor->rest);
	send_piece(transfer, cursor->gathered + cursor->rest);
}
