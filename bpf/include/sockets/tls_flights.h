/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Programs that do their own reading and writing hand records to the library and send what it made of plain text, perhaps
 * from another thread. There the records themselves tell whose they are: each has random bytes in front. What a library
 * writes is noted, until a socket sends the same.
 */
#pragma once

#include "sockets/payload.h"
#include "sockets/tls_records.h"
#include "sockets/tls_sessions.h"

/* The random bytes of a hello, and behind those of a server's that wants another hello, the session's. */
#define FLIGHT_BYTES 64

struct flight {
	__u8 bytes[FLIGHT_BYTES];	/* of the first record */
	__u32 pid;
	__u32 pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct flight);
	__type(value, __u64);	/* the session; SESSIONS: several wrote the same */
} flights SEC(".maps");

#define SESSIONS (~0ULL)

/* Whether there is a record long enough to be known again. */
static __always_inline bool is_flight(const __u8 *header, __u32 bytes)
{
	return bytes >= FLIGHT_BYTES && is_record(header) && record_length(header) >= FLIGHT_BYTES - TLS_HEADER;
}

static __always_inline void note_flight(struct task_struct *task, const struct tls_call *call, __u64 data, __u32 bytes)
{
	struct tls_session *session = tls_session_of(task->tgid, call->session);
	struct flight flight = { .pid = task->tgid };
	__u64 by = call->session;
	__u64 *noted;

	if (!session || session->conn_id || bytes < FLIGHT_BYTES || bpf_probe_read_user(flight.bytes, FLIGHT_BYTES, (void *)data) ||
	    !is_flight(flight.bytes, bytes))
		return;
	noted = bpf_map_lookup_elem(&flights, &flight);
	if (noted && *noted != by)
		by = SESSIONS;
	/* The map makes room by itself. */
	bpf_map_update_elem(&flights, &flight, &by, BPF_ANY);
}

/* The session that wrote what the call, at whose beginning `transfer` stands, has sent; 0: none, or nobody knows which. */
static __always_inline __u64 session_of_flight(struct transfer *transfer, __u32 pid)
{
	struct flight flight = { .pid = pid };
	__u64 *noted, session;

	gather(transfer, FLIGHT_BYTES);
	if (!is_flight(transfer->payload, transfer->cursor.gathered))
		return 0;
	__builtin_memcpy(flight.bytes, transfer->payload, FLIGHT_BYTES);
	noted = bpf_map_lookup_elem(&flights, &flight);
	session = noted ? *noted : 0;
	if (noted)
		bpf_map_delete_elem(&flights, &flight);
	return session == SESSIONS ? 0 : session;
}
