/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The host's own connections, and the other ends of those that end on this machine: were these told of, each row that a sink
 * sends would make the next one. What is behind a proxy, or an address that is translated, is not known for what it is.
 */
#pragma once

#include "sockets/connection.h"

/* As long as the host has not used a socket that has no end of its own to be noted at, its other end is another's again. */
#define OWN_FOR_NS 10000000000ULL

struct own_key {
	union {
		__u32 local_addr[4];
		__u64 unix_socket;	/* its address in the kernel */
	};
	__u32 remote_addr[4];
	__u16 local_port;
	__u16 remote_port;	/* 0: it listens */
	__u32 transport;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct own_key);
	__type(value, __u64);	/* boot ns until when; 0: until it closes */
} own SEC(".maps");

static __always_inline bool is_own(__u32 pid)
{
	return pipeline_host_pid && pid == pipeline_host_pid;
}

/* Of a TCP connection all; of datagrams the ports, as the host may send from any address; of a Unix socket itself. */
static __always_inline void own_key_of(struct own_key *key, const struct ends *ends, __u64 sk)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->transport = ends->transport;
	key->local_port = ends->local_port;
	key->remote_port = ends->remote_port;
	if (ends->transport == TRANSPORT_TCP) {
		__builtin_memcpy(key->local_addr, ends->local_addr, sizeof(key->local_addr));
		__builtin_memcpy(key->remote_addr, ends->remote_addr, sizeof(key->remote_addr));
	} else if (ends->transport == TRANSPORT_UNIX) {
		key->unix_socket = sk;
	}
}

static __always_inline void mirror(struct own_key *key)
{
	struct own_key other = *key;

	__builtin_memcpy(key->local_addr, other.remote_addr, sizeof(key->local_addr));
	__builtin_memcpy(key->remote_addr, other.local_addr, sizeof(key->remote_addr));
	key->local_port = other.remote_port;
	key->remote_port = other.local_port;
}

/* The host moves bytes, or a connection of its own is established. Of TCP once. */
static __always_inline void note_own(struct connection *connection, const struct ends *ends, __u64 sk)
{
	const bool closes = ends->transport == TRANSPORT_TCP;
	__u64 until = closes ? 0 : bpf_ktime_get_boot_ns() + OWN_FOR_NS;
	struct own_key key;

	if (closes && connection->is_noted_own)
		return;
	connection->is_noted_own = true;
	own_key_of(&key, ends, sk);
	/* The map makes room by itself. */
	bpf_map_update_elem(&own, &key, &until, BPF_ANY);
}

static __always_inline void forget_own(struct connection *connection, const struct ends *ends)
{
	struct own_key key;

	if (!connection->is_noted_own)
		return;
	connection->is_noted_own = false;
	own_key_of(&key, ends, 0);
	bpf_map_delete_elem(&own, &key);
}

static __always_inline void own_listener(struct own_key *key, __u16 port)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->transport = TRANSPORT_TCP;
	key->local_port = port;
}

/* Who connects to it is established before what it accepts is. */
static __always_inline void note_listener(const struct connection *connection, const struct sock *sk, bool listens)
{
	const __u64 until = 0;
	struct own_key key;

	if (!is_own(connection->owner.pid))
		return;
	own_listener(&key, sk->__sk_common.skc_num);
	if (listens)
		bpf_map_update_elem(&own, &key, &until, BPF_ANY);
	else
		bpf_map_delete_elem(&own, &key);
}

static __always_inline bool is_noted(const struct own_key *key)
{
	const __u64 *until = bpf_map_lookup_elem(&own, key);

	return until && (!*until || *until > bpf_ktime_get_boot_ns());
}

/* An address of the machine's own: where a connection begins and ends at the same one, or on loopback. */
static __always_inline bool is_on_this_machine(const struct ends *ends)
{
	const __u32 *remote = ends->remote_addr, *local = ends->local_addr;

	if (remote[0] || remote[1])
		return remote[0] == local[0] && remote[1] == local[1] && remote[2] == local[2] && remote[3] == local[3];
	if (remote[2] == MAPPED)
		return (remote[3] & 0xff) == 127 || remote[3] == local[3];
	return !remote[2] && remote[3] == bpf_htonl(1);
}

/* Whether the other end is the host's. */
static __always_inline bool is_own_peer(const struct ends *ends)
{
	struct own_key key;

	if (!pipeline_host_pid)
		return false;
	if (ends->transport == TRANSPORT_UNIX) {
		own_key_of(&key, ends, ends->unix_peer);
		return ends->unix_peer && is_noted(&key);
	}
	own_key_of(&key, ends, 0);
	mirror(&key);
	if (is_noted(&key))
		return true;
	if (ends->transport != TRANSPORT_TCP || !is_on_this_machine(ends))
		return false;
	own_listener(&key, ends->remote_port);
	return is_noted(&key);
}
