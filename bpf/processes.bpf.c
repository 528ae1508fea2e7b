// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * What only the kernel can tell of processes: how each ended, and what their TCP connections carried.
 *
 * The variants differ in where they learn of messages: by events, or, on kernels without these (before 6.3), at the ends of
 * the functions that all calls come to.
 */
#include "processes/ended.h"
#include "processes/tcp_stats.h"

VARIANTS("sock fexit");

/* Before the ends, as who is killed may be gone before the next is attached. */
SEC("tp_btf/signal_generate")
WHEN(with_proc_exit_events)
int all__signal_generate__tp_btf(__u64 *ctx)
{
	return signal_sent(ctx, ctx[0], ctx[1], (void *)ctx[2], ctx[4]);
}

SEC("tp_btf/sched_process_exit")
WHEN(with_proc_exit_events)
int all__sched_process_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];

	if (!EVENT_TELLS_LAST)
		return thread_ended(task);
	return (bool)ctx[1] ? process_ended(task) : 0;
}

SEC("tp_btf/inet_sock_set_state")
WHEN(with_tcp_stats_events)
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	return state_changed((struct sock *)ctx[0], ctx[1], ctx[2]);
}

SEC("tp_btf/tcp_destroy_sock")
WHEN(with_tcp_stats_events)
int all__tcp_destroy_sock__tp_btf(__u64 *ctx)
{
	return destroyed((struct sock *)ctx[0]);
}

SEC("tp_btf/tcp_retransmit_skb")
WHEN(with_tcp_stats_events)
int all__tcp_retransmit_skb__tp_btf(__u64 *ctx)
{
	return segments_resent((struct sock *)ctx[0], (const struct sk_buff *)ctx[1]);
}

SEC("tp_btf/sock_send_length")
WHEN(with_tcp_stats_events)
int sock__sock_send_length__tp_btf(__u64 *ctx)
{
	return bytes_moved((struct sock *)ctx[0], ctx[1], COUNTED_WRITTEN, 0);
}

SEC("tp_btf/sock_recv_length")
WHEN(with_tcp_stats_events)
int sock__sock_recv_length__tp_btf(__u64 *ctx)
{
	return bytes_moved((struct sock *)ctx[0], ctx[1], COUNTED_READ, ctx[2]);
}

SEC("fexit/inet_sendmsg")
WHEN(with_tcp_stats_events)
int fexit__inet_sendmsg__fexit(__u64 *ctx)
{
	return bytes_moved(((struct socket *)ctx[0])->sk, ctx[3], COUNTED_WRITTEN, 0);
}

SEC("fexit/inet6_sendmsg")
WHEN(with_tcp_stats_events)
int fexit__inet6_sendmsg__fexit(__u64 *ctx)
{
	return bytes_moved(((struct socket *)ctx[0])->sk, ctx[3], COUNTED_WRITTEN, 0);
}

SEC("fexit/inet_recvmsg")
WHEN(with_tcp_stats_events)
int fexit__inet_recvmsg__fexit(__u64 *ctx)
{
	return bytes_moved(((struct socket *)ctx[0])->sk, ctx[4], COUNTED_READ, ctx[3]);
}

SEC("fexit/inet6_recvmsg")
WHEN(with_tcp_stats_events)
int fexit__inet6_recvmsg__fexit(__u64 *ctx)
{
	return bytes_moved(((struct socket *)ctx[0])->sk, ctx[4], COUNTED_READ, ctx[3]);
}
