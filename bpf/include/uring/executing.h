/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which request has just moved bytes of a socket, and where in the process's memory they are. The kernel tells that bytes
 * moved, not for whom; but a worker knows its request, and of others one is taken that was issued for the socket, has not
 * ended, and whose iterator has moved by as many bytes. If two are such, neither is.
 */
#pragma once

#include "uring/requests.h"
#include "uring/thread.h"

/* A worker's own request; 0 in other threads. */
static __always_inline __u64 request_of_worker(const struct task_struct *task)
{
	__u64 worker, work;

	if (!HAS_REQUESTS || !is_uring_thread(task))
		return 0;
	worker = KERNEL_READ((__u64)task, task_struct___thread, worker_private);
	work = worker ? KERNEL_READ(worker, io_worker, cur_work) : 0;
	return work ? work - bpf_core_field_offset(struct io_kiocb, work) : 0;
}

static __always_inline __u8 operation_of(__u64 request)
{
	return KERNEL_READ(request, io_kiocb, opcode);
}

static __always_inline __u64 iterator_of(__u64 data, __u8 operation)
{
	return is_as_file(operation) ? MEMBER(data, io_async_rw, iter) : MEMBER(data, io_async_msghdr, msg.msg_iter);
}

static __always_inline __u64 first_segment(__u64 data)
{
	if (bpf_core_field_exists(struct io_async_msghdr, vec))
		return KERNEL_READ(data, io_async_msghdr, vec.iovec);
	return KERNEL_READ(data, io_async_msghdr___old, free_iov);
}

/*
 * False: a request with this data cannot have just moved so many bytes. Sending and receiving leave the iterator behind the
 * bytes. Reading and writing work on a copy, so that it stands before them.
 */
static __always_inline bool may_have_moved(__u64 data, __u8 operation, __u32 bytes)
{
	const __u64 iterator = iterator_of(data, operation);

	if (is_as_file(operation))
		return KERNEL_READ(iterator, iov_iter, count) >= bytes;
	if (ITERATOR_IS(iterator, ITER_UBUF))
		return KERNEL_READ(iterator, iov_iter, iov_offset) >= bytes;
	if (ITERATOR_IS(iterator, ITER_IOVEC))
		return KERNEL_READ(iterator, iov_iter, iov_offset) || current_segment(iterator) != first_segment(data);
	return true;
}

struct search {
	struct requests *requests;
	__u64 file;
	__u64 found;
	enum uring_effect effect;
	__u32 bytes;
	bool is_ambiguous;
};

static long consider_request(__u32 index, struct search *search)
{
	__u64 request, data, file;
	__u8 operation;

	if (index >= REQUESTS_MOST)
		return 1;
	request = search->requests->noted[index];
	if (!request)
		return 0;
	operation = operation_of(request);
	data = KERNEL_READ(request, io_kiocb, async_data);
	file = KERNEL_READ(request, io_kiocb, file);
	if (!data || effect_of(operation) != search->effect || (file && file != search->file)) {
		search->requests->noted[index] = 0;
		return 0;
	}
	if (!file || !may_have_moved(data, operation, search->bytes))
		return 0;
	search->is_ambiguous = search->found;
	search->found = request;
	return search->is_ambiguous;
}

static __always_inline void search_requests(struct search *search, __u64 by)
{
	const struct requested key = { .by = by, .effect = search->effect };

	search->requests = bpf_map_lookup_elem(&requests, &key);
	if (search->requests)
		bpf_loop(search->requests->used, consider_request, search, 0);
}

/* The request that has just moved `bytes` of the socket, or 0. A worker's may be one that moves bytes past the process's memory. */
static __always_inline __u64 executing_request(const struct task_struct *task, __u64 sk, enum uring_effect effect, __u32 bytes)
{
	struct search search = { .effect = effect, .bytes = bytes };

	if (!KEEPS_REQUESTS)
		return 0;
	search.found = request_of_worker(task);
	if (search.found)
		return search.found;
	search.file = KERNEL_READ(KERNEL_READ(sk, sock___file, sk_socket), socket___file, file);
	search_requests(&search, search.file);
	if (!search.found)
		search_requests(&search, (__u64)task);
	return search.is_ambiguous ? 0 : search.found;
}

/* The message that it sends or receives, or 0 where it does not do it as one. */
static __always_inline __u64 message_of(__u64 request)
{
	return is_as_file(operation_of(request)) ? 0 : MEMBER(KERNEL_READ(request, io_kiocb, async_data), io_async_msghdr, msg);
}

/* The kernel's copy of the name that a message is sent to, or 0. */
static __always_inline __u64 name_of(__u64 message, __u32 *size)
{
	*size = message ? KERNEL_READ(message, msghdr, msg_namelen) : 0;
	return message ? KERNEL_READ(message, msghdr, msg_name) : 0;
}

/*
 * The iterator of a registered buffer knows its pages only; of one buffer the request has the address in the process's
 * memory, of several there is none.
 */
static __always_inline bool locate_registered(struct span *span, __u64 request, __u64 iterator)
{
	const __u8 operation = operation_of(request);

	span->segments = 0;
	if (operation == URING_SEND || operation == URING_SEND_ZC)
		span->at = KERNEL_READ(request, io_sr_msg, buf);
	else if (operation == URING_READ_FIXED || operation == URING_WRITE_FIXED)
		span->at = KERNEL_READ(request, io_rw, addr);
	else
		return false;
	return ITERATOR_IS(iterator, ITER_BVEC);
}

/* Where the bytes are. */
static __always_inline bool locate_bytes(struct span *span, __u64 request, __u32 bytes)
{
	const __u8 operation = operation_of(request);
	const __u64 data = KERNEL_READ(request, io_kiocb, async_data);
	__u64 iterator;

	/* Where none are kept, members that are read here have other names. */
	if (!KEEPS_REQUESTS || !effect_of(operation) || !data)
		return false;
	iterator = iterator_of(data, operation);
	return locate_span(span, iterator, is_as_file(operation) ? 0 : bytes) || locate_registered(span, request, iterator);
}

/* The same of what the kernel has just moved as a message, whatever the request. One that reads or writes begins with what it gave to the message. */
static __always_inline bool locate_message(struct span *span, __u64 message, __u32 bytes)
{
	const __u64 iterator = MEMBER(message, msghdr, msg_iter), request = KERNEL_READ(message, msghdr, msg_iocb);

	return locate_span(span, iterator, bytes) || (HAS_REQUESTS && request && locate_registered(span, request, iterator));
}
