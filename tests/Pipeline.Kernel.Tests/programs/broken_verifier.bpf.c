// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Compiles, and is refused by the verifier: the map's value may be NULL, and nobody asks. */
#include "kernel.h"
#include "pipeline.bpf.h"

struct broken_verifier {
	RECORD;
	__u32 pad;
};

RING(events, 1 << 12);
TABLE(events, broken_verifier, "help=never made");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("tp_btf/sys_enter")
int all__sys_enter__tp_btf(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&seen, &key);

	*value += 1;
	return 0;
}
