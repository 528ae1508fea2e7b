// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * What programs say to each other through sockets: every piece of payload with its place in its stream, connections that
 * open and close, and figures of both. An attempt at conn_data is a row to be made, or a call of which none was wanted.
 *
 * A variant is where one event for one message comes from, in the context of the call that moved it and with the socket.
 */
#include "sockets/moved.h"

VARIANTS("sock");

SEC("tp_btf/sock_send_length")
int sock__sock_send_length__tp_btf(__u64 *ctx)
{
	return moved((struct sock *)ctx[0], ctx[1], 0, DIRECTION_EGRESS);
}

SEC("tp_btf/sock_recv_length")
int sock__sock_recv_length__tp_btf(__u64 *ctx)
{
	return moved((struct sock *)ctx[0], ctx[1], ctx[2], DIRECTION_INGRESS);
}
