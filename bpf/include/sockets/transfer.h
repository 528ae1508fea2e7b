/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A call's bytes on their way into rows: too much for the stack, so each CPU has room for one. */
#pragma once

#include "sockets/call.h"
#include "sockets/positions.h"

/* The most payload of a row, and of all rows of a call. */
#define PIECE (30 << 10)
#define CALL_MOST (2560 << 10)

/* How much is read at once at any place in the piece: the verifier sees that both together stay within the room. */
#define STEP_MOST 1024

struct cursor {
	__u64 position;		/* of the first byte in the payload */
	__u64 at;		/* user address of the next byte */
	__u64 left;		/* bytes of the segment */
	__u32 segment;		/* the next one's index */
	__u32 gathered;		/* bytes in the payload */
	__u32 rest;		/* bytes of the call behind these */
	__u32 sent;		/* bytes of payload in rows */
	__u32 until;		/* gather so many */
	bool is_careful;	/* a read failed, so page by page */
	bool has_failed;
};

struct transfer {
	struct conn_data row;
	__u8 payload[PIECE + STEP_MOST];	/* right behind its row */
	struct call call;
	struct cursor cursor;
	struct socket_facts facts;
	struct claim claim;	/* not on the stack, where the verifier would follow each way to it */
	struct ends ends;	/* what the messages of a call have in common of theirs */
	struct message_head head;
	__u32 is_busy;
};

/* For sockets one, as nothing comes between there. Programs in libraries may be put aside for others. */
#define TRANSFERS 4

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, TRANSFERS);
	__type(key, __u32);
	__type(value, struct transfer);
} transfers SEC(".maps");

static __always_inline struct transfer *take_transfer(__u32 index)
{
	struct transfer *transfer = bpf_map_lookup_elem(&transfers, &index);

	return transfer && !__sync_lock_test_and_set(&transfer->is_busy, 1) ? transfer : NULL;
}

/* NULL: another program on this CPU was interrupted while it had the room. */
static __always_inline struct transfer *begin_transfer(void)
{
	return take_transfer(0);
}

/* NULL: as many as there is room for are put aside. No loop, which verifiers take for one without end. */
static __always_inline struct transfer *begin_plain_transfer(void)
{
	struct transfer *transfer = take_transfer(1);

	if (!transfer)
		transfer = take_transfer(2);
	if (!transfer)
		transfer = take_transfer(3);
	return transfer;
}

static __always_inline void end_transfer(struct transfer *transfer)
{
	transfer->is_busy = 0;
}
