/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What io_uring keeps of a request, from Linux 6.10 on. ___old: where it was up to 6.12. */
#pragma once

#include "iterator.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct msghdr {
	void *msg_name;
	int msg_namelen;
	struct iov_iter msg_iter;
	struct kiocb *msg_iocb;
};

struct iou_vec {
	struct iovec *iovec;
};

/* Of operations that send or receive. */
struct io_async_msghdr {
	struct iou_vec vec;
	struct msghdr msg;
};

struct io_async_msghdr___old {
	struct iovec *free_iov;
	int free_iov_nr;
};

/* Of those that read or write. */
struct io_async_rw {
	struct iov_iter iter;
};

/* The operation's own arguments lie at the request's beginning. */
struct io_sr_msg {
	void *buf;
};

struct io_rw {
	__u64 addr;
};

struct io_rsrc_node {
	unsigned long file_ptr;
};

struct io_rsrc_data {
	unsigned int nr;
	struct io_rsrc_node **nodes;
};

struct io_file_table {
	struct io_rsrc_data data;
};

struct io_ring_ctx {
	struct io_file_table file_table;
};

struct io_fixed_file {
	unsigned long file_ptr;
};

struct io_file_table___old {
	struct io_fixed_file *files;
};

struct io_ring_ctx___old {
	struct io_file_table___old file_table;
	unsigned int nr_user_files;
};

struct io_cqe {
	int fd;
};

struct io_wq_work {
};

struct io_kiocb {
	struct file *file;	/* NULL until it is issued */
	__u8 opcode;
	__u64 flags;
	struct io_cqe cqe;
	struct io_ring_ctx *ctx;
	void *async_data;	/* NULL once it has ended */
	struct io_wq_work work;
};

struct io_worker {
	struct io_wq_work *cur_work;
};

struct socket___file {
	struct file *file;
};

struct sock___file {
	struct socket___file *sk_socket;
};

#pragma clang attribute pop

/* Before, most requests kept what they work on on the stack. */
#define KEEPS_REQUESTS (bpf_core_field_exists(struct io_async_msghdr, vec) || bpf_core_field_exists(struct io_async_msghdr___old, free_iov_nr))
