// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each TCP connection at its end: between whom, how much was carried each way, and for how long. An attempt is a
 * connection seen to close, also one that never came about.
 */
#include "tcp.h"
#include "unnoted.h"

OPTION(__u32, pid, 0, "help=only connections of this process, as far as that is known; 0: everybody's");
OPTION_LIST(__u16, lport, PORTS_MAX, "help=only these local ports; empty: all");
OPTION_LIST(__u16, rport, PORTS_MAX, "help=only these remote ports; empty: all");
OPTION(__u8, ipv4, 0, "type=bool", "help=only IPv4");
OPTION(__u8, ipv6, 0, "type=bool", "help=only IPv6; with ipv4: both");

struct tcplife {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "help=when it closed");
	__u32 pid COLUMN("heading=PID", "help=process that opened it, or shut down or closed it if it came in; 0: not known, as the other side broke it off");
	char comm[16] COLUMN("heading=COMM", "help=that process's name; empty: not known");
	__u8 ip COLUMN("heading=", "help=4 or 6; IPv4 through a socket of family IPv6 is 4");
	__u8 pad_ip[3];
	__u32 laddr[4] COLUMN("type=ip", "heading=LADDR", "help=local address");
	__u16 lport COLUMN("heading=LPORT", "help=local port");
	__u16 pad_lport;
	__u32 raddr[4] COLUMN("type=ip", "heading=RADDR", "help=remote address");
	__u16 rport COLUMN("heading=RPORT", "help=remote port");
	__u16 pad_rport;
	__u32 netns COLUMN("heading=", "help=network namespace, as /proc/PID/ns/net names it");
	__u32 pad_bytes;
	__u64 tx_bytes COLUMN("unit=By", "heading=TX(KB)", "help=sent and acknowledged; SYN and FIN count as a byte each");
	__u64 rx_bytes COLUMN("unit=By", "heading=RX(KB)", "help=received; FIN counts as a byte");
	__u64 duration_ns COLUMN("type=duration", "unit=ns", "heading=LIFE(ms)", "help=since it was established, or since its SYN if it never was");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");
};

RING(events, 1 << 20);
TABLE(events, tcplife, "help=TCP connections that ended");

struct life {
	__u64 since;
	struct process by;
};

BY_SOCKET(lives, struct life);

static __always_inline void begin(struct tcp_sock *tcp, bool by_process)
{
	struct life *life = bpf_sk_storage_get(&lives, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);

	if (!life) {
		count_unnoted();
		return;
	}
	life->since = bpf_ktime_get_boot_ns();
	if (by_process)
		note_process(&life->by);
}

static __always_inline void establish(struct tcp_sock *tcp)
{
	struct life *life = bpf_sk_storage_get(&lives, tcp, NULL, 0);

	if (life)
		life->since = bpf_ktime_get_boot_ns();
}

static __always_inline bool is_wanted(const struct tcp_sock *tcp, const struct life *life)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;

	return (!pid || life->by.pid == pid) && ((!ipv4 && !ipv6) || (is_ipv4(sk) ? ipv4 : ipv6)) &&
	       is_listed(lport, local_port(tcp)) && is_listed(rport, remote_port(sk));
}

static __always_inline void send(const struct tcp_sock *tcp, const struct life *life)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;
	__u64 now = bpf_ktime_get_boot_ns();
	struct tcplife *row = reserve(tcplife);

	if (!row)
		return;
	row->pad_time = 0;
	row->time = now;
	row->pid = life->by.pid;
	__builtin_memcpy(row->comm, life->by.comm, sizeof(row->comm));
	row->ip = is_ipv4(sk) ? 4 : 6;
	__builtin_memset(row->pad_ip, 0, sizeof(row->pad_ip));
	read_local_address(row->laddr, sk);
	row->lport = local_port(tcp);
	row->pad_lport = 0;
	read_remote_address(row->raddr, sk);
	row->rport = remote_port(sk);
	row->pad_rport = 0;
	row->netns = network_namespace(sk);
	row->pad_bytes = 0;
	row->tx_bytes = tcp->bytes_acked;
	row->rx_bytes = tcp->bytes_received;
	row->duration_ns = now - life->since;
	row->start_ticks = life->by.start_ticks;
	row->cgroup_id = life->by.cgroup_id;
	submit(tcplife, row);
}

static __always_inline void end(struct tcp_sock *tcp, struct life *life)
{
	attempt(tcplife);
	if (!life)
		lose_without_beginning(tcplife);
	else if (pipeline_host_pid && life->by.pid == pipeline_host_pid)
		discard(tcplife, SELF);
	else if (!is_wanted(tcp, life))
		discard(tcplife, FILTERED);
	else
		send(tcp, life);
	bpf_sk_storage_delete(&lives, tcp);
}

SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	int from = ctx[1], to = ctx[2];
	bool closed_here = is_closed_by_process(sk, from, to);
	struct tcp_sock *tcp;
	struct life *life;

	/* A listener's life is no connection's. */
	if (to == TCP_LISTEN || (from == TCP_LISTEN && to == TCP_CLOSE) || from == to)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (!tcp)
		return 0;
	if (to == TCP_SYN_SENT || (to == TCP_SYN_RECV && from == TCP_LISTEN)) {
		begin(tcp, to == TCP_SYN_SENT);
		return 0;
	}
	if (to == TCP_ESTABLISHED) {
		establish(tcp);
		return 0;
	}
	if (to != TCP_CLOSE && !closed_here)
		return 0;
	life = bpf_sk_storage_get(&lives, tcp, NULL, 0);
	if (life && closed_here && !life->by.pid)
		note_process(&life->by);
	if (to == TCP_CLOSE)
		end(tcp, life);
	return 0;
}
