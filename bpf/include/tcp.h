/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What programs about TCP read of a socket: its ends, its state, and the process that has to do with it.
 */
#pragma once

#include <bpf/bpf_endian.h>
#include "kernel.h"
#include "pipeline.bpf.h"
#include "uring/thread.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct in6_addr {
	union {
		__u32 u6_addr32[4];
	} in6_u;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

typedef struct {
	__s64 counter;
} atomic64_t;

struct sock_common {
	__u32 skc_daddr;
	__u32 skc_rcv_saddr;
	__u16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	unsigned char skc_state;
	atomic64_t skc_cookie;
	unsigned long skc_flags;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	int sk_err;
	__u16 sk_type;
	__u16 sk_protocol;
	__u8 sk_shutdown;
	__u32 sk_ack_backlog;
	__u32 sk_max_ack_backlog;
};

struct inet_sock {
	struct sock sk;
	__u16 inet_sport;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
	const void *icsk_ulp_ops;
	__u8 icsk_ca_state : 5;
	__u8 icsk_pending;
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u32 srtt_us;
	__u32 write_seq;
	__u32 snd_una;
	__u32 snd_nxt;
	__u32 copied_seq;
	__u32 rcv_nxt;
	__u8 is_mptcp : 1;
	__u64 bytes_sent;
	__u64 bytes_retrans;
	__u64 bytes_received;
	__u64 bytes_acked;
	__u32 total_retrans;
};

struct unix_address;

struct unix_sock {
	struct sock sk;
	struct unix_address *addr;
	struct sock *peer;
};

struct socket {
	struct sock *sk;
};

struct sk_buff {
	char cb[48];
};

struct tcp_skb_cb {
	__u32 seq;
	__u16 tcp_gso_segs;
};

#pragma clang attribute pop

/* As the kernel numbers them. */
enum tcp_state {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT,
	TCP_SYN_RECV,
	TCP_FIN_WAIT1,
	TCP_FIN_WAIT2,
	TCP_TIME_WAIT,
	TCP_CLOSE,
	TCP_CLOSE_WAIT,
	TCP_LAST_ACK,
	TCP_LISTEN,
	TCP_CLOSING,
	TCP_NEW_SYN_RECV,
};

/* ---- ends ---------------------------------------------------------------------------------- */

#define INET 2
#define MAPPED bpf_htonl(0xffff)

/* What travels as IPv4 is IPv4, also through a socket of family IPv6, which calls it ::ffff:a.b.c.d. */
static __always_inline bool is_ipv4(const struct sock *sk)
{
	const struct in6_addr *remote = &sk->__sk_common.skc_v6_daddr;

	return sk->__sk_common.skc_family == INET ||
	       (!remote->in6_u.u6_addr32[0] && !remote->in6_u.u6_addr32[1] && remote->in6_u.u6_addr32[2] == MAPPED);
}

static __always_inline void map_ipv4(__u32 to[4], __u32 address)
{
	to[0] = 0;
	to[1] = 0;
	to[2] = MAPPED;
	to[3] = address;
}

static __always_inline void copy_ipv6(__u32 to[4], const struct in6_addr *address)
{
	to[0] = address->in6_u.u6_addr32[0];
	to[1] = address->in6_u.u6_addr32[1];
	to[2] = address->in6_u.u6_addr32[2];
	to[3] = address->in6_u.u6_addr32[3];
}

static __always_inline void read_local_address(__u32 to[4], const struct sock *sk)
{
	if (sk->__sk_common.skc_family == INET)
		map_ipv4(to, sk->__sk_common.skc_rcv_saddr);
	else
		copy_ipv6(to, &sk->__sk_common.skc_v6_rcv_saddr);
}

static __always_inline void read_remote_address(__u32 to[4], const struct sock *sk)
{
	if (sk->__sk_common.skc_family == INET)
		map_ipv4(to, sk->__sk_common.skc_daddr);
	else
		copy_ipv6(to, &sk->__sk_common.skc_v6_daddr);
}

/* Not skc_num, which is 0 again once the socket closes. */
static __always_inline __u16 local_port(const struct tcp_sock *tcp)
{
	return bpf_ntohs(tcp->inet_conn.icsk_inet.inet_sport);
}

static __always_inline __u16 remote_port(const struct sock *sk)
{
	return bpf_ntohs(sk->__sk_common.skc_dport);
}

static __always_inline __u32 network_namespace(const struct sock *sk)
{
	return sk->__sk_common.skc_net.net->ns.inum;
}

/* ---- options ------------------------------------------------------------------------------- */

#define PORTS_MAX 16

/* For OPTION_LIST(__u16, NAME, PORTS_MAX): without any, all are. */
static __always_inline bool is_listed(const volatile __u16 ports[PORTS_MAX], __u16 port)
{
#pragma unroll
	for (int i = 0; i < PORTS_MAX && ports[i]; i++)
		if (ports[i] == port)
			return true;
	return !ports[0];
}

/* ---- processes ----------------------------------------------------------------------------- */

struct process {
	__u64 start_ticks;
	__u64 cgroup_id;
	__u32 pid;
	char comm[16];
	__u32 pad;
};

static __always_inline void note_process(struct process *process)
{
	struct task_struct *task = bpf_get_current_task_btf();

	process->start_ticks = start_ticks(task->group_leader);
	process->cgroup_id = bpf_get_current_cgroup_id();
	process->pid = task->tgid;
	read_comm(process->comm, task);
}

#define SHUTDOWN_BOTH 3

/*
 * Most changes of state happen when a packet or a timer comes, whatever process runs just then. These are made by the
 * process that shuts down or closes, which says so beforehand if that ends the connection at once.
 */
static __always_inline bool is_closed_by_process(const struct sock *sk, int from, int to)
{
	return to == TCP_FIN_WAIT1 || to == TCP_LAST_ACK || (to == TCP_CLOSE && sk->sk_shutdown == SHUTDOWN_BOTH &&
							     (from == TCP_ESTABLISHED || from == TCP_CLOSE_WAIT));
}

/* And these by one that opens, listens, or no longer does. */
static __always_inline bool is_changed_by_process(const struct sock *sk, int from, int to)
{
	return to == TCP_SYN_SENT || to == TCP_LISTEN || (from == TCP_LISTEN && to == TCP_CLOSE) || is_closed_by_process(sk, from, to);
}

/* What is noted of a socket; it goes with the socket. */
#define BY_SOCKET(NAME, noted)                                                                      \
	struct {                                                                                    \
		__uint(type, BPF_MAP_TYPE_SK_STORAGE);                                              \
		__uint(map_flags, BPF_F_NO_PREALLOC);                                               \
		__type(key, int);                                                                   \
		__type(value, noted);                                                               \
	} NAME SEC(".maps")
