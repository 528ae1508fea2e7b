// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each segment that TCP sends again, also as a probe whether the last ones were lost. An attempt is such a segment.
 */
#include "tcp.h"

OPTION(__u8, lossprobe, 0, "type=bool", "help=also tail loss probes, which ask for an acknowledgement early");
OPTION(__u8, ipv4, 0, "type=bool", "help=only IPv4");
OPTION(__u8, ipv6, 0, "type=bool", "help=only IPv6; with ipv4: both");

enum tcpretrans_type {
	TYPE_RETRANSMIT,
	TYPE_LOSS_PROBE,
};

struct tcpretrans {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it was sent again");
	__u32 pid COLUMN("heading=PID", "help=process that opened the connection; 0: not known, as it came in or is older than the tracing");
	char comm[16] COLUMN("heading=", "help=that process's name; empty: not known");
	__u8 ip COLUMN("heading=IP", "help=4 or 6; IPv4 through a socket of family IPv6 is 4");
	__u8 pad_ip[3];
	__u32 laddr[4] COLUMN("type=ip", "heading=LADDR", "help=local address");
	__u16 lport COLUMN("heading=LPORT", "help=local port");
	__u16 pad_lport;
	enum tcpretrans_type type COLUMN("strip=TYPE_", "heading=T", "help=why it was sent again");
	__u32 raddr[4] COLUMN("type=ip", "heading=RADDR", "help=remote address");
	__u16 rport COLUMN("heading=RPORT", "help=remote port");
	__u16 pad_rport;
	enum tcp_state state COLUMN("strip=TCP_", "heading=STATE");
	__u32 seq COLUMN("heading=", "help=sequence number of the segment");
	__u32 netns COLUMN("heading=", "help=network namespace, as /proc/PID/ns/net names it");
	__s32 error COLUMN("heading=", "help=0, or minus the error number: it could not be sent. Older kernels (6.1, 6.12) tell only what was sent");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");
};

RING(events, 1 << 18);
TABLE(events, tcpretrans, "help=TCP segments sent again");

BY_SOCKET(openers, struct process);

/* Retransmissions are mostly a timer's doing, so the process is noted while it runs: when it opens the connection. */
SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	int to = ctx[2];
	struct tcp_sock *tcp;
	struct process *opener;

	if (to != TCP_SYN_SENT)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (!tcp)
		return 0;
	opener = bpf_sk_storage_get(&openers, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);
	if (opener)
		note_process(opener);
	return 0;
}

#define PENDING_LOSS_PROBE 5
#define CA_RECOVERY 3

/* The timer of a probe is pending until it was sent. It may also be while an acknowledgement asks for more: in recovery, where there are no probes. */
static __always_inline bool is_loss_probe(const struct tcp_sock *tcp)
{
	const struct inet_connection_sock *connection = &tcp->inet_conn;

	return connection->icsk_pending == PENDING_LOSS_PROBE && BPF_CORE_READ_BITFIELD(connection, icsk_ca_state) < CA_RECOVERY;
}

/* Where the kernel tells it: its third argument came with Linux 6.15. */
typedef void (*btf_trace_tcp_retransmit_skb)(void *, const struct sock *, const struct sk_buff *, int);

static __always_inline __s32 error_of(__u64 *ctx)
{
	return bpf_core_type_matches(btf_trace_tcp_retransmit_skb) ? ctx[2] : 0;
}

static __always_inline __u32 sequence_of(const struct sk_buff *skb)
{
	return *(__u32 *)((void *)skb->cb + bpf_core_field_offset(struct tcp_skb_cb, seq));
}

static __always_inline void send(__u64 *ctx, const struct tcp_sock *tcp, const struct process *opener)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;
	const struct sk_buff *skb = (void *)ctx[1];
	struct tcpretrans *row = reserve(tcpretrans);

	if (!row)
		return;
	row->pad_time = 0;
	row->time = bpf_ktime_get_boot_ns();
	row->ip = is_ipv4(sk) ? 4 : 6;
	__builtin_memset(row->pad_ip, 0, sizeof(row->pad_ip));
	read_local_address(row->laddr, sk);
	row->lport = local_port(tcp);
	row->pad_lport = 0;
	row->type = is_loss_probe(tcp) ? TYPE_LOSS_PROBE : TYPE_RETRANSMIT;
	read_remote_address(row->raddr, sk);
	row->rport = remote_port(sk);
	row->pad_rport = 0;
	row->state = sk->__sk_common.skc_state;
	row->seq = sequence_of(skb);
	row->netns = network_namespace(sk);
	row->error = error_of(ctx);
	if (opener) {
		row->pid = opener->pid;
		__builtin_memcpy(row->comm, opener->comm, sizeof(row->comm));
		row->start_ticks = opener->start_ticks;
		row->cgroup_id = opener->cgroup_id;
	} else {
		row->pid = 0;
		__builtin_memset(row->comm, 0, sizeof(row->comm));
		row->start_ticks = 0;
		row->cgroup_id = 0;
	}
	submit(tcpretrans, row);
}

SEC("tp_btf/tcp_retransmit_skb")
int all__tcp_retransmit_skb__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct process *opener;

	if (!tcp)
		return 0;
	opener = bpf_sk_storage_get(&openers, tcp, NULL, 0);
	attempt(tcpretrans);
	if (opener && pipeline_host_pid && opener->pid == pipeline_host_pid)
		discard(tcpretrans, SELF);
	else if ((!lossprobe && is_loss_probe(tcp)) || ((ipv4 || ipv6) && !(is_ipv4(sk) ? ipv4 : ipv6)))
		discard(tcpretrans, FILTERED);
	else
		send(ctx, tcp, opener);
	return 0;
}
