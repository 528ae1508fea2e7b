/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Whose plain text a library's session carries, as far as is known from the records that moved inside its calls. */
#pragma once

#include "sockets/tls_calls.h"
#include "sockets/tls_plain.h"

struct tls_session_key {
	__u64 session;
	__u32 pid;
	__u32 pad;
};

struct tls_session {
	__u64 conn_id;		/* 0: not known */
	__u64 unjoined[2];	/* bytes that moved while it was not */
	__u32 moving[2];	/* goroutines that are in calls, each direction */
	__u32 overlaps[2];	/* how often one came to another */
	__u8 moves;		/* from one connection to another */
	bool is_ambiguous;
	bool is_waiting;	/* a handshake has begun */
	bool is_handshaken;	/* it was seen to end */
	__u8 pad[4];
};

/* Libraries forget sessions without being asked to when a process ends. One that is evicted is learnt anew. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct tls_session_key);
	__type(value, struct tls_session);
} tls_sessions SEC(".maps");

static const struct tls_session new_tls_session;

/* A session that goes from connection to connection more often, without having been cleared, reads from one and writes to another. */
#define TLS_MOVES_MOST 3

/* NULL: there is no room just now, which is counted. */
static __always_inline struct tls_session *tls_session_of(__u32 pid, __u64 session)
{
	const struct tls_session_key key = { .session = session, .pid = pid };
	struct tls_session *found = bpf_map_lookup_elem(&tls_sessions, &key);

	if (found)
		return found;
	bpf_map_update_elem(&tls_sessions, &key, &new_tls_session, BPF_NOEXIST);
	found = bpf_map_lookup_elem(&tls_sessions, &key);
	if (!found) {
		attempt(conn_data);
		lose(conn_data, MAP_BUSY);
	}
	return found;
}

static __always_inline void forget_tls_session(__u32 pid, __u64 session)
{
	const struct tls_session_key key = { .session = session, .pid = pid };

	bpf_map_delete_elem(&tls_sessions, &key);
}

static __always_inline void join_tls_session(struct tls_session *session, __u64 conn_id)
{
	if (!conn_id || session->conn_id == conn_id)
		return;
	if (session->conn_id) {
		session->unjoined[0] = session->unjoined[1] = 0;
		session->is_handshaken = false;
		session->is_ambiguous |= ++session->moves > TLS_MOVES_MOST;
	}
	session->conn_id = conn_id;
}

/* What a call tells of the handshake: `done` of one that returned. Once it is done there may be calls that find it so. */
static __always_inline void note_handshake(struct tls_session *session, const struct tls_call *call, bool done)
{
	if (!done)
		session->is_waiting = true;
	else if (session->is_waiting || call->conn_id)
		session->is_handshaken = true;
}

/* NULL: nobody knows. */
static __always_inline struct connection *plain_of_session(const struct tls_session *session)
{
	struct connection *plain;

	if (!session->conn_id || session->is_ambiguous)
		return NULL;
	plain = find_plain(session->conn_id);
	if (plain && session->is_handshaken && !plain->streams[0].is_known && !plain->streams[1].is_known)
		plain->is_new = true;
	return plain;
}
