/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* How many bytes a program has written to a TCP socket and read from it since the connection began, by the socket's own counts. */
#pragma once

#include "tcp.h"

/* A program that comes to sockets by addresses alone reads them in its own way. */
#ifndef LOOK
#define LOOK(object, type, member) ((object)->member)
#endif

enum { FLAG_DONE = 1 << 1 };	/* in skc_flags: the other side's FIN has come */

static __always_inline bool has_sent_fin(__u8 state)
{
	return state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING || state == TCP_LAST_ACK || state == TCP_TIME_WAIT;
}

static __always_inline bool has_read_fin(const struct tcp_sock *tcp)
{
	return (LOOK(tcp, tcp_sock, inet_conn.icsk_inet.sk.__sk_common.skc_flags) & FLAG_DONE) && LOOK(tcp, tcp_sock, copied_seq) == LOOK(tcp, tcp_sock, rcv_nxt);
}

/* Whether there are bytes to be read, the FIN aside. */
static __always_inline bool is_unread(const struct tcp_sock *tcp)
{
	const bool fin = LOOK(tcp, tcp_sock, inet_conn.icsk_inet.sk.__sk_common.skc_flags) & FLAG_DONE;

	return (__u32)(LOOK(tcp, tcp_sock, rcv_nxt) - LOOK(tcp, tcp_sock, copied_seq)) > fin;
}

/* What was acknowledged and what was not. False: an acknowledgement came meanwhile. */
static __always_inline bool read_written(__u64 *written, const struct tcp_sock *tcp)
{
	const __u64 acknowledged = LOOK(tcp, tcp_sock, bytes_acked);
	const __u32 first = LOOK(tcp, tcp_sock, snd_una);

	*written = acknowledged + (__u32)(LOOK(tcp, tcp_sock, write_seq) - first);
	barrier();
	return LOOK(tcp, tcp_sock, bytes_acked) == acknowledged && LOOK(tcp, tcp_sock, snd_una) == first;
}

/* The FIN is a byte of it, and so is the SYN of who opened the connection. */
static __always_inline __u64 bytes_written(const struct tcp_sock *tcp)
{
	__u64 written;

	/* An acknowledgement may come between the reads of what belongs together. No loop, of which older verifiers make another sort. */
	if (!read_written(&written, tcp) && !read_written(&written, tcp) && !read_written(&written, tcp))
		read_written(&written, tcp);
	return written;
}

/* The FIN that was read is a byte of it. */
static __always_inline __u64 bytes_read(const struct tcp_sock *tcp)
{
	return LOOK(tcp, tcp_sock, bytes_received) - (__u32)(LOOK(tcp, tcp_sock, rcv_nxt) - LOOK(tcp, tcp_sock, copied_seq));
}
