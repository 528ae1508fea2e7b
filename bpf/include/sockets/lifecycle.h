/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Connections that open and close. Of TCP ones most changes of state happen when a packet comes, whatever process runs just then. */
#pragma once

#include "sockets/tls_text.h"

enum { ERROR_PIPE = 32, ERROR_RESET = 104, ERROR_TIMEOUT = 110, ERROR_REFUSED = 111 };

static __always_inline bool was_reset(int error)
{
	return error == ERROR_RESET || error == ERROR_PIPE || error == ERROR_REFUSED;
}

static __always_inline enum close_reason reason_of(const struct sock *sk, int from)
{
	const int error = sk->sk_err;
	const bool fin_came = sk->__sk_common.skc_flags & FLAG_DONE;

	if (was_reset(error))
		return CLOSE_RESET;
	if (error == ERROR_TIMEOUT)
		return CLOSE_TIMEOUT;
	/* Of one that is closed, the kernel forgets the process's half before the other side's FIN has come. */
	if (has_sent_fin(from))
		return fin_came || from != TCP_FIN_WAIT1 ? CLOSE_FIN : CLOSE_CLOSED;
	return from == TCP_SYN_SENT || is_closed_by_process(sk, from, TCP_CLOSE) ? CLOSE_CLOSED : CLOSE_UNKNOWN;
}

/* `task`: whose it is, or NULL where that is not the current one. */
static __always_inline bool is_told(struct connection *connection, const struct ends *ends, const struct task_struct *task)
{
	const enum selection selection = selected(connection, ends, task, 0);

	if (selection == SELECTION_WANTED)
		return true;
	attempt(conn_events);
	if (selection == SELECTION_SELF)
		discard(conn_events, SELF);
	else
		discard(conn_events, FILTERED);
	return false;
}

/* Not before it is established: until 6.12 what is accepted has its listener's cookie when it is first told of. */
static __always_inline void identify(struct connection *connection, struct sock *sk)
{
	if (!connection->id)
		connection->id = bpf_get_socket_cookie(sk);
}

static __always_inline void established(struct connection *connection, struct sock *sk, int from)
{
	struct socket_facts facts;

	identify(connection, sk);
	read_facts(&facts, sk, TRANSPORT_TCP, from);
	begin_streams(connection, &facts, DIRECTION_EGRESS, 0);
	/* MPTCP says later who the other side is: that it opened is told with the first bytes. */
	if (facts.ends.remote_port && is_told(connection, &facts.ends, NULL))
		tell_open(connection, &facts.ends);
}

static __always_inline void tell_close(struct connection *connection, const struct socket_facts *facts, enum close_reason reason, __s32 error)
{
	for (int i = 0; i < 2; i++) {
		const __u32 missed = end_stream(connection, facts, i);

		drop_kept(connection, i, UNSEEN_UNKNOWN_PROTOCOL);
		unseen(UNSEEN_MISSED, i, FUNCTION_UNKNOWN, missed);
		connection->uncounted[i] += missed;
		connection->has_moved |= missed > 0;
	}
	if (connection->has_moved)
		count_connection(connection, &facts->ends, facts->is_encrypted, COUNTED_CLOSE);
	tell_event(connection, &facts->ends, EVENT_CLOSE, reason, error, facts->is_encrypted);
}

static __always_inline void tell_end(struct connection *connection, const struct socket_facts *facts)
{
	const struct ending *ending = &connection->ending;
	const bool told = is_told(connection, &facts->ends, NULL);

	forget_own(connection, &facts->ends);
	if (told)
		tell_close(connection, facts, ending->reason, ending->error);
	if (tls)
		close_plain(connection, &facts->ends, ending->reason, ending->error);
}

/* Its first bytes are claimed, and what comes of that is not noted yet. */
static __always_inline bool is_noting(const struct connection *connection)
{
	return connection->is_new && !connection->has_moved && (connection->streams[0].position || connection->streams[1].position);
}

/*
 * Whether its program may still read of it, a call is in the middle of moving its bytes, or a library has some that it is
 * to decrypt. A socket of several paths is never seen to go.
 */
static __always_inline bool goes_on(struct connection *connection, const struct socket_facts *facts, struct sock *sk)
{
	const struct tcp_sock *tcp = tcp_of(sk);

	return tcp && (connection->has_plain || facts->is_encrypted || is_unread(tcp) || !is_claimed(connection, &facts->marks) || is_noting(connection));
}

static __always_inline void closed(struct connection *connection, struct sock *sk, int from)
{
	struct ending *ending = &connection->ending;
	struct socket_facts facts;

	identify(connection, sk);
	read_facts(&facts, sk, TRANSPORT_TCP, from);
	ending->reason = reason_of(sk, from);
	ending->error = sk->sk_err;
	ending->is_awaited = goes_on(connection, &facts, sk);
	if (!ending->is_awaited) {
		tell_end(connection, &facts);
		return;
	}
	ending->from = from;
	ending->sequences[0] = facts.marks.sequences[0];
	ending->sequences[1] = facts.marks.sequences[1];
	connection->first = facts.ends;
}

/* The socket goes, or is about to begin another connection: no call is in it any more. */
static __always_inline void outlived(struct connection *connection, struct sock *sk)
{
	struct ending *ending = &connection->ending;
	struct socket_facts facts;

	if (!ending->is_awaited)
		return;
	ending->is_awaited = false;
	read_facts(&facts, sk, TRANSPORT_TCP, ending->from);
	facts.ends = connection->first;
	/* It was disconnected, by which what is unread is thrown away and the numbers become others. */
	if (facts.marks.sequences[DIRECTION_EGRESS] != ending->sequences[DIRECTION_EGRESS]) {
		facts.marks.sequences[DIRECTION_EGRESS] = ending->sequences[DIRECTION_EGRESS];
		facts.marks.sequences[DIRECTION_INGRESS] = ending->sequences[DIRECTION_INGRESS];
	}
	tell_end(connection, &facts);
}

static __always_inline int destroyed(struct sock *sk)
{
	struct connection *connection = find_connection(sk, false);

	if (connection)
		outlived(connection, sk);
	if (walks)
		forget_walked(bpf_get_socket_cookie(sk));
	return 0;
}

/* Whether it is one of the paths of an MPTCP connection, whose own socket is the one that programs have. */
static __always_inline bool is_path(struct sock *sk)
{
	const struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);

	return tcp && bpf_core_field_exists(tcp->is_mptcp) && BPF_CORE_READ_BITFIELD(tcp, is_mptcp);
}

static __always_inline void opening(struct connection *connection, enum trace_role role)
{
	forget(connection);
	connection->is_begun = true;
	connection->is_new = true;
	connection->role = role;
	if (role == ROLE_CLIENT)
		set_owner(connection);
}

static __always_inline int changed_state(struct sock *sk, int from, int to)
{
	/* Of MPTCP it is established at once. */
	const bool accepted = from == TCP_LISTEN && (to == TCP_SYN_RECV || to == TCP_ESTABLISHED);
	const bool enters = to == TCP_ESTABLISHED && (from == TCP_SYN_SENT || from == TCP_SYN_RECV || accepted);
	const bool begins = accepted || to == TCP_SYN_SENT || to == TCP_LISTEN;
	struct connection *connection;

	if (from == to || transport_of(sk) != TRANSPORT_TCP || is_path(sk))
		return 0;
	/* It would be found by that cookie. */
	if (walks && accepted && !enters)
		return 0;
	connection = find_connection(sk, begins || (walks && enters));
	if (!connection)
		return 0;
	if (begins)
		outlived(connection, sk);
	if (to == TCP_LISTEN) {
		set_owner(connection);
		note_listener(connection, sk, true);
		return 0;
	}
	if (from == TCP_LISTEN && to == TCP_CLOSE) {
		note_listener(connection, sk, false);
		return 0;
	}
	if (begins || (enters && !connection->is_begun))
		opening(connection, to == TCP_SYN_SENT ? ROLE_CLIENT : ROLE_SERVER);
	if (enters)
		established(connection, sk, from);
	else if (to == TCP_CLOSE)
		closed(connection, sk, from);
	return 0;
}

/* The last descriptor of a UDP socket is gone. */
static __always_inline void released(struct connection *connection)
{
	if (!connection->has_moved || !is_told(connection, &connection->first, bpf_get_current_task_btf()))
		return;
	count_connection(connection, &connection->first, false, COUNTED_CLOSE);
	tell_event(connection, &connection->first, EVENT_CLOSE, CLOSE_CLOSED, 0, false);
}
