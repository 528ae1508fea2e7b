/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which message of sendmmsg or recvmmsg an event is of. The hook runs once a message and is not told its index, so it is
 * counted. A call ends with its last message, with an error, which is an event too, or where it stops of its own accord;
 * where that cannot be known the index is not certain.
 */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"

/* The most messages a call takes, whatever it was given. */
#define BATCH_MOST 1024

struct batch {
	__u64 messages;	/* user address of the array */
	__u64 sk;
	__u32 count;
	__u32 next;	/* 0: no call is under way */
	__s32 last;	/* what the message before moved */
};

#define BATCH_STRIDE 64
/* Where the kernel writes into the array what a message moved, before it goes on to the next. */
#define BATCH_RESULT 56

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct batch);
} batches SEC(".maps");

static __always_inline bool has_told(const struct batch *batch)
{
	__s32 told = 0;

	return batch->next && !bpf_probe_read_user(&told, sizeof(told), (void *)(batch->messages + (batch->next - 1) * BATCH_STRIDE + BATCH_RESULT)) &&
	       told == batch->last;
}

/* `may_stop`: the call may end after any message without an event. Negative: not certain. */
static __always_inline __s64 next_of_batch(struct task_struct *task, __u64 messages, __u32 count, __u64 sk, __s32 result, bool may_stop)
{
	struct batch *batch = bpf_task_storage_get(&batches, task, NULL, result < 0 ? 0 : BPF_LOCAL_STORAGE_GET_F_CREATE);
	__u32 index;

	if (result < 0 || !batch) {
		if (batch)
			batch->next = 0;
		return -1;
	}
	if (count > BATCH_MOST)
		count = BATCH_MOST;
	if (may_stop && count > 1)
		return -1;
	if (batch->messages != messages || batch->count != count || batch->sk != sk || !has_told(batch)) {
		batch->messages = messages;
		batch->count = count;
		batch->sk = sk;
		batch->next = 0;
	}
	index = batch->next;
	batch->next = index + 1 < count ? index + 1 : 0;
	batch->last = result;
	return index;
}

/* The call that the current task is in ends with this message. */
static __always_inline void end_batch(struct task_struct *task)
{
	struct batch *batch = bpf_task_storage_get(&batches, task, NULL, 0);

	if (batch)
		batch->next = 0;
}
