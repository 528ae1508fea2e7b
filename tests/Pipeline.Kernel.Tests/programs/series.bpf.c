// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Figures on request, in every kind of map: system call 0x5056, which no kernel has, measures its second argument in the
 * series of its first; 0x5057 makes as many new series as its first argument says.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define MEASURE_SYSCALL 0x5056
#define SERIES_SYSCALL 0x5057
#define SERIES_MAX (1 << 20)

OPTION(__u32, pid, 0, "help=the process whose calls are measured");

struct shared_key {
	char name[8];
	__u64 series;
};
struct shared {
	__u64 count COUNTER("unit=1");
	HISTOGRAM(value, 27, exp2, 1000, "unit=ns");
};
METRICS(shared, HASH, 4096, "help=one value for all CPUs");

struct spread_key {
	__u64 series;
};
struct spread {
	__u64 count COUNTER("unit=1");
	__u64 greatest GAUGE("merge=max");
	HISTOGRAM(value, 20, exp2zero, 1);
};
METRICS(spread, PERCPU_HASH, 4096, "help=a value a CPU");

struct place_key {
	__u32 place;
};
struct place {
	__u64 count COUNTER("unit=1");
	__u64 total COUNTER("unit=By");
};
METRICS(place, ARRAY, 16, "help=one value for all CPUs");

struct cell_key {
	__u32 cell;
};
struct cell {
	__u64 count COUNTER("unit=1");
	HISTOGRAM(value, 8, linear, 50);
};
METRICS(cell, PERCPU_ARRAY, 300, "help=a value a CPU");

struct many_key {
	__u64 number;
};
struct many {
	__u64 count COUNTER("unit=1");
};
METRICS(many, HASH, 64, "help=as many series as asked for");

/* The test's own witness, counted apart from the tables' counts on purpose. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} own_attempts SEC(".maps");

static __always_inline void measure_shared(__u64 series, __u64 value)
{
	struct shared_key key = { .name = "a\"b\\", .series = series };
	struct shared *entry;

	attempt(shared);
	entry = entry(shared, &key);
	if (!entry)
		return;
	add(entry, count, 1);
	observe_exp2(entry, value, value);
	aggregated(shared);
}

static __always_inline void measure_spread(__u64 series, __u64 value)
{
	struct spread_key key = { .series = series };
	struct spread *entry;

	attempt(spread);
	entry = entry(spread, &key);
	if (!entry)
		return;
	add(entry, count, 1);
	raise(entry, greatest, value);
	observe_exp2zero(entry, value, value);
	aggregated(spread);
}

static __always_inline void measure_place(__u64 series, __u64 value)
{
	__u32 index = series % 20;
	struct place *entry;

	attempt(place);
	/* Some indexes lie beyond the array. */
	entry = entry(place, &index);
	if (!entry)
		return;
	add(entry, count, 1);
	add(entry, total, value);
	aggregated(place);
}

static __always_inline void measure_cell(__u64 series, __u64 value)
{
	__u32 index = series % 300;
	struct cell *entry;

	attempt(cell);
	entry = entry(cell, &index);
	if (!entry)
		return;
	add(entry, count, 1);
	observe_linear(entry, value, value);
	aggregated(cell);
}

static long make_series(__u32 number, void *ctx)
{
	struct many_key key = { .number = number };
	struct many *entry;

	attempt(many);
	entry = entry(many, &key);
	if (!entry)
		return 0;
	add(entry, count, 1);
	aggregated(many);
	return 0;
}

static __always_inline void witness(__u64 attempts)
{
	__u32 only = 0;
	__u64 *own = bpf_map_lookup_elem(&own_attempts, &only);

	if (own)
		*own += attempts;
}

SEC("tp_btf/sys_enter")
int all__sys_enter__tp_btf(__u64 *ctx)
{
	const struct pt_regs *regs = (void *)ctx[0];
	__u64 first, second;

	if (pid != bpf_get_current_pid_tgid() >> 32)
		return 0;
	first = regs->di;
	second = regs->si;
	if (ctx[1] == MEASURE_SYSCALL) {
		witness(4);
		measure_shared(first, second);
		measure_spread(first, second);
		measure_place(first, second);
		measure_cell(first, second);
	} else if (ctx[1] == SERIES_SYSCALL) {
		if (first > SERIES_MAX)
			first = SERIES_MAX;
		witness(first);
		bpf_loop(first, make_series, 0, 0);
	}
	return 0;
}
