/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Of what is encrypted, the bytes that leave the kernel: the records of the handshake, which anybody on the way can read,
 * up to the first one of application data. Each record says its size, so that they are followed from one to the next.
 */
#pragma once

#include "sockets/payload.h"

/* Of each direction: a chain of certificates is some KiB. */
#define HANDSHAKE_MOST (64 << 10)

/* A power of two below PIECE: so much of a call is looked at. */
#define RECORDS_MOST (16 << 10)

/* A byte of a header or a whole record at a time. */
#define RECORD_STEPS (RECORDS_MOST + 1)

struct record_walk {
	struct transfer *transfer;
	struct records *records;
	__u64 at;	/* position */
	__u64 end;
	__u32 wanted;	/* bytes of the call */
};

static __always_inline bool is_record(const __u8 *header)
{
	return header[0] >= TLS_CHANGE_CIPHER_SPEC && header[0] <= TLS_APPLICATION_DATA && header[1] == 3 && header[2] <= 4;
}

static __always_inline __u32 record_length(const __u8 *header)
{
	return (__u32)header[3] << 8 | header[4];
}

/* False: the handshake is over. `position` is where the record behind the header begins. */
static __always_inline bool enter_record(struct records *records, __u64 position)
{
	records->have = 0;
	records->is_over = !is_record(records->header) || records->header[0] == TLS_APPLICATION_DATA;
	records->next = position + record_length(records->header);
	return !records->is_over;
}

static long record_step(__u32 step, struct record_walk *walk)
{
	struct records *records = walk->records;
	struct transfer *transfer = walk->transfer;
	const __u64 start = transfer->cursor.position;
	const __u32 have = records->have;

	if (walk->at >= walk->end)
		return 1;
	if (records->next > walk->at) {
		walk->at = records->next < walk->end ? records->next : walk->end;
		walk->wanted = walk->at - start;
		return 0;
	}
	if (have >= TLS_HEADER)
		return 1;
	records->header[have] = transfer->payload[(walk->at - start) & (RECORDS_MOST - 1)];
	records->have = have + 1;
	walk->at++;
	records->next = walk->at;
	if (have + 1 < TLS_HEADER)
		return 0;
	if (!enter_record(records, walk->at))
		return 1;
	walk->wanted = walk->at - start;
	return 0;
}

/* Follows the records through what was gathered since the call's beginning. Returns how much of it is of the handshake. */
VERIFIED_ONCE __u32 follow_records(struct transfer *transfer, struct records *records)
{
	struct record_walk walk;

	if (!transfer || !records)
		return 0;
	walk.transfer = transfer;
	walk.records = records;
	walk.at = transfer->cursor.position;
	walk.end = walk.at + transfer->cursor.gathered;
	walk.wanted = 0;
	bpf_loop(RECORD_STEPS, record_step, &walk, 0);
	/* A header of which the rest is still to come. */
	return records->is_over ? walk.wanted : transfer->cursor.gathered;
}

/* The first record of a direction, whose header is that of `head` and of which `before` bytes have moved before `position`. */
static __always_inline void begin_records(struct records *records, const struct message_head *head, __u64 position, __u32 before)
{
	records->is_begun = true;
	records->seen_to = position;
	for (int i = 0; i < TLS_HEADER; i++)
		records->header[i] = head->bytes[i];
	enter_record(records, position - before + TLS_HEADER);
}

/* Sends what of a call is of the handshake, and counts the rest. */
static __always_inline void send_handshake(struct transfer *transfer, struct records *records)
{
	struct cursor *cursor = &transfer->cursor;
	const __u32 bytes = cursor->rest + cursor->gathered;
	__u32 wanted = 0;

	if (!records->is_begun) {
		records->is_begun = true;
		records->next = cursor->position;
		records->seen_to = cursor->position;
	}
	/* What nobody has seen may have held the end of the handshake. */
	if (!transfer->call.is_seen || cursor->position != records->seen_to)
		records->is_over = true;
	records->seen_to = cursor->position + bytes;
	if (!records->is_over) {
		gather(transfer, RECORDS_MOST);
		wanted = follow_records(transfer, records);
	}
	/* What was not looked at may have held headers. */
	if (bytes > cursor->gathered && records->next < records->seen_to)
		records->is_over = true;
	if (records->sent + wanted > HANDSHAKE_MOST) {
		records->is_over = true;
		wanted = 0;
	}
	records->sent += wanted;
	unseen(UNSEEN_ENCRYPTED, transfer->row.direction, transfer->call.function, bytes - wanted);
	cursor->gathered = wanted;
	if (wanted)
		send_piece(transfer, wanted);
}
