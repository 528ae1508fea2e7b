// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * TCP's smoothed round-trip time, looked at whenever a segment comes in. An attempt is a segment to an established
 * connection.
 */
#include "tcp.h"

OPTION_LIST(__u16, lport, PORTS_MAX, "help=only these local ports; empty: all");
OPTION_LIST(__u16, rport, PORTS_MAX, "help=only these remote ports; empty: all");
OPTION_IP(laddr, "help=only this local address; empty: all");
OPTION_IP(raddr, "help=only this remote address; empty: all");
OPTION(__u8, ipv4, 0, "type=bool", "help=only IPv4");
OPTION(__u8, ipv6, 0, "type=bool", "help=only IPv6; with ipv4: both");
OPTION(__u8, per_laddr, 0, "type=bool", "help=a histogram for each local address");
OPTION(__u8, per_raddr, 0, "type=bool", "help=a histogram for each remote address");

struct tcprtt_key {
	__u32 laddr[4] COLUMN("type=ip", "when=per_laddr", "heading=LADDR", "help=local address");
	__u32 raddr[4] COLUMN("type=ip", "when=per_raddr", "heading=RADDR", "help=remote address");
};

struct tcprtt {
	HISTOGRAM(rtt_ns, 27, exp2, 1000, "unit=ns", "heading=RTT(us)", "help=smoothed round-trip time before the segment was looked at");
};

/* Per CPU, as mostly all write to the one entry there is. */
METRICS(tcprtt, PERCPU_HASH, 1024, "help=TCP round-trip times");

static __always_inline bool is_same(const __u32 address[4], const volatile __u32 wanted[4])
{
	return address[0] == wanted[0] && address[1] == wanted[1] && address[2] == wanted[2] && address[3] == wanted[3];
}

static __always_inline bool is_set(const volatile __u32 wanted[4])
{
	return wanted[0] || wanted[1] || wanted[2] || wanted[3];
}

static __always_inline bool has_wanted_address(const volatile __u32 wanted[4], const struct sock *sk, bool local)
{
	__u32 address[4];

	if (!is_set(wanted))
		return true;
	if (local)
		read_local_address(address, sk);
	else
		read_remote_address(address, sk);
	return is_same(address, wanted);
}

static __always_inline bool is_wanted(const struct tcp_sock *tcp, const struct sock *sk)
{
	return is_listed(lport, local_port(tcp)) && is_listed(rport, remote_port(sk)) &&
	       ((!ipv4 && !ipv6) || (is_ipv4(sk) ? ipv4 : ipv6)) &&
	       has_wanted_address(laddr, sk, true) && has_wanted_address(raddr, sk, false);
}

/* The kernel counts eighths of a microsecond. */
static __always_inline __u64 nanoseconds(__u32 eighths)
{
	return (__u64)eighths * 125;
}

SEC("tp_btf/tcp_probe")
int all__tcp_probe__tp_btf(__u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct tcprtt_key key = {};
	struct tcprtt *figures;

	if (!tcp)
		return 0;
	attempt(tcprtt);
	if (!is_wanted(tcp, sk)) {
		discard(tcprtt, FILTERED);
		return 0;
	}
	/* Nothing was measured yet. */
	if (!tcp->srtt_us) {
		discard(tcprtt, EMPTY);
		return 0;
	}
	if (per_laddr)
		read_local_address(key.laddr, sk);
	if (per_raddr)
		read_remote_address(key.raddr, sk);
	figures = entry(tcprtt, &key);
	if (!figures)
		return 0;
	observe_exp2(figures, rtt_ns, nanoseconds(tcp->srtt_us));
	aggregated(tcprtt);
	return 0;
}
