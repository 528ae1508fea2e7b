// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How long each TCP connection took to come about: from connect() until the other side has answered. An attempt is a
 * connection begun here that is established, or not to be.
 */
#include "tcp.h"
#include "unnoted.h"

OPTION(__u32, pid, 0, "help=only what this process opens; 0: everybody's");
OPTION(__u64, min, 0, "unit=ns", "help=only what took at least this");
OPTION(__u8, failed, 0, "type=bool", "help=also connections that did not come about");

struct tcpconnlat {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "help=when it was established, or given up");
	__u32 pid COLUMN("heading=PID", "help=process that opened it");
	char comm[16] COLUMN("heading=COMM", "help=that process's name");
	__u8 ip COLUMN("heading=IP", "help=4 or 6; IPv4 through a socket of family IPv6 is 4");
	__u8 pad_ip[3];
	__u32 laddr[4] COLUMN("type=ip", "heading=SADDR", "help=local address");
	__u16 lport COLUMN("heading=LPORT", "help=local port");
	__u16 pad_lport;
	__u32 raddr[4] COLUMN("type=ip", "heading=DADDR", "help=remote address");
	__u16 rport COLUMN("heading=DPORT", "help=remote port");
	__u16 pad_rport;
	__u32 netns COLUMN("heading=", "help=network namespace, as /proc/PID/ns/net names it");
	__u32 pad_latency;
	__u64 latency_ns COLUMN("type=duration", "unit=ns", "heading=LAT(ms)", "help=from the first SYN to the answer");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");
	__s32 error COLUMN("heading=ERR", "when=failed", "help=0, or minus the error number; -125: the process gave up, or found no free port");
	__u32 pad_end;
};

RING(events, 1 << 18);
TABLE(events, tcpconnlat, "help=TCP connections opened, and with option failed those that could not be");

struct opening {
	__u64 since;
	struct process by;
};

BY_SOCKET(openings, struct opening);

static __always_inline void begin(struct tcp_sock *tcp)
{
	struct opening *opening = bpf_sk_storage_get(&openings, tcp, NULL, BPF_SK_STORAGE_GET_F_CREATE);

	if (!opening) {
		count_unnoted();
		return;
	}
	note_process(&opening->by);
	opening->since = bpf_ktime_get_boot_ns();
}

/* The kernel says why before it closes the socket; nobody says anything if the process does. */
static __always_inline __s32 error_of(const struct sock *sk)
{
	const __s32 canceled = 125;

	return -(sk->sk_err ?: canceled);
}

static __always_inline void send(const struct tcp_sock *tcp, const struct opening *opening, bool established)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;
	__u64 now = bpf_ktime_get_boot_ns();
	struct tcpconnlat *row;

	row = reserve(tcpconnlat);
	if (!row)
		return;
	row->pad_time = 0;
	row->time = now;
	row->pid = opening->by.pid;
	__builtin_memcpy(row->comm, opening->by.comm, sizeof(row->comm));
	row->ip = is_ipv4(sk) ? 4 : 6;
	__builtin_memset(row->pad_ip, 0, sizeof(row->pad_ip));
	read_local_address(row->laddr, sk);
	row->lport = local_port(tcp);
	row->pad_lport = 0;
	read_remote_address(row->raddr, sk);
	row->rport = remote_port(sk);
	row->pad_rport = 0;
	row->netns = network_namespace(sk);
	row->pad_latency = 0;
	row->latency_ns = now - opening->since;
	row->start_ticks = opening->by.start_ticks;
	row->cgroup_id = opening->by.cgroup_id;
	row->error = established ? 0 : error_of(sk);
	row->pad_end = 0;
	submit(tcpconnlat, row);
}

static __always_inline void end(struct tcp_sock *tcp, bool established, bool was_opened_here)
{
	struct opening *opening = bpf_sk_storage_get(&openings, tcp, NULL, 0);

	if (!opening && !was_opened_here)
		return;
	attempt(tcpconnlat);
	if (!opening)
		lose_without_beginning(tcpconnlat);
	else if (pipeline_host_pid && opening->by.pid == pipeline_host_pid)
		discard(tcpconnlat, SELF);
	else if ((!established && !failed) || (pid && opening->by.pid != pid) || bpf_ktime_get_boot_ns() - opening->since < min)
		discard(tcpconnlat, FILTERED);
	else
		send(tcp, opening, established);
	bpf_sk_storage_delete(&openings, tcp);
}

SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	int from = ctx[1], to = ctx[2];
	struct tcp_sock *tcp;

	/* Both ends may open at once: then it goes on from SYN_RECV, as what is accepted does. */
	if (to != TCP_SYN_SENT && ((to != TCP_ESTABLISHED && to != TCP_CLOSE) || (from != TCP_SYN_SENT && from != TCP_SYN_RECV)))
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (!tcp)
		return 0;
	if (to == TCP_SYN_SENT)
		begin(tcp);
	else
		end(tcp, to == TCP_ESTABLISHED, from == TCP_SYN_SENT);
	return 0;
}
