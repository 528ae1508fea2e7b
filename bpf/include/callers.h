/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The functions that led to where the current process is, as file+offset: a place in a program or library that addr2line
 * and its like explain, also when the process is gone. They are found by the saved frame pointers, so code built without
 * these ends the list early.
 */
#pragma once

#include "files.h"

#define CALLERS_MOST 32
/* A file's name is cut to fit beside the offset. */
#define CALLER_FILE 64
#define CALLER_TEXT 96
#define CALLERS_ROOM 4096
#define CALLERS_MASK (CALLERS_ROOM - 1)

#define EXECUTABLE 4	/* in vm_flags */

struct callers_room {
	__u64 frames[CALLERS_MOST];
	__u64 offset;
	__u32 at;
	__u32 executable;
	char file[CALLER_FILE];
	char text[CALLERS_ROOM + CALLER_TEXT + sizeof(__u32)];	/* {length, bytes} for each */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct callers_room);
} callers_rooms SEC(".maps");

#define PRINT(to, size, format, ...)                                                                \
	({                                                                                          \
		__u64 values_[] = { __VA_ARGS__ };                                                  \
		bpf_snprintf(to, size, format, values_, sizeof(values_));                           \
	})

static long locate_frame(struct task_struct *task, struct vm_area_struct *area, struct callers_room **context)
{
	struct callers_room *room = *context;

	room->executable = area->vm_flags & EXECUTABLE;
	if (!room->executable || !area->vm_file)
		return 0;
	copy_name(room->file, sizeof(room->file), (__u64)area->vm_file->f_path.dentry);
	room->offset += area->vm_pgoff * 4096 - area->vm_start;
	return 0;
}

static long tell_frame(__u32 index, struct callers_room **context)
{
	static const char with_file[] = "%s+0x%llx", alone[] = "0x%llx";
	struct callers_room *room = *context;
	__u32 at = room->at & CALLERS_MASK;
	const long busy = -16;
	long size;

	if (index >= CALLERS_MOST || room->at > CALLERS_ROOM - CALLER_TEXT - sizeof(__u32))
		return 1;
	room->offset = room->frames[index];
	room->file[0] = '\0';
	room->executable = false;
	/* Where no code is, the frame pointer was none. Code of no file is told by its address, and all is while another thread changes the mappings. */
	if (bpf_find_vma(bpf_get_current_task_btf(), room->offset, locate_frame, context, 0) != busy && !room->executable)
		return 1;
	if (room->file[0])
		size = PRINT(room->text + at + sizeof(__u32), CALLER_TEXT, with_file, (__u64)room->file, room->offset);
	else
		size = PRINT(room->text + at + sizeof(__u32), CALLER_TEXT, alone, room->offset);
	if (size <= 0)
		return 1;
	*(__u32 *)(room->text + at) = size - 1;
	room->at += sizeof(__u32) + size - 1;
	return 0;
}

/* The list in its `text`, as a list<utf8> of `at` bytes. */
static __always_inline struct callers_room *tell_callers(void *ctx)
{
	struct callers_room *room = bpf_map_lookup_elem(&callers_rooms, &(const __u32){ 0 });
	long size;

	if (!room)
		return NULL;
	room->at = 0;
	size = bpf_get_stack(ctx, room->frames, sizeof(room->frames), BPF_F_USER_STACK);
	if (size > 0)
		bpf_loop(size / sizeof(room->frames[0]), tell_frame, &room, 0);
	return room;
}
