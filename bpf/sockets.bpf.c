// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * What programs say to each other through sockets: every piece of payload with its place in its stream, connections that
 * open and close, and figures of both. An attempt at conn_data is a row to be made, or a call of which none was wanted.
 *
 * A variant is where one event for one message comes from, in the context of the call that moved it and with the socket.
 */
#include "sockets/lifecycle.h"
#include "sockets/older.h"
#include "sockets/operations.h"
#include "sockets/tls.h"
#include "sockets/tls_go.h"
#include "sockets/walk.h"

VARIANTS("sock fexit walk");

SEC("tp_btf/inet_sock_set_state")
int all__inet_sock_set_state__tp_btf(__u64 *ctx)
{
	return changed_state((struct sock *)ctx[0], ctx[1], ctx[2]);
}

SEC("tp_btf/tcp_destroy_sock")
int all__tcp_destroy_sock__tp_btf(__u64 *ctx)
{
	return destroyed((struct sock *)ctx[0]);
}

/* Before what they are for: a request that was submitted in between would not be known. */
SEC("tp_btf/io_uring_submit_req")
OPTIONAL("no payload of what io_uring moves")
int sock__io_uring_submit_req__tp_btf(__u64 *ctx)
{
	return request_submitted((const struct io_kiocb *)ctx[0]);
}

SEC("tp_btf/io_uring_task_add")
OPTIONAL("no payload of what io_uring requests move that are older than the programs")
int sock__io_uring_task_add__tp_btf(__u64 *ctx)
{
	return request_woken((const struct io_kiocb *)ctx[0]);
}

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

SEC("iter/task_file")
int all__task_file__iter(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;

	if (task && file)
		return look_at(task, file);
	/* The end: the kernel calls once more, with nothing. */
	older_are_known = 1;
	return 0;
}

/* Both are asked about each datagram that is received by a call that wants to know where it came from. */
SEC("cgroup/recvmsg4")
OPTIONAL("no remote address of datagrams received through sockets that are not connected")
int all__recvmsg4__cgroup(struct bpf_sock_addr *ctx)
{
	__u32 addr[4];

	map_ipv4(addr, ctx->user_ip4);
	note_peer(bpf_get_socket_cookie(ctx), addr, ctx->user_port);
	return 1;
}

SEC("cgroup/recvmsg6")
OPTIONAL("no remote address of datagrams received through sockets that are not connected")
int all__recvmsg6__cgroup(struct bpf_sock_addr *ctx)
{
	__u32 addr[4] = { ctx->user_ip6[0], ctx->user_ip6[1], ctx->user_ip6[2], ctx->user_ip6[3] };

	note_peer(bpf_get_socket_cookie(ctx), addr, ctx->user_port);
	return 1;
}

SEC("cgroup/sock_release")
OPTIONAL("UDP sockets never close")
int all__sock_release__cgroup(struct bpf_sock *ctx)
{
	struct connection *connection;

	if (ctx->protocol != PROTO_UDP)
		return 1;
	connection = find_connection(ctx, false);
	if (connection)
		released(connection);
	if (connection && walks)
		forget_walked(bpf_get_socket_cookie(ctx));
	return 1;
}
