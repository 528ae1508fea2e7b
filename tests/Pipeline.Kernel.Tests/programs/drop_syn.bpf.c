// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Loses the first SYN of each TCP connection to a socket of the cgroup it is attached to, and counts them. The other
 * side sends it again after the time the kernel allows for the first, which is one second.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char its_license[] SEC("license") = "Dual BSD/GPL";

enum { DROP, PASS };

/* A SYN is sent again with the same number. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u8);
} seen SEC(".maps");

/* 0: lost, 1: let through. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} syns SEC(".maps");

static __always_inline void count(__u32 verdict)
{
	__u64 *sum = bpf_map_lookup_elem(&syns, &verdict);

	if (sum)
		__sync_fetch_and_add(sum, 1);
}

SEC("cgroup_skb/ingress")
int drop_syn(struct __sk_buff *skb)
{
	const __u8 one = 1;
	struct tcphdr tcp;
	__u32 offset;
	__u8 protocol;
	__u64 key;

	if (skb->protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr ip;

		if (bpf_skb_load_bytes(skb, 0, &ip, sizeof(ip)))
			return PASS;
		protocol = ip.protocol;
		offset = ip.ihl * 4;
	} else {
		struct ipv6hdr ip;

		if (bpf_skb_load_bytes(skb, 0, &ip, sizeof(ip)))
			return PASS;
		protocol = ip.nexthdr;
		offset = sizeof(ip);
	}
	if (protocol != IPPROTO_TCP || bpf_skb_load_bytes(skb, offset, &tcp, sizeof(tcp)) || !tcp.syn || tcp.ack)
		return PASS;
	key = (__u64)tcp.source << 32 | tcp.seq;
	if (bpf_map_update_elem(&seen, &key, &one, BPF_NOEXIST)) {
		count(PASS);
		return PASS;
	}
	count(DROP);
	return DROP;
}
