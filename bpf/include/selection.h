/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which connections, and which protocols on them, are told of. */
#pragma once

#include "selection/options.h"
#include "selection/own.h"
#include "sockets/beginnings.h"

enum selection {
	SELECTION_UNDECIDED,
	SELECTION_WANTED,
	SELECTION_FILTERED,
	SELECTION_SELF,
};

/* Whether calls of libraries are noted that the current process makes. */
static __always_inline bool is_observed(const struct task_struct *task)
{
	return !is_own(task->tgid) && is_wanted_process();
}

/* What does not depend on who moves the bytes. Of TCP it stays as it is, once all that was there before is known. */
static __always_inline enum selection selected_ends(struct connection *connection, const struct ends *ends, bool is_lasting)
{
	enum selection selection;

	if (connection->selection != SELECTION_UNDECIDED)
		return connection->selection;
	selection = is_own_peer(ends) ? SELECTION_SELF : has_wanted_ends(ends) ? SELECTION_WANTED : SELECTION_FILTERED;
	if (ends->transport == TRANSPORT_TCP && (is_lasting || selection != SELECTION_WANTED))
		connection->selection = selection;
	return selection;
}

/*
 * Whether a connection is told of, asked once a call, or when it opens or closes. `task` makes the call; it is NULL where the
 * current one has nothing to do with the connection, and the owner decides. `sk` is the socket's address.
 */
static __always_inline enum selection selected(struct connection *connection, const struct ends *ends, const struct task_struct *task, __u64 sk)
{
	/* One load for both, as clang would have it, is more than older verifiers follow. */
	const __u32 pid = task ? bpf_get_current_pid_tgid() >> 32 : connection->owner.pid;

	if (is_own(pid)) {
		note_own(connection, ends, sk);
		return SELECTION_SELF;
	}
	if (!(task ? is_wanted_process() : is_wanted_owner(connection)))
		return SELECTION_FILTERED;
	return selected_ends(connection, ends, task && older_are_known);
}
