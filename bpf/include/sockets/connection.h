/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is known of a connection. It is kept in the socket's storage and goes with the socket. */
#pragma once

#include "inference/head.h"
#include "inference/tls.h"
#include "sockets/tables.h"
#include "tcp.h"

/* A stream whose beginning nobody saw starts here, so that position 0 is the true beginning always. */
#define UNKNOWN_START (1ULL << 48)

/* Where bytes move between, as a row tells it. */
struct ends {
	__u32 local_addr[4];
	__u32 remote_addr[4];
	__u16 local_port;
	__u16 remote_port;
	__u8 transport;
	__u64 unix_peer;	/* address of the socket that a Unix socket is connected to; 0: none */
};

/* One direction of a connection. */
struct stream {
	__u64 position;		/* where the next bytes are expected */
	__u64 gap;		/* before it, bytes that no call has claimed begin here, */
	__u32 gap_size;		/* as many as this: another call may have moved them at the same time */
	__u32 written_off;	/* bytes of such that were counted as missed, and may be claimed after all */
	__u64 gap_seen;		/* boot ns at which there was a gap already; 0: there is none, or nobody has looked again */
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

/* How far the records of TLS were followed in a direction: see tls_records.h. */
struct records {
	__u64 next;	/* position of the header that comes next */
	__u64 seen_to;	/* position behind what was followed */
	__u32 sent;	/* bytes in rows */
	__u8 header[TLS_HEADER];
	__u8 have;	/* of the header */
	bool is_begun;
	bool is_over;	/* nothing more of the direction is told */
};

/* How TCP ended a connection, as long as that is not told. */
struct ending {
	__u32 sequences[2];	/* where the streams stood, as TCP numbers them */
	__s32 error;
	__u8 reason;
	__u8 from;		/* the state that it was in before */
	bool is_awaited;	/* it is told with the socket's end */
};

/* In front what each call looks at: where there are many connections, nothing of one is in a cache when its bytes move. */
struct connection {
	struct bpf_spin_lock lock;	/* of the streams */
	__u8 role;
	__u8 protocol;
	__u8 selection;
	__u8 last_direction;	/* in which bytes moved */
	__u64 id;
	__u64 uncounted[2];	/* bytes that conn_stats has not yet */
	__u8 counted_protocol;	/* under which conn_stats counts it, once it does */
	bool is_counted;
	bool is_counted_encrypted;
	bool is_new;		/* it was seen to open */
	bool is_begun;		/* `id` and `role` are set */
	bool has_moved;		/* bytes, in either direction */
	bool is_opened;		/* it was told that it opened */
	bool is_closed;
	bool is_owner_in_cgroup;	/* that is asked for */
	bool is_noted_own;		/* among the host's own */
	bool has_plain;			/* there is one for its plain text: see tls_plain.h */
	bool is_plain;			/* this is that one */
	struct stream streams[2];
	struct process owner;
	struct ends first;	/* of the first bytes; those of later datagrams may be others */
	struct records records[2];
	struct ending ending;
	__u64 inode;		/* of a socket that is known by its address */
	struct kept kept[2];
};

/* What is known of another connection of the same socket, or was its listener's, is forgotten; but for the owner. */
static __always_inline void forget(struct connection *connection)
{
	const struct process owner = connection->owner;
	const bool is_owner_in_cgroup = connection->is_owner_in_cgroup;
	const __u32 from = offsetof(struct connection, role);

	__builtin_memset((char *)connection + from, 0, sizeof(*connection) - from);
	connection->owner = owner;
	connection->is_owner_in_cgroup = is_owner_in_cgroup;
}
