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
	__u8 bytes[FLIGHT_BYTES];	/* of the first record, then zeros */
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

/* Too little of it is random below that. */
#define FLIGHT_LEAST 24

/* How much of what begins with `header` is compared; 0: it is no record. */
static __always_inline __u32 flight_size(const __u8 *header, __u32 bytes)
{
	__u32 size = TLS_HEADER + record_length(header);

	if (!is_record(header) || bytes < FLIGHT_LEAST || size < FLIGHT_LEAST)
		return 0;
	if (size > bytes)
		size = bytes;
	return size < FLIGHT_BYTES ? size : FLIGHT_BYTES;
}

static __always_inline void note_flight(struct task_struct *task, const struct tls_call *call, __u64 data, __u32 bytes)
{
	struct tls_session *session = tls_session_of(task->tgid, call->session);
	struct flight flight = { .pid = task->tgid };
	__u8 header[8] = {};
	__u64 by = call->session;
	__u64 *noted;
	__u32 size;

	if (!session || session->conn_id || bpf_probe_read_user(header, TLS_HEADER, (void *)data))
		return;
	size = flight_size(header, bytes);
	if (!size || size > FLIGHT_BYTES || bpf_probe_read_user(flight.bytes, size, (void *)data))
		return;
	noted = bpf_map_lookup_elem(&flights, &flight);
	if (noted && *noted != by)
		by = SESSIONS;
	/* The map makes room by itself. */
	bpf_map_update_elem(&flights, &flight, &by, BPF_ANY);
}

/* The session that wrote what the call, at whose beginning `transfer` stands, has sent; 0: none, or nobody knows which. */
static __always_inline __u64 session_of_flight(struct transfer *transfer, __u32 pid, __u32 bytes)
{
	struct flight flight = { .pid = pid };
	__u64 *noted, session;
	__u32 size;

	gather(transfer, FLIGHT_BYTES);
	if (transfer->cursor.gathered < FLIGHT_LEAST)
		return 0;
	size = flight_size(transfer->payload, transfer->cursor.gathered);
	if (!size)
		return 0;
	for (int i = 0; i < FLIGHT_BYTES; i++)
		flight.bytes[i] = i < size ? transfer->payload[i] : 0;
	noted = bpf_map_lookup_elem(&flights, &flight);
	session = noted ? *noted : 0;
	if (noted)
		bpf_map_delete_elem(&flights, &flight);
	return session == SESSIONS ? 0 : session;
}
