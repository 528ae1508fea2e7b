/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The plain text of a connection: a connection of its own, whose streams are counted in plain bytes. Programs in libraries
 * come to it by the socket's cookie, as nobody hands them the socket; their type may not use maps that hold locks, so that
 * to the kernel it is bytes. One thread at a time moves bytes of a direction, as the libraries demand.
 */
#pragma once

#include "sockets/found.h"
#include "sockets/socket.h"

struct plain_room {
	__u8 bytes[sizeof(struct connection)];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, struct plain_room);
} plains SEC(".maps");

static __always_inline struct connection *find_plain(__u64 id)
{
	return bpf_map_lookup_elem(&plains, &id);
}

/* `begins`: no plain text has moved yet. */
static __always_inline void make_plain(struct connection *connection, const struct ends *ends, __u8 selection, bool begins)
{
	struct connection *plain;

	bpf_map_update_elem(&plains, &connection->id, nothing_walked, BPF_NOEXIST);
	plain = find_plain(connection->id);
	if (!plain)
		return;
	plain->id = connection->id;
	plain->role = connection->role;
	plain->selection = selection;
	plain->owner = connection->owner;
	plain->is_owner_in_cgroup = connection->is_owner_in_cgroup;
	plain->first = *ends;
	plain->is_new = begins;
	plain->is_begun = true;
	plain->is_plain = true;
	connection->has_plain = true;
}

static __always_inline __u64 start_of_plain(const struct connection *plain)
{
	return plain->is_new ? 0 : UNKNOWN_START;
}

/* `before`: bytes of the direction that are known to have moved before its first claim. Returns where these ones begin. */
static __always_inline __u64 claim_plain(struct connection *plain, enum direction direction, __u64 before, __u32 bytes)
{
	struct stream *stream = &plain->streams[direction & 1];

	if (!stream->is_known) {
		stream->is_known = true;
		stream->position = start_of_plain(plain) + before;
	}
	return __sync_fetch_and_add(&stream->position, bytes);
}
