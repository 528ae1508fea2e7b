/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is read of a socket where the kernel hands one to the program: everything that a row, or a position, is made of. */
#pragma once

#include "sockets/found.h"
#include "tcp_streams.h"

enum { FAMILY_UNIX = 1, FAMILY_INET = 2, FAMILY_INET6 = 10 };
enum { TYPE_STREAM = 1, TYPE_DGRAM = 2, TYPE_SEQPACKET = 5 };
enum { PROTO_TCP = 6, PROTO_UDP = 17, PROTO_MPTCP = 262 };

/* Where the streams of a TCP socket stand, by its own numbers. */
struct marks {
	__u64 positions[2];	/* bytes written and read since the connection began; where it is known already, 0 */
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
	const __u16 family = LOOK(sk, sock, __sk_common.skc_family), protocol = LOOK(sk, sock, sk_protocol);

	if (family == FAMILY_UNIX)
		return TRANSPORT_UNIX;
	if (family != FAMILY_INET && family != FAMILY_INET6)
		return 0;
	if (protocol == PROTO_UDP && LOOK(sk, sock, sk_type) == TYPE_DGRAM)
		return TRANSPORT_UDP;
	return protocol == PROTO_TCP || protocol == PROTO_MPTCP ? TRANSPORT_TCP : 0;
}

/*
 * Whether the socket sent the first SYN. It counts the SYN's acknowledgement as a byte, but not as data sent: the two
 * differ by it as long as nothing was lost before it could be sent.
 */
static __always_inline void read_opener(struct marks *marks, const struct tcp_sock *tcp, bool fin)
{
	const __u64 acknowledged = LOOK(tcp, tcp_sock, bytes_acked) + (__u32)(LOOK(tcp, tcp_sock, snd_nxt) - LOOK(tcp, tcp_sock, snd_una));
	const __u64 more = acknowledged - (LOOK(tcp, tcp_sock, bytes_sent) - LOOK(tcp, tcp_sock, bytes_retrans));

	marks->is_sure = !fin && more <= 1;
	marks->is_active = more == 1;
}

/* `state` is the one the numbers belong to. */
static __always_inline void read_marks(struct marks *marks, const struct tcp_sock *tcp, __u8 state, bool begins)
{
	const bool fin = has_sent_fin(state);
	const bool fin_read = has_read_fin(tcp);

	marks->is_counted = !LOOK(tcp, tcp_sock, inet_conn.icsk_ulp_ops);
	marks->sequences[DIRECTION_EGRESS] = LOOK(tcp, tcp_sock, write_seq) - fin;
	marks->sequences[DIRECTION_INGRESS] = LOOK(tcp, tcp_sock, copied_seq) - fin_read;
	if (!begins)
		return;
	marks->positions[DIRECTION_EGRESS] = bytes_written(tcp) - fin;
	marks->positions[DIRECTION_INGRESS] = bytes_read(tcp) - fin_read;
	read_opener(marks, tcp, fin);
}

static __always_inline void read_addresses_of(struct ends *ends, __u64 sk)
{
	if ((__u16)KERNEL_READ(sk, sock, __sk_common.skc_family) == FAMILY_INET) {
		map_ipv4(ends->local_addr, KERNEL_READ(sk, sock, __sk_common.skc_rcv_saddr));
		map_ipv4(ends->remote_addr, KERNEL_READ(sk, sock, __sk_common.skc_daddr));
		return;
	}
	for (int i = 0; i < 4; i++) {
		ends->local_addr[i] = kernel_word(MEMBER(sk, sock, __sk_common.skc_v6_rcv_saddr) + i * sizeof(__u32));
		ends->remote_addr[i] = kernel_word(MEMBER(sk, sock, __sk_common.skc_v6_daddr) + i * sizeof(__u32));
	}
}

static __always_inline void read_ends(struct ends *ends, const struct sock *sk, const struct tcp_sock *tcp, __u8 transport)
{
	ends->transport = transport;
	ends->unix_peer = 0;
	if (transport == TRANSPORT_UNIX) {
		__builtin_memset(ends, 0, offsetof(struct ends, transport));
		ends->unix_peer = KERNEL_READ((__u64)sk, unix_sock, peer);
		return;
	}
	if (walks) {
		read_addresses_of(ends, (__u64)sk);
		ends->local_port = bpf_ntohs(KERNEL_READ((__u64)sk, inet_sock, inet_sport));
	} else {
		read_local_address(ends->local_addr, sk);
		read_remote_address(ends->remote_addr, sk);
		ends->local_port = tcp ? local_port(tcp) : sk->__sk_common.skc_num;
	}
	ends->remote_port = bpf_ntohs(LOOK(sk, sock, __sk_common.skc_dport));
}

/* Of two Unix sockets the one that has a name is who waited to be called. */
static __always_inline void read_opener_unix(struct marks *marks, struct sock *sk)
{
	const struct unix_sock *here = walks ? (void *)sk : bpf_skc_to_unix_sock(sk);
	bool has_name;
	__u64 peer;

	if (!here)
		return;
	has_name = LOOK(here, unix_sock, addr);
	peer = (__u64)LOOK(here, unix_sock, peer);
	marks->is_active = !has_name;
	marks->is_sure = has_name || (peer && KERNEL_READ(peer, unix_sock, addr));
}

/* NULL: of several paths, which count for themselves. */
static __always_inline const struct tcp_sock *tcp_of(struct sock *sk)
{
	if (walks)
		return LOOK(sk, sock, sk_protocol) == PROTO_TCP ? (void *)sk : NULL;
	return bpf_skc_to_tcp_sock(sk);
}

/* `begins`: also what is asked only where a connection begins to be known. */
static __always_inline void read_facts_of_call(struct socket_facts *facts, struct sock *sk, __u8 transport, __u8 state, bool begins)
{
	const struct tcp_sock *tcp = transport == TRANSPORT_TCP ? tcp_of(sk) : NULL;

	read_ends(&facts->ends, sk, tcp, transport);
	facts->is_datagram = LOOK(sk, sock, sk_type) != TYPE_STREAM;
	__builtin_memset(&facts->marks, 0, sizeof(facts->marks));
	if (tcp) {
		read_marks(&facts->marks, tcp, state, begins);
		facts->is_encrypted = !facts->marks.is_counted;
	} else {
		facts->is_encrypted = false;
		if (transport == TRANSPORT_UNIX)
			read_opener_unix(&facts->marks, sk);
	}
}

/* `state` is the socket's. */
static __always_inline void read_facts(struct socket_facts *facts, struct sock *sk, __u8 transport, __u8 state)
{
	read_facts_of_call(facts, sk, transport, state, true);
}
