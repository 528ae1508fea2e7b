/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is read of a socket where the kernel hands one to the program: everything that a row, or a position, is made of. */
#pragma once

#include "kernel_memory.h"
#include "sockets/connection.h"

enum { FAMILY_UNIX = 1, FAMILY_INET = 2, FAMILY_INET6 = 10 };
enum { TYPE_STREAM = 1, TYPE_DGRAM = 2, TYPE_SEQPACKET = 5 };
enum { PROTO_TCP = 6, PROTO_UDP = 17, PROTO_MPTCP = 262 };
enum { FLAG_DONE = 1 << 1 };	/* in skc_flags: the other side's FIN has come */

/* Where the streams of a TCP socket stand, by its own numbers. */
struct marks {
	__u64 positions[2];	/* bytes written and read since the connection began */
	__u32 sequences[2];	/* the same as TCP counts it, without FIN */
	bool is_counted;	/* the socket counts what programs write and read */
	bool is_active;		/* it sent the first SYN; known if is_sure */
	bool is_sure;
};

struct socket_facts {
	struct ends ends;
	struct marks marks;
	bool is_datagram;
	bool is_encrypted;	/* by the kernel: what programs write and read is plain text */
};

static __always_inline __u8 transport_of(const struct sock *sk)
{
	const __u16 family = sk->__sk_common.skc_family, protocol = sk->sk_protocol;

	if (family == FAMILY_UNIX)
		return TRANSPORT_UNIX;
	if (family != FAMILY_INET && family != FAMILY_INET6)
		return 0;
	if (protocol == PROTO_UDP && sk->sk_type == TYPE_DGRAM)
		return TRANSPORT_UDP;
	return protocol == PROTO_TCP || protocol == PROTO_MPTCP ? TRANSPORT_TCP : 0;
}

static __always_inline bool has_sent_fin(__u8 state)
{
	return state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING || state == TCP_LAST_ACK || state == TCP_TIME_WAIT;
}

/*
 * Whether the socket sent the first SYN. It counts the SYN's acknowledgement as a byte, but not as data sent: the two
 * differ by it as long as nothing was lost before it could be sent.
 */
static __always_inline void read_opener(struct marks *marks, const struct tcp_sock *tcp, bool fin)
{
	const __u64 acknowledged = tcp->bytes_acked + (__u32)(tcp->snd_nxt - tcp->snd_una);
	const __u64 more = acknowledged - (tcp->bytes_sent - tcp->bytes_retrans);

	marks->is_sure = !fin && more <= 1;
	marks->is_active = more == 1;
}

/* `state` is the one the numbers belong to. */
static __always_inline void read_marks(struct marks *marks, const struct tcp_sock *tcp, __u8 state)
{
	const bool fin = has_sent_fin(state);
	const bool fin_read = (tcp->inet_conn.icsk_inet.sk.__sk_common.skc_flags & FLAG_DONE) && tcp->copied_seq == tcp->rcv_nxt;

	__u64 acknowledged, unacknowledged;

	/* An acknowledgement may come between the reads of what belongs together. */
	for (int i = 0; i < 4; i++) {
		const __u32 first = tcp->snd_una;

		acknowledged = tcp->bytes_acked;
		unacknowledged = (__u32)(tcp->write_seq - first);
		barrier();
		if (tcp->bytes_acked == acknowledged && tcp->snd_una == first)
			break;
	}
	marks->is_counted = !tcp->inet_conn.icsk_ulp_ops;
	marks->sequences[DIRECTION_EGRESS] = tcp->write_seq - fin;
	marks->sequences[DIRECTION_INGRESS] = tcp->copied_seq - fin_read;
	marks->positions[DIRECTION_EGRESS] = acknowledged + unacknowledged - fin;
	marks->positions[DIRECTION_INGRESS] = tcp->bytes_received - (__u32)(tcp->rcv_nxt - tcp->copied_seq) - fin_read;
	read_opener(marks, tcp, fin);
}

static __always_inline void read_ends(struct ends *ends, const struct sock *sk, const struct tcp_sock *tcp, __u8 transport)
{
	ends->transport = transport;
	if (transport == TRANSPORT_UNIX) {
		__builtin_memset(ends, 0, offsetof(struct ends, transport));
		return;
	}
	read_local_address(ends->local_addr, sk);
	read_remote_address(ends->remote_addr, sk);
	ends->local_port = tcp ? local_port(tcp) : sk->__sk_common.skc_num;
	ends->remote_port = remote_port(sk);
}

/* Of two Unix sockets the one that has a name is who waited to be called. */
static __always_inline void read_opener_unix(struct marks *marks, struct sock *sk)
{
	const struct unix_sock *here = bpf_skc_to_unix_sock(sk);

	if (!here)
		return;
	marks->is_active = !here->addr;
	marks->is_sure = here->addr || (here->peer && KERNEL_READ((__u64)here->peer, unix_sock, addr));
}

/* `state` is the socket's. */
static __always_inline void read_facts(struct socket_facts *facts, struct sock *sk, __u8 transport, __u8 state)
{
	struct tcp_sock *tcp = transport == TRANSPORT_TCP ? bpf_skc_to_tcp_sock(sk) : NULL;

	read_ends(&facts->ends, sk, tcp, transport);
	facts->is_datagram = sk->sk_type != TYPE_STREAM;
	__builtin_memset(&facts->marks, 0, sizeof(facts->marks));
	if (tcp) {
		read_marks(&facts->marks, tcp, state);
		facts->is_encrypted = !facts->marks.is_counted;
	} else {
		facts->is_encrypted = false;
		if (transport == TRANSPORT_UNIX)
			read_opener_unix(&facts->marks, sk);
	}
}
