/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Sockets that were there before the programs: who has them open, and where their streams stand. Each open file of each process is looked at once. */
#pragma once

#include "selection.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct bpf_iter__task_file {
	struct task_struct *task;
	struct file *file;
};

#pragma clang attribute pop

static __always_inline void note_owner(struct connection *connection, const struct task_struct *task)
{
	struct process *owner = &connection->owner;
	const struct task_struct *leader = task->group_leader;

	owner->start_ticks = start_ticks(leader);
	owner->cgroup_id = task->cgroups->dfl_cgrp->kn->id;
	owner->pid = task->tgid;
	for (int i = 0; i < sizeof(owner->comm); i++)
		owner->comm[i] = leader->comm[i];
	connection->is_owner_in_cgroup = cgroup_id && in_cgroup(task, cgroup_id);
}

static __always_inline int look_at(const struct task_struct *task, struct file *file)
{
	struct socket *socket = bpf_sock_from_file(file);
	struct sock *sk = socket ? socket->sk : NULL;
	const __u8 transport = sk ? transport_of(sk) : 0;
	struct connection *connection;
	struct socket_facts facts;

	if (!transport || (transport == TRANSPORT_UNIX && !unix_sockets))
		return 0;
	connection = find_connection(sk, true);
	if (!connection)
		return 0;
	if (!connection->owner.pid)
		note_owner(connection, task);
	if (transport == TRANSPORT_TCP && sk->__sk_common.skc_state == TCP_LISTEN)
		note_listener(connection, sk, true);
	if (transport == TRANSPORT_TCP && (sk->__sk_common.skc_state == TCP_LISTEN || sk->__sk_common.skc_state == TCP_CLOSE))
		return 0;
	read_facts(&facts, sk, transport, sk->__sk_common.skc_state);
	begin_connection(connection, bpf_get_socket_cookie(sk), &facts, DIRECTION_EGRESS, 0);
	if (is_own(connection->owner.pid))
		note_own(connection, &facts.ends, (__u64)sk);
	return 0;
}
