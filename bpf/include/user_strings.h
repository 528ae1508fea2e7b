/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Strings in the current process's memory, copied into a list<utf8> tail: {length, bytes} each.
 * They stand either one behind the other, or behind an array of pointers as execve takes it.
 */
#pragma once

#include "pipeline.bpf.h"

/* Strings are whole up to this many bytes in a row, each taking 4 more; what is over is cut. */
#define STRINGS_MAX (64 << 10)
/* Read at a time. */
#define PIECE 4096
/* Linux takes no more arguments than this, under any stack limit. */
#define POINTERS_MAX (1 << 20)
/* A string takes at least its length, so the tail is full after this many steps at the latest. */
#define STEPS (STRINGS_MAX / 4)

/* An array of pointers up to NULL, of 4 bytes each in a 32-bit call. */
struct pointers {
	__u64 at;
	__u32 width;
	__u32 count;
	bool ended;
};

static __always_inline long read_pointer(const struct pointers *pointers, __u32 index, __u64 *pointer)
{
	*pointer = 0;
	return bpf_probe_read_user(pointer, pointers->width == 4 ? 4 : 8,
				   (void *)(pointers->at + (__u64)index * pointers->width));
}

static long count_pointer(__u32 index, struct pointers *pointers)
{
	__u64 pointer;

	if (read_pointer(pointers, index, &pointer))
		return 1;
	pointers->count = index;
	pointers->ended = !pointer;
	return pointers->ended;
}

/* Sets `count`, and `ended` if NULL was reached. No array at all is an empty one to Linux. */
static __always_inline void count_pointers(struct pointers *pointers)
{
	pointers->ended = !pointers->at;
	if (pointers->at)
		bpf_loop(POINTERS_MAX, count_pointer, pointers, 0);
}

/*
 * Where copying stands. In a map rather than on the stack: there is too much of it, and the verifier
 * would follow each value it could take.
 */
struct copier {
	struct pointers pointers;	/* at 0: the strings stand one behind the other */
	__u64 from;
	__u64 end;		/* of the record */
	__u64 offset;		/* in the record, of the string being copied */
	__u32 length;		/* of the string, so far */
	__u32 index;
	__u32 skip;		/* so many strings first */
	__u32 count;
	bool inside;		/* a string of which a piece was read */
	bool failed;
	char piece[PIECE];
};

/* One for each program that copies, as one may interrupt the other. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct copier);
} copiers SEC(".maps");

static __always_inline struct copier *new_copier(__u32 which)
{
	struct copier *copier = bpf_map_lookup_elem(&copiers, &which);

	if (copier)
		__builtin_memset(copier, 0, offsetof(struct copier, piece));
	return copier;
}

/* Reads the next piece; returns its bytes without NUL, or an error. Whether the string goes on: `inside`. */
static __always_inline long read_piece(struct copier *copier)
{
	long size;

	if (!copier->inside) {
		copier->length = 0;
		if (copier->pointers.at && read_pointer(&copier->pointers, copier->index, &copier->from))
			return -1;
	}
	size = bpf_probe_read_user_str(copier->piece, PIECE, (void *)copier->from);
	if (size < 0)
		return size;
	if (size == 0)	/* an empty string, to older kernels */
		size = 1;
	copier->inside = size == PIECE;
	copier->from += copier->inside ? PIECE - 1 : size;
	if (!copier->inside)
		copier->index++;
	return size - 1;
}

static long measure_piece(__u32 step, struct copier **context)
{
	struct copier *copier = *context;
	bool begins = !copier->inside;
	long size;

	if (copier->index >= copier->count || copier->end > STRINGS_MAX)
		return 1;
	size = read_piece(copier);
	if (size < 0)
		return 1;
	copier->end += size + (begins ? sizeof(copier->length) : 0);
	return 0;
}

/* Sets `end` to the bytes the strings will take. */
static __always_inline void measure_strings(struct copier *copier)
{
	bpf_loop(STEPS, measure_piece, &copier, 0);
	copier->index = 0;
	copier->inside = false;
}

/* A dynptr can live on the stack only. */
struct copying {
	struct bpf_dynptr record;
	struct copier *copier;
};

/* More bytes of the current string; false if there is no room. */
static __always_inline bool put(struct copying *to, const char *bytes, __u32 size)
{
	struct copier *copier = to->copier;
	__u64 at = copier->offset + sizeof(copier->length) + copier->length;

	if (size > PIECE || at + size > copier->end || bpf_dynptr_write(&to->record, at, (void *)bytes, size, 0))
		return false;
	copier->length += size;
	return !bpf_dynptr_write(&to->record, copier->offset, &copier->length, sizeof(copier->length), 0);
}

static __always_inline void end_string(struct copier *copier)
{
	copier->offset += sizeof(copier->length) + copier->length;
	copier->length = 0;
}

static long copy_piece(__u32 step, struct copying *to)
{
	struct copier *copier = to->copier;
	bool skipped = copier->index < copier->skip;
	long size;

	if (copier->index >= copier->count)
		return 1;
	size = read_piece(copier);
	copier->failed = size < 0 || (!skipped && !put(to, copier->piece, size));
	if (copier->failed)
		return 1;
	if (!copier->inside && !skipped)
		end_string(copier);
	return 0;
}

/* True if all were copied, and whole. */
static __always_inline bool copy_strings(struct copying *to)
{
	struct copier *copier = to->copier;

	bpf_loop(STEPS, copy_piece, to, 0);
	if (copier->length)	/* the last one is cut */
		end_string(copier);
	return !copier->failed && copier->index >= copier->count;
}
