/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The io_uring requests that may move bytes of a socket, noted by its file and the direction: when they are submitted, and
 * when something has woken them, for those that are older than the programs or were pushed out meanwhile. Those for a file
 * that a request before them is still to open are noted by the task.
 *
 * A note is not taken back when its request ends, which would cost every request of any kind: in the request itself it
 * shows that it has ended, and the note is thrown away when it is next met.
 */
#pragma once

#include "files.h"
#include "uring/kernel.h"
#include "uring/operations.h"

/* Notes of a socket and direction, and sockets and directions that have any. */
#define REQUESTS_MOST 32
#define REQUESTED_MOST 4096

struct requested {
	__u64 by;	/* the file, or else the task */
	__u64 effect;
};

struct requests {
	__u64 noted[REQUESTS_MOST];	/* 0: thrown away */
	__u32 used;	/* from there on there never were any */
	__u32 next;	/* to be pushed out where there is no room */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, REQUESTED_MOST);
	__type(key, struct requested);
	__type(value, struct requests);
} requests SEC(".maps");

/* It would not fit on the stack. */
static const struct requests no_requests;

/* Where it is noted already, or may be. */
static __always_inline __u32 place_for(struct requests *requests_here, __u64 request)
{
	const __u32 used = requests_here->used;
	__u32 at = used;

	for (__u32 i = 0; i < REQUESTS_MOST && i < used; i++) {
		if (requests_here->noted[i] == request)
			return i;
		if (!requests_here->noted[i] && at == used)
			at = i;
	}
	return (at < REQUESTS_MOST ? at : requests_here->next++) % REQUESTS_MOST;
}

static __always_inline void note_request(__u64 request, __u64 by, enum uring_effect effect)
{
	const struct requested key = { .by = by, .effect = effect };
	struct requests *requests_here = bpf_map_lookup_elem(&requests, &key);
	__u32 at;

	if (!requests_here) {
		bpf_map_update_elem(&requests, &key, &no_requests, BPF_NOEXIST);
		requests_here = bpf_map_lookup_elem(&requests, &key);
		if (!requests_here)
			return;
	}
	at = place_for(requests_here, request);
	requests_here->noted[at] = request;
	if (at >= requests_here->used)
		requests_here->used = at + 1;
}

static __always_inline bool is_socket_file(__u64 file)
{
	return file && (KERNEL_READ(KERNEL_READ(file, file, f_inode), inode, i_mode) & FILE_TYPE) == FILE_SOCKET;
}

/* What a registered file's index leads to now. */
static __always_inline __u64 registered_file(__u64 ring, __u32 index)
{
	/* In the lowest bits of the file's address. */
	const __u64 flags = 7;
	__u64 entry = 0;

	if (bpf_core_field_exists(struct io_file_table, data)) {
		if (index < (__u32)KERNEL_READ(ring, io_ring_ctx, file_table.data.nr))
			entry = kernel_word(KERNEL_READ(ring, io_ring_ctx, file_table.data.nodes) + index * sizeof(__u64));
		return entry ? KERNEL_READ(entry, io_rsrc_node, file_ptr) & ~flags : 0;
	}
	if (index < (__u32)KERNEL_READ(ring, io_ring_ctx___old, nr_user_files))
		entry = KERNEL_READ(ring, io_ring_ctx___old, file_table.files) + index * sizeof(struct io_fixed_file);
	return entry ? KERNEL_READ(entry, io_fixed_file, file_ptr) & ~flags : 0;
}

/* The file a request will be issued for, as far as is known now. */
static __always_inline __u64 file_to_be(const struct io_kiocb *request)
{
	const __u32 is_registered = 1 << 0;

	if (request->flags & is_registered)
		return registered_file((__u64)request->ctx, request->cqe.fd);
	return file_of(bpf_get_current_task_btf(), request->cqe.fd);
}

/* At tp_btf/io_uring_submit_req. */
static __always_inline int request_submitted(const struct io_kiocb *request)
{
	const enum uring_effect effect = effect_of(request->opcode);
	__u64 file;

	if (!effect)
		return 0;
	file = file_to_be(request);
	if (is_socket_file(file))
		note_request((__u64)request, file, effect);
	else if (!file || !is_as_file(request->opcode))
		note_request((__u64)request, bpf_get_current_task(), effect);
	return 0;
}

/* At tp_btf/io_uring_task_add. */
static __always_inline int request_woken(const struct io_kiocb *request)
{
	const enum uring_effect effect = effect_of(request->opcode);

	if (effect && is_socket_file((__u64)request->file))
		note_request((__u64)request, (__u64)request->file, effect);
	return 0;
}
