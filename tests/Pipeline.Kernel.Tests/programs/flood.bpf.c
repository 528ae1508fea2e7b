// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * As many rows as a test asks for: system call 0x5049, which no kernel has, makes as many 64-byte
 * records as its first argument says. Driven so, the test decides the rate, and pays the program
 * only for its own calls.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define FLOOD_SYSCALL 0x5049
#define BURST_MAX (1 << 20)

OPTION(__u32, pid, 0, "help=the process whose calls make records; 0: any");

struct flood {
	RECORD;
	__u32 cpu COLUMN("help=processor the record was made on");
	__u64 sequence COLUMN("help=0, 1, 2... over all processors, without gaps");
	__u64 time COLUMN("type=time");
	__u64 filler[5] COLUMN("hidden");
};

RING(events, 4 << 20);
TABLE(events, flood, "help=records made on request");

/* The test's own witness, counted apart from the table's counts on purpose. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} own_attempts SEC(".maps");

__u64 next_sequence;

struct burst {
	__u64 first;
	__u64 time;
	__u64 *attempts;
};

static long make_record(__u32 index, struct burst *burst)
{
	struct flood *row;

	*burst->attempts += 1;
	attempt(flood);
	row = reserve(flood);
	if (!row)
		return 0;
	row->cpu = bpf_get_smp_processor_id();
	row->sequence = burst->first + index;
	row->time = burst->time;
	__builtin_memset(row->filler, 0, sizeof(row->filler));
	submit(flood, row);
	return 0;
}

SEC("tp_btf/sys_enter")
int all__sys_enter__tp_btf(__u64 *ctx)
{
	const struct pt_regs *regs = (void *)ctx[0];
	struct burst burst = {};
	__u32 count, only = 0;

	if ((long)ctx[1] != FLOOD_SYSCALL || (pid && pid != bpf_get_current_pid_tgid() >> 32))
		return 0;
	burst.attempts = bpf_map_lookup_elem(&own_attempts, &only);
	if (!burst.attempts)
		return 0;
	count = regs->di < BURST_MAX ? regs->di : BURST_MAX;
	burst.first = __sync_fetch_and_add(&next_sequence, count);
	burst.time = bpf_ktime_get_boot_ns();
	bpf_loop(count, make_record, &burst, 0);
	return 0;
}
