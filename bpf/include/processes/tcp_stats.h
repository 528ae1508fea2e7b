/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * TCP connections in figures. What is added at each event is by how much the socket's own counts have grown, so that bytes
 * which no event tells of are counted with those of the next. An attempt is an event since whose predecessor they have.
 */
#pragma once

#include "processes/connections.h"

enum { PEEK = 2, ERROR_QUEUE = 0x2000 };	/* flags of receiving that takes nothing off the stream */

static __always_inline void read_counts(__u64 counts[COUNTED], const struct tcp_sock *tcp, __u8 state)
{
	counts[COUNTED_WRITTEN] = bytes_written(tcp) - has_sent_fin(state);
	counts[COUNTED_READ] = bytes_read(tcp) - has_read_fin(tcp);
	counts[COUNTED_RESENT] = tcp->total_retrans;
}

/* By how much it has grown; another CPU may be further already. */
static __always_inline __u64 growth(__u64 *counted, __u64 now)
{
#pragma unroll
	for (int tries = 0; tries < 4; tries++) {
		const __u64 seen = *counted;

		if ((__s64)(now - seen) <= 0)
			return 0;
		if (__sync_val_compare_and_swap(counted, seen, now) == seen)
			return now - seen;
	}
	return 0;
}

static __always_inline void discard_growth(struct connection *connection, const __u64 counts[COUNTED])
{
#pragma unroll
	for (int i = 0; i < COUNTED; i++)
		growth(&connection->counted[i], counts[i]);
}

static __always_inline bool has_grown(const struct connection *connection, const __u64 counts[COUNTED])
{
	return (__s64)(counts[COUNTED_WRITTEN] - connection->counted[COUNTED_WRITTEN]) > 0 ||
	       (__s64)(counts[COUNTED_READ] - connection->counted[COUNTED_READ]) > 0 ||
	       (__s64)(counts[COUNTED_RESENT] - connection->counted[COUNTED_RESENT]) > 0;
}

/* Brings the figures of that owner up to date. Where the map has no room, what has grown is left for the next event. */
static __always_inline void count_growth(struct connection *connection, const __u64 counts[COUNTED], __u32 index)
{
	const struct owner *owner = &connection->owners[index < OWNERS ? index : EVERYONE_ELSE];
	const enum selection selection = selection_of(owner);
	struct tcp_stats_events_key key = {};
	struct tcp_stats_events *figures;

	if (!has_grown(connection, counts))
		return;
	attempt(tcp_stats_events);
	if (selection != SELECTION_WANTED) {
		discard_growth(connection, counts);
		if (selection == SELECTION_SELF)
			discard(tcp_stats_events, SELF);
		else
			discard(tcp_stats_events, FILTERED);
		return;
	}
	set_key(&key, connection, owner);
	figures = entry(tcp_stats_events, &key);
	if (!figures)
		return;
	add(figures, tx, growth(&connection->counted[COUNTED_WRITTEN], counts[COUNTED_WRITTEN]));
	add(figures, rx, growth(&connection->counted[COUNTED_READ], counts[COUNTED_READ]));
	add(figures, retransmits, growth(&connection->counted[COUNTED_RESENT], counts[COUNTED_RESENT]));
	aggregated(tcp_stats_events);
}

/* Of a connection that is older than the programs, what it has counted is not told of, but for what the event is of. */
static __always_inline struct connection *find_connection(struct tcp_sock *tcp, const __u64 counts[COUNTED], enum counted what, __u32 but)
{
	struct connection *connection = bpf_sk_storage_get(&connections, tcp, NULL, 0);

	if (connection)
		return connection;
	connection = bpf_sk_storage_get(&connections, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);
	if (!connection) {
		attempt(tcp_stats_events);
		lose(tcp_stats_events, MAP_BUSY);
		return NULL;
	}
	connection->counted[COUNTED_WRITTEN] = counts[COUNTED_WRITTEN] - (what == COUNTED_WRITTEN ? but : 0);
	connection->counted[COUNTED_READ] = counts[COUNTED_READ] - (what == COUNTED_READ ? but : 0);
	connection->counted[COUNTED_RESENT] = counts[COUNTED_RESENT] - (what == COUNTED_RESENT ? but : 0);
	connection->last = EVERYONE_ELSE;
	return connection;
}

/* The current process moved so many bytes. */
static __always_inline int bytes_moved(struct sock *sk, int bytes, enum counted what, int flags)
{
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct connection *connection;
	__u64 counts[COUNTED];

	if (!tcp || bytes <= 0 || (what == COUNTED_READ && flags & (PEEK | ERROR_QUEUE)))
		return 0;
	read_counts(counts, tcp, sk->__sk_common.skc_state);
	connection = find_connection(tcp, counts, what, bytes);
	if (!connection)
		return 0;
	if (connection->is_closed)
		counts[COUNTED_WRITTEN] = connection->counted[COUNTED_WRITTEN];
	name_connection(connection, tcp);
	connection->last = owner_index(connection);
	count_growth(connection, counts, connection->last);
	return 0;
}

/* Segments of it were sent again, by whatever runs just then. */
static __always_inline int segments_resent(struct sock *sk, const struct sk_buff *skb)
{
	const __u16 segments = *(__u16 *)((void *)skb->cb + bpf_core_field_offset(struct tcp_skb_cb, tcp_gso_segs));
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct connection *connection;
	__u64 counts[COUNTED];

	if (!tcp)
		return 0;
	read_counts(counts, tcp, sk->__sk_common.skc_state);
	connection = find_connection(tcp, counts, COUNTED_RESENT, segments);
	if (!connection)
		return 0;
	name_connection(connection, tcp);
	count_growth(connection, counts, connection->last);
	return 0;
}

/* No figure of it grows any more. */
static __always_inline void end_figures(const struct connection *connection)
{
	const __u64 now = bpf_ktime_get_boot_ns();

#pragma unroll
	for (int i = 0; i < OWNERS; i++) {
		struct tcp_stats_events_key key = {};
		struct tcp_stats_events *figures;

		if (selection_of(&connection->owners[i]) != SELECTION_WANTED)
			continue;
		set_key(&key, connection, &connection->owners[i]);
		figures = bpf_map_lookup_elem(&tcp_stats_events, &key);
		if (figures)
			figures->ended = now;
	}
}

/* The SYN that it sends is no byte of the program's. */
static __always_inline void begin_connection(struct tcp_sock *tcp, bool is_active)
{
	struct connection *connection = bpf_sk_storage_get(&connections, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);

	if (!connection)
		return;
	if (connection->is_named)
		end_figures(connection);
	__builtin_memset(connection, 0, sizeof(*connection));
	connection->counted[COUNTED_WRITTEN] = is_active;
	connection->last = is_active ? owner_index(connection) : EVERYONE_ELSE;
}

static __always_inline void closed(struct tcp_sock *tcp, struct connection *connection, __u8 from)
{
	__u64 counts[COUNTED];

	read_counts(counts, tcp, from);
	name_connection(connection, tcp);
	count_growth(connection, counts, connection->last);
	connection->is_closed = true;
}

static __always_inline int state_changed(struct sock *sk, int from, int to)
{
	const bool is_accepted = to == TCP_SYN_RECV && from == TCP_LISTEN;
	struct connection *connection;
	struct tcp_sock *tcp;

	if (to != TCP_SYN_SENT && !is_accepted && !has_sent_fin(to) && to != TCP_CLOSE)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (!tcp)
		return 0;
	if (to == TCP_SYN_SENT || is_accepted) {
		begin_connection(tcp, to == TCP_SYN_SENT);
		return 0;
	}
	connection = bpf_sk_storage_get(&connections, tcp, NULL, 0);
	if (!connection)
		return 0;
	if (connection->last == EVERYONE_ELSE && is_closed_by_process(sk, from, to))
		connection->last = owner_index(connection);
	if (to == TCP_CLOSE)
		closed(tcp, connection, from);
	return 0;
}

/* After that nobody can read from it, either: what has come may be read after both sides have closed. */
static __always_inline int destroyed(struct sock *sk)
{
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct connection *connection;
	__u64 counts[COUNTED];

	if (!tcp)
		return 0;
	connection = bpf_sk_storage_get(&connections, tcp, NULL, 0);
	if (!connection)
		return 0;
	read_counts(counts, tcp, TCP_CLOSE);
	counts[COUNTED_WRITTEN] = connection->counted[COUNTED_WRITTEN];
	counts[COUNTED_RESENT] = connection->counted[COUNTED_RESENT];
	count_growth(connection, counts, connection->last);
	end_figures(connection);
	bpf_sk_storage_delete(&connections, tcp);
	return 0;
}
