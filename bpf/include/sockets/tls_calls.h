/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The calls of TLS libraries that a thread is in. An entry is noted with the stack's place, by which what happens inside it
 * and its return are told from those of other calls: one may be inside another, and programs with fibers have many at once.
 * Those of Go, which move from thread to thread, are noted in tls_goroutines.h.
 */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"
#include "sockets/tables.h"

/* Which function a program was attached at, told by its cookie. Of two calls about one session the one further up is inside the other. */
enum library_function {
	LIBRARY_NONE,
	LIBRARY_OTHER,		/* moves no plain text */
	LIBRARY_HANDSHAKE,		/* done where it returns 1 */
	LIBRARY_HANDSHAKE_0,	/* done where it returns 0 */
	LIBRARY_READ,		/* (session, buffer, size), returns bytes */
	LIBRARY_READ_EX,		/* (session, buffer, size, &bytes), returns 1 */
	LIBRARY_WRITE,
	LIBRARY_WRITE_EX,
	LIBRARY_WRITE_EX2,		/* (session, buffer, size, flags, &bytes) */
	LIBRARY_READ_EARLY,		/* as LIBRARY_READ_EX around it */
	LIBRARY_WRITE_EARLY,
	LIBRARY_READ_AROUND,	/* as LIBRARY_READ around it */
	LIBRARY_WRITE_AROUND,
	LIBRARY_HANDSHAKE_AROUND,
	LIBRARY_FUNCTIONS
};

struct tls_call {
	__u64 session;		/* address of what the library keeps about the connection; 0: no call */
	__u64 buffer;
	__u64 size;
	__u64 bytes_at;		/* where the library writes how many bytes moved; 0: it returns that */
	__u64 stack;
	__u64 conn_id;		/* of the connection whose records moved inside; 0: none yet */
	__u8 function;
	__u8 carrier;		/* the system call inside */
	__u8 told;		/* a bit each direction: the kernel encrypts, and has told of the plain text */
	bool is_mixed;		/* records of several connections moved inside */
	bool is_raced;		/* others moved the same way at once, so that nobody knows which came first */
};

#define TLS_CALLS 4

struct tls_thread {
	struct tls_call calls[TLS_CALLS];
	__u32 next;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct tls_thread);
} tls_threads SEC(".maps");

/* Bytes of stack that a library uses, and those between the places in one function at which programs stand. */
#define TLS_STACK_MOST (64 << 10)
#define TLS_FRAME_MOST 1024

/* The innermost call around `stack`, or NULL. */
static __always_inline struct tls_call *tls_call_around(struct task_struct *task, __u64 stack)
{
	struct tls_thread *thread = bpf_task_storage_get(&tls_threads, task, NULL, 0);
	struct tls_call *nearest = NULL;
	__u64 distance = TLS_STACK_MOST;

	if (!thread)
		return NULL;
	for (int i = 0; i < TLS_CALLS; i++) {
		struct tls_call *call = &thread->calls[i];

		if (call->session && call->stack - stack < distance) {
			distance = call->stack - stack;
			nearest = call;
		}
	}
	return nearest;
}

/* Where to note a call. NULL: it is inside one of the same session that will be told of, or there is no room, which is counted. */
static __always_inline struct tls_call *room_for_tls_call(struct task_struct *task, __u64 session, enum library_function function, __u64 stack)
{
	struct tls_thread *thread = bpf_task_storage_get(&tls_threads, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	struct tls_call *room = NULL;

	if (!thread) {
		attempt(conn_data);
		lose(conn_data, MAP_BUSY);
		return NULL;
	}
	for (int i = 0; i < TLS_CALLS; i++) {
		struct tls_call *call = &thread->calls[i];

		if (call->session == session && call->function > function && call->stack - stack < TLS_FRAME_MOST)
			return NULL;
		if (!call->session || (call->session == session && call->function == function))
			room = call;
	}
	/* All are calls of which no return was seen, or one is. */
	return room ? room : &thread->calls[thread->next++ & (TLS_CALLS - 1)];
}

/* Takes the call of which this is the return. False: its entry was not seen. */
static __always_inline bool take_tls_call(struct tls_call *taken, struct task_struct *task, enum library_function function, __u64 stack)
{
	struct tls_thread *thread = bpf_task_storage_get(&tls_threads, task, NULL, 0);
	struct tls_call *nearest = NULL;
	__u64 distance = 2 * TLS_FRAME_MOST;

	if (!thread)
		return false;
	for (int i = 0; i < TLS_CALLS; i++) {
		struct tls_call *call = &thread->calls[i];
		/* Programs at a return may stand a little above or below those at the entry. */
		const __u64 away = call->stack + TLS_FRAME_MOST - stack;

		if (call->session && call->function == function && away < distance) {
			distance = away;
			nearest = call;
		}
	}
	if (!nearest)
		return false;
	*taken = *nearest;
	nearest->session = 0;
	return true;
}
