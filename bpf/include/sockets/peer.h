/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The other side of a datagram. A connected socket knows it. Otherwise the sender names it; of what is received the kernel
 * tells the process only after the hook has run, so that it is noted where the kernel asks cgroups about it, just before.
 */
#pragma once

#include "sockets/call.h"
#include "sockets/connection.h"

struct peer {
	__u64 sk_id;	/* the socket's cookie */
	__u32 addr[4];
	__u16 port;
	__u8 pad[6];
};

/* By task; what is noted is taken away by the hook a moment later, unless the call fails in between. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct peer);
} peers SEC(".maps");

static __always_inline void note_peer(__u64 id, const __u32 addr[4], __u32 port)
{
	struct peer peer = { .sk_id = id, .port = bpf_ntohs(port) };
	__u64 task = bpf_get_current_task();

	__builtin_memcpy(peer.addr, addr, sizeof(peer.addr));
	/* Without room the address stays unknown, which a row can tell. */
	bpf_map_update_elem(&peers, &task, &peer, BPF_ANY);
}

static __always_inline void take_peer(struct ends *ends, __u64 id)
{
	__u64 task = bpf_get_current_task();
	const struct peer *peer = bpf_map_lookup_elem(&peers, &task);

	if (!peer)
		return;
	if (peer->sk_id == id) {
		__builtin_memcpy(ends->remote_addr, peer->addr, sizeof(ends->remote_addr));
		ends->remote_port = peer->port;
	}
	bpf_map_delete_elem(&peers, &task);
}

struct user_name {
	__u16 family;
	__u16 port;
	__u32 addr;	/* IPv4; of IPv6 the flow */
	__u32 addr6[4];
};

/* Of a request of io_uring the kernel has a copy, in room for the longest name there is. */
static __always_inline bool copy_given_name(struct user_name *given, const struct call *call)
{
	const __u32 ipv4_size = 8, size = call->name_size;
	__u64 *words = (void *)given;

	if (size < ipv4_size)
		return false;
	if (!call->is_request)
		return !(size >= sizeof(*given) ? bpf_probe_read_user(given, sizeof(*given), (void *)call->name)
						: bpf_probe_read_user(given, ipv4_size, (void *)call->name));
	for (__u32 at = 0; at < sizeof(*given); at += sizeof(__u64))
		words[at / sizeof(__u64)] = kernel_word(call->name + at);
	return true;
}

/* The name that a process gives to what it sends. */
static __always_inline void read_name(struct ends *ends, const struct call *call)
{
	struct user_name given = {};

	if (!copy_given_name(&given, call))
		return;
	if (given.family == INET)
		map_ipv4(ends->remote_addr, given.addr);
	else if (call->name_size >= sizeof(given))
		__builtin_memcpy(ends->remote_addr, given.addr6, sizeof(ends->remote_addr));
	else
		return;
	ends->remote_port = bpf_ntohs(given.port);
}
