/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is known of a connection. It is kept in the socket's storage and goes with the socket. */
#pragma once

#include "inference/head.h"
#include "sockets/tables.h"
#include "tcp.h"

/* A stream whose beginning nobody saw starts here, so that position 0 is the true beginning always. */
#define UNKNOWN_START (1ULL << 48)

/* One direction of a connection. */
struct stream {
	__u64 position;		/* where the next bytes are expected */
	__u64 gap;		/* before it, bytes that no call has claimed begin here, */
	__u32 gap_size;		/* as many as this: another call may have moved them at the same time */
	__u32 sequence;		/* TCP's own number at `position` */
	bool is_known;		/* the position is */
};

/* The bytes that moved last in a direction, while the protocol is not known. */
struct kept {
	__u8 bytes[2 * HEAD_BYTES];	/* the latter half only so that a head fits behind what there is */
	__u64 position;
	__u64 size;			/* bytes that moved since, these included */
	__u32 count;			/* of `bytes`, at most HEAD_BYTES */
	__u32 pad;
};

struct connection {
	struct bpf_spin_lock lock;	/* of the streams */
	__u8 role;
	__u8 protocol;
	__u8 selection;
	__u8 last_direction;	/* in which bytes moved */
	__u64 id;
	__u64 opened;		/* boot ns */
	struct process owner;
	struct stream streams[2];
	struct kept kept[2];
	__u8 counted_protocol;	/* under which conn_stats counts it, once it does */
	bool is_counted;
	bool is_new;		/* it was seen to open */
	bool has_moved;		/* bytes, in either direction */
};

/* BPF_F_CLONE: what is accepted begins with the storage of its listener, of which the owner is kept. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, struct connection);
} connections SEC(".maps");

/* Where bytes move between, as a row tells it. */
struct ends {
	__u32 local_addr[4];
	__u32 remote_addr[4];
	__u16 local_port;
	__u16 remote_port;
	__u8 transport;
};
