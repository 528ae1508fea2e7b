// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Loses, once each, segments on their way to a TCP socket of the cgroup it is attached to: those that open a connection,
 * and those that carry 1000 bytes. Keeps which ones, and counts them. The other side sends a SYN again after the time
 * that the kernel allows for the first, which is one second.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define LOST_BYTES 1000

char lossy_license[] SEC("license") = "Dual BSD/GPL";

enum { LOSE, PASS };

/* A segment sent again has the same number. */
struct segment {
	__u32 port;
	__u32 seq;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct segment);
	__type(value, __u64);
} lost SEC(".maps");

/* Sets the offset of the TCP header, and how much follows it. */
static __always_inline int find_tcp(struct __sk_buff *skb, __u32 *offset, __u32 *bytes)
{
	if (skb->protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr ip;

		if (bpf_skb_load_bytes(skb, 0, &ip, sizeof(ip)) || ip.protocol != IPPROTO_TCP)
			return -1;
		*offset = ip.ihl * 4;
		*bytes = bpf_ntohs(ip.tot_len) - *offset;
	} else {
		struct ipv6hdr ip;

		if (bpf_skb_load_bytes(skb, 0, &ip, sizeof(ip)) || ip.nexthdr != IPPROTO_TCP)
			return -1;
		*offset = sizeof(ip);
		*bytes = bpf_ntohs(ip.payload_len);
	}
	return 0;
}

SEC("cgroup_skb/ingress")
int lossy(struct __sk_buff *skb)
{
	const __u64 once = 1;
	struct segment segment = {};
	struct tcphdr tcp;
	__u32 offset, bytes;

	if (find_tcp(skb, &offset, &bytes) || bpf_skb_load_bytes(skb, offset, &tcp, sizeof(tcp)))
		return PASS;
	if ((!tcp.syn || tcp.ack) && bytes - tcp.doff * 4 != LOST_BYTES)
		return PASS;
	segment.port = bpf_ntohs(tcp.source);
	segment.seq = bpf_ntohl(tcp.seq);
	return bpf_map_update_elem(&lost, &segment, &once, BPF_NOEXIST) ? PASS : LOSE;
}
