/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Where what is known of a connection is found. A socket that the kernel hands to the program has storage of its own. The
 * variant `walk` comes to sockets by addresses alone, to which the kernel gives no storage: there it is a map by the socket's
 * cookie, or, of a socket that has none, by its address, which another socket may have by then.
 */
#pragma once

#include "kernel_memory.h"
#include "sockets/connection.h"

IN_VARIANT(walks, walk);

/* A member of what `object` points to, of whose type the verifier knows nothing where walks. */
#define LOOK(object, type, member)                                                                  \
	(walks ? (typeof(((struct type *)0)->member))KERNEL_READ((__u64)(object), type, member)     \
	       : ((const struct type *)(object))->member)

/* BPF_F_CLONE: what is accepted begins with the storage of its listener, of which the owner is kept. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, struct connection);
} walked SEC(".maps");

/* Not a struct connection, as no constant may hold a lock. */
static const char nothing_walked[sizeof(struct connection)];

/* Of sockets without a cookie, so far; they are numbered from the other end. */
__u64 without_cookie = 0;

#define NUMBERED (1ULL << 63)

static __always_inline struct connection *walked_connection(__u64 key, bool creates)
{
	struct connection *connection = bpf_map_lookup_elem(&walked, &key);

	if (connection || !creates)
		return connection;
	bpf_map_update_elem(&walked, &key, nothing_walked, BPF_NOEXIST);
	return bpf_map_lookup_elem(&walked, &key);
}

/* For programs that are handed the socket. NULL: it is not known, or there is no room for it. */
static __always_inline struct connection *find_connection(void *sk, bool creates)
{
	if (walks)
		return walked_connection(bpf_get_socket_cookie(sk), creates);
	return bpf_sk_storage_get(&connections, sk, NULL, creates ? BPF_SK_STORAGE_GET_F_CREATE : 0);
}

static __always_inline void forget_walked(__u64 cookie)
{
	bpf_map_delete_elem(&walked, &cookie);
}

/* For one that has only the address, and the number of the socket's inode. */
static __always_inline struct connection *find_by_address(__u64 sk, __u64 inode)
{
	const __u64 cookie = KERNEL_READ(sk, sock, __sk_common.skc_cookie.counter);
	struct connection *connection = walked_connection(cookie ? cookie : sk, true);

	if (!connection)
		return NULL;
	if (!cookie && connection->inode != inode) {
		const struct process nobody = {};

		connection->owner = nobody;
		forget(connection);
		connection->inode = inode;
	}
	if (!connection->id)
		connection->id = cookie ? cookie : NUMBERED | __sync_fetch_and_add(&without_cookie, 1);
	return connection;
}
