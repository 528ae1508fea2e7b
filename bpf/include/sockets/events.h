/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Rows of conn_events. */
#pragma once

#include "sockets/socket.h"

static __always_inline void tell_event(const struct connection *connection, const struct ends *ends, enum conn_event event, enum close_reason reason,
				       __s32 error, bool encrypted)
{
	struct conn_events *row;

	attempt(conn_events);
	row = reserve(conn_events);
	if (!row)
		return;
	row->pad_time = 0;
	row->time = bpf_ktime_get_boot_ns();
	row->conn_id = connection->id;
	row->event = event;
	row->reason = reason;
	__builtin_memset(row->pad_sent, 0, sizeof(row->pad_sent));
	row->sent = event == EVENT_OPEN ? 0 : connection->streams[DIRECTION_EGRESS].position;
	row->received = event == EVENT_OPEN ? 0 : connection->streams[DIRECTION_INGRESS].position;
	row->pid = connection->owner.pid;
	row->pad_pid = 0;
	row->start_ticks = connection->owner.start_ticks;
	__builtin_memcpy(row->comm, connection->owner.comm, sizeof(row->comm));
	row->cgroup_id = connection->owner.cgroup_id;
	__builtin_memcpy(row->local_addr, ends->local_addr, sizeof(row->local_addr));
	row->local_port = ends->local_port;
	row->pad_port = 0;
	__builtin_memcpy(row->remote_addr, ends->remote_addr, sizeof(row->remote_addr));
	row->remote_port = ends->remote_port;
	row->transport = ends->transport;
	row->trace_role = connection->role;
	row->error = error;
	row->encrypted = encrypted;
	__builtin_memset(row->pad_end, 0, sizeof(row->pad_end));
	submit(conn_events, row);
}

static __always_inline void tell_open(struct connection *connection, const struct ends *ends)
{
	if (connection->is_opened)
		return;
	connection->is_opened = true;
	tell_event(connection, ends, EVENT_OPEN, CLOSE_UNKNOWN, 0, false);
}
