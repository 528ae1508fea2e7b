/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The variant for kernels that do not tell of each message by a tracepoint (before 6.3): the ends of what each family of
 * sockets does when a message is to be sent or received, which all calls and the kernel itself come to.
 */
#pragma once

#include "sockets/moved.h"

SEC("fexit/inet_sendmsg")
int fexit__inet_sendmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[3], 0, DIRECTION_EGRESS, ctx[1]);
}

SEC("fexit/inet6_sendmsg")
int fexit__inet6_sendmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[3], 0, DIRECTION_EGRESS, ctx[1]);
}

SEC("fexit/inet_recvmsg")
int fexit__inet_recvmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[4], ctx[3], DIRECTION_INGRESS, ctx[1]);
}

SEC("fexit/inet6_recvmsg")
int fexit__inet6_recvmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[4], ctx[3], DIRECTION_INGRESS, ctx[1]);
}

SEC("fexit/inet_sendpage")
OPTIONAL("nothing since Linux 6.5, which sends pages as messages; before that what sendfile and splice send")
int fexit__inet_sendpage__fexit(__u64 *ctx)
{
	return moved(((struct socket *)ctx[0])->sk, ctx[5], 0, DIRECTION_EGRESS);
}

SEC("fexit/unix_stream_sendmsg")
WHEN(unix_sockets)
int fexit__unix_stream_sendmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[3], 0, DIRECTION_EGRESS, ctx[1]);
}

SEC("fexit/unix_stream_recvmsg")
WHEN(unix_sockets)
int fexit__unix_stream_recvmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[4], ctx[3], DIRECTION_INGRESS, ctx[1]);
}

/* Those of SOCK_SEQPACKET come here, too. */
SEC("fexit/unix_dgram_sendmsg")
WHEN(unix_sockets)
int fexit__unix_dgram_sendmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[3], 0, DIRECTION_EGRESS, ctx[1]);
}

SEC("fexit/unix_dgram_recvmsg")
WHEN(unix_sockets)
int fexit__unix_dgram_recvmsg__fexit(__u64 *ctx)
{
	return moved_by_message(((struct socket *)ctx[0])->sk, ctx[4], ctx[3], DIRECTION_INGRESS, ctx[1]);
}
