/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * For want of which memory the kernel kills. No event tells, but the functions that led to the killing do: the one that called
 * out_of_memory is that of the cgroups' limits, of the allocator, or of SysRq.
 */
#pragma once

#include "processes/tables.h"

#define OOM_FRAMES 24
#define FUNCTION_NAME 32

struct oom_room {
	__u64 frames[OOM_FRAMES];
	char name[FUNCTION_NAME];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct oom_room);
} oom_rooms SEC(".maps");

#define BEGINS_WITH(name, text) (!__builtin_memcmp(name, text, sizeof(text) - 1))

static __always_inline enum exit_cause cause_by_caller(const char *name)
{
	/* What a compiler makes one function of is one of these with more behind it, or the one that called it. */
	if (BEGINS_WITH(name, "mem_cgroup_") || BEGINS_WITH(name, "try_charge") || BEGINS_WITH(name, "memory_max_"))
		return CAUSE_OOM_CGROUP;
	if (BEGINS_WITH(name, "__alloc_"))
		return CAUSE_OOM_GLOBAL;
	return BEGINS_WITH(name, "moom_callback") ? CAUSE_OOM_REQUEST : CAUSE_OOM;
}

/* Asked while the kernel sends a signal of itself. CAUSE_KERNEL: it kills for another reason. */
static __always_inline enum exit_cause oom_of(void *ctx)
{
	static const char format[] = "%ps";
	struct oom_room *room = bpf_map_lookup_elem(&oom_rooms, &(const __u32){ 0 });
	bool is_found = false;
	long size;

	if (!room)
		return CAUSE_KERNEL;
	size = bpf_get_stack(ctx, room->frames, sizeof(room->frames), 0);
	for (int i = 0; i < OOM_FRAMES; i++) {
		if (i * (long)sizeof(__u64) >= size)
			break;
		bpf_snprintf(room->name, sizeof(room->name), format, &room->frames[i], sizeof(__u64));
		if (is_found)
			return cause_by_caller(room->name);
		is_found = BEGINS_WITH(room->name, "out_of_memory");
	}
	return is_found ? CAUSE_OOM : CAUSE_KERNEL;
}
