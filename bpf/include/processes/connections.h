/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is noted of a TCP socket: how much of it is in the figures, and of which processes there are some. */
#pragma once

#include "processes/selection.h"
#include "processes/tables.h"
#include "tcp_streams.h"

enum counted { COUNTED_WRITTEN, COUNTED_READ, COUNTED_RESENT, COUNTED };

/* Processes that one connection is told apart for. The last is everyone else, and nobody. */
#define OWNERS 4
#define EVERYONE_ELSE (OWNERS - 1)

enum selection { SELECTION_NONE, SELECTION_WANTED, SELECTION_FILTERED, SELECTION_SELF };

struct owner {
	struct process process;
	__u64 selection;	/* 0: nobody yet */
};

struct connection {
	__u64 id;
	__u64 counted[COUNTED];
	__u32 local_addr[4];
	__u32 remote_addr[4];
	__u16 local_port;
	__u16 remote_port;
	__u16 is_named;
	__u16 is_closed;	/* what it has sent counts no more: a socket that is used again has other numbers */
	__u32 owners_taken;
	__u32 last;		/* who moved bytes last */
	struct owner owners[OWNERS];
};

BY_SOCKET(connections, struct connection);

static __always_inline void name_connection(struct connection *connection, struct tcp_sock *tcp)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;

	if (connection->is_named || !sk->__sk_common.skc_dport)
		return;
	connection->id = bpf_get_socket_cookie(tcp);
	read_local_address(connection->local_addr, sk);
	read_remote_address(connection->remote_addr, sk);
	connection->local_port = local_port(tcp);
	connection->remote_port = remote_port(sk);
	connection->is_named = true;
}

static __always_inline enum selection selection_of_current(const struct task_struct *task)
{
	if (is_own(task->tgid))
		return SELECTION_SELF;
	return is_selected(task) ? SELECTION_WANTED : SELECTION_FILTERED;
}

/* Where the current process is among the owners; it becomes one if there is room. */
static __always_inline __u32 owner_index(struct connection *connection)
{
	const struct task_struct *task = bpf_get_current_task_btf();
	const __u64 ticks = start_ticks(task->group_leader);
	__u32 index;

#pragma unroll
	for (index = 0; index < EVERYONE_ELSE; index++)
		if (connection->owners[index].process.pid == task->tgid && connection->owners[index].process.start_ticks == ticks)
			return index;
	index = connection->owners_taken >= EVERYONE_ELSE ? EVERYONE_ELSE : __sync_fetch_and_add(&connection->owners_taken, 1);
	if (index >= EVERYONE_ELSE)
		return EVERYONE_ELSE;
	note_process(&connection->owners[index].process);
	/* Of a thread that has a name of its own, the process's. */
	__builtin_memcpy(connection->owners[index].process.comm, task->group_leader->comm, sizeof(connection->owners[index].process.comm));
	connection->owners[index].selection = selection_of_current(task);
	return index;
}

/* Nobody is wanted unless somebody is asked for. */
static __always_inline enum selection selection_of(const struct owner *owner)
{
	if (owner->selection != SELECTION_NONE)
		return owner->selection;
	return pids[0] || cgroup_id ? SELECTION_FILTERED : SELECTION_WANTED;
}

static __always_inline void set_key(struct tcp_stats_events_key *key, const struct connection *connection, const struct owner *owner)
{
	const struct process *process = &owner->process;

	key->pid = process->pid;
	key->start_ticks = process->start_ticks;
	key->cgroup_id = process->cgroup_id;
	__builtin_memcpy(key->comm, process->comm, sizeof(key->comm));
	key->conn_id = connection->id;
	key->local_port = connection->local_port;
	key->remote_port = connection->remote_port;
	__builtin_memcpy(key->local_addr, connection->local_addr, sizeof(key->local_addr));
	__builtin_memcpy(key->remote_addr, connection->remote_addr, sizeof(key->remote_addr));
}
