/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Since when a processor has been doing what it can do once at a time only. */
#pragma once

#include "since.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct since);
} cpu_sinces SEC(".maps");

/* This processor's; never NULL, which the verifier cannot know. */
static __always_inline struct since *cpu_since(void)
{
	__u32 only = 0;

	return bpf_map_lookup_elem(&cpu_sinces, &only);
}
