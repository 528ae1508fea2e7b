// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each change of a TCP socket's state, and how long the old one lasted. An attempt is a change.
 */
#include "tcp.h"

OPTION_LIST(__u16, lport, PORTS_MAX, "help=only these local ports; empty: all");
OPTION_LIST(__u16, rport, PORTS_MAX, "help=only these remote ports; empty: all");
OPTION(__u8, ipv4, 0, "type=bool", "help=only IPv4");
OPTION(__u8, ipv6, 0, "type=bool", "help=only IPv6; with ipv4: both");

struct tcpstates {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "help=when it changed");
	char skaddr[16] COLUMN("heading=SKADDR", "help=the socket's address in the kernel, which tells sockets apart");
	__u32 pid COLUMN("heading=PID", "help=process that opened the connection, listens, or was the last to shut down or close it; 0: not known");
	char comm[16] COLUMN("heading=COMM", "help=that process's name; empty: not known");
	__u8 ip COLUMN("heading=", "help=4 or 6; IPv4 through a socket of family IPv6 is 4");
	__u8 pad_ip[3];
	__u32 laddr[4] COLUMN("type=ip", "heading=LADDR", "help=local address");
	__u16 lport COLUMN("heading=LPORT", "help=local port; 0: not chosen yet");
	__u16 pad_lport;
	__u32 raddr[4] COLUMN("type=ip", "heading=RADDR", "help=remote address; a connection that comes in has none before syn_recv");
	__u16 rport COLUMN("heading=RPORT", "help=remote port");
	__u16 pad_rport;
	__u32 netns COLUMN("heading=", "help=network namespace, as /proc/PID/ns/net names it");
	enum tcp_state oldstate COLUMN("strip=TCP_", "heading=OLDSTATE");
	enum tcp_state newstate COLUMN("strip=TCP_", "heading=NEWSTATE");
	__u32 pad_duration;
	__u64 duration_ns COLUMN("type=duration", "unit=ns", "heading=HELD(ms)", "help=how long the old state lasted; 0: its beginning was not seen");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");
};

RING(events, 1 << 20);
TABLE(events, tcpstates, "help=TCP sockets that change state");

struct held {
	__u64 since;
	struct process by;
};

BY_SOCKET(states, struct held);

static __always_inline bool is_wanted(const struct tcp_sock *tcp)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;

	return ((!ipv4 && !ipv6) || (is_ipv4(sk) ? ipv4 : ipv6)) &&
	       is_listed(lport, local_port(tcp)) && is_listed(rport, remote_port(sk));
}

/* By way of the row: the kernel takes no arithmetic on what it knows for a pointer. */
static __always_inline void write_address(char to[16], const void *address)
{
	volatile __u64 *number = (void *)to;
	__u64 rest;

	*number = (__u64)address;
	rest = *number;
#pragma unroll
	for (int i = 15; i >= 0; i--, rest >>= 4)
		to[i] = (rest & 15) + ((rest & 15) < 10 ? '0' : 'a' - 10);
}

/* Without room for a note the row is made all the same, and less is known in it. */
static __always_inline void send(const struct tcp_sock *tcp, const struct held *held, enum tcp_state from, enum tcp_state to, __u64 now)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;
	struct tcpstates *row = reserve(tcpstates);

	if (!row)
		return;
	row->pad_time = 0;
	row->time = now;
	write_address(row->skaddr, tcp);
	row->ip = is_ipv4(sk) ? 4 : 6;
	__builtin_memset(row->pad_ip, 0, sizeof(row->pad_ip));
	read_local_address(row->laddr, sk);
	row->lport = local_port(tcp);
	row->pad_lport = 0;
	read_remote_address(row->raddr, sk);
	row->rport = remote_port(sk);
	row->pad_rport = 0;
	row->netns = network_namespace(sk);
	row->oldstate = from;
	row->newstate = to;
	row->pad_duration = 0;
	if (held) {
		row->pid = held->by.pid;
		__builtin_memcpy(row->comm, held->by.comm, sizeof(row->comm));
		row->duration_ns = held->since ? now - held->since : 0;
		row->start_ticks = held->by.start_ticks;
		row->cgroup_id = held->by.cgroup_id;
	} else {
		row->pid = 0;
		__builtin_memset(row->comm, 0, sizeof(row->comm));
		row->duration_ns = 0;
		row->start_ticks = 0;
		row->cgroup_id = 0;
	}
	submit(tcpstates, row);
}

SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	int from = ctx[1], to = ctx[2];
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	__u64 now = bpf_ktime_get_boot_ns();
	struct held *held;

	if (!tcp)
		return 0;
	held = bpf_sk_storage_get(&states, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);
	if (held && is_changed_by_process(sk, from, to))
		note_process(&held->by);
	attempt(tcpstates);
	if (held && pipeline_host_pid && held->by.pid == pipeline_host_pid)
		discard(tcpstates, SELF);
	else if (!is_wanted(tcp))
		discard(tcpstates, FILTERED);
	else
		send(tcp, held, from, to, now);
	if (held)
		held->since = now;
	if (to == TCP_CLOSE)
		bpf_sk_storage_delete(&states, tcp);
	return 0;
}
