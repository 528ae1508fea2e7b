// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How many connections waited to be accepted each time another one came about. An attempt is a connection that a
 * listener completed.
 *
 * A completed connection's socket begins as a copy of its listener, so both the number that waits and its limit are
 * found in it as they were just then. Where the queue is full there is no such socket: what the kernel refused for
 * want of room (ListenOverflows of nstat) is not among these.
 */
#include "tcp.h"

OPTION(__u8, ipv4, 0, "type=bool", "help=only listeners of family IPv4");
OPTION(__u8, ipv6, 0, "type=bool", "help=only listeners of family IPv6, which may take IPv4 too; with ipv4: both");

struct tcpsynbl_key {
	__u32 backlog_max COLUMN("heading=backlog_max", "help=how many may wait: the listener's own limit, or net.core.somaxconn");
};

struct tcpsynbl {
	HISTOGRAM(backlog, 20, exp2zero, 1, "heading=backlog", "help=how many waited already");
};

METRICS(tcpsynbl, HASH, 1024, "help=TCP connections that waited to be accepted when another one was completed");

SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	int from = ctx[1], to = ctx[2];
	struct tcpsynbl_key key = {};
	struct tcpsynbl *figures;

	if (to != TCP_SYN_RECV || from != TCP_LISTEN || !bpf_skc_to_tcp_sock(sk))
		return 0;
	attempt(tcpsynbl);
	if ((ipv4 || ipv6) && !(sk->__sk_common.skc_family == INET ? ipv4 : ipv6)) {
		discard(tcpsynbl, FILTERED);
		return 0;
	}
	key.backlog_max = sk->sk_max_ack_backlog;
	figures = entry(tcpsynbl, &key);
	if (!figures)
		return 0;
	observe_exp2zero(figures, backlog, sk->sk_ack_backlog);
	aggregated(tcpsynbl);
	return 0;
}
