// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How often the kernel does what interrupts have put off, and how long it takes. An attempt is a
 * handler seen from its beginning to its end.
 */
#include "cpu_since.h"

OPTION(__s32, cpu, -1, "help=only on this processor; -1: on all");

/* The kernel's numbers, the same since 2.6.31. */
enum softirqs_softirq {
	SOFTIRQ_HI,
	SOFTIRQ_TIMER,
	SOFTIRQ_NET_TX,
	SOFTIRQ_NET_RX,
	SOFTIRQ_BLOCK,
	SOFTIRQ_IRQ_POLL,
	SOFTIRQ_TASKLET,
	SOFTIRQ_SCHED,
	SOFTIRQ_HRTIMER,
	SOFTIRQ_RCU,
};

struct softirqs_key {
	enum softirqs_softirq softirq COLUMN("strip=SOFTIRQ_", "heading=SOFTIRQ", "help=which, as in /proc/softirqs");
};

struct softirqs {
	__u64 count COUNTER("unit=1", "heading=TOTAL_count", "help=times it ran");
	__u64 time_ns COUNTER("unit=ns", "heading=TOTAL(us)", "help=how long it ran, all together");
	__u64 max_ns GAUGE("merge=max", "unit=ns", "heading=MAX(us)", "help=how long it ran at most");
	HISTOGRAM(duration_ns, 23, exp2, 125, "unit=ns", "heading=", "help=how long it ran each time");
};

METRICS(softirqs, PERCPU_ARRAY, 10, "help=soft interrupt handlers' runs");

SEC("tp_btf/softirq_entry")
int all__softirq_entry__tp_btf(__u64 *ctx)
{
	struct since *since = cpu_since();

	if (since)
		since->ns = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/softirq_exit")
int all__softirq_exit__tp_btf(__u64 *ctx)
{
	__u32 softirq = ctx[0];
	__u64 now = bpf_ktime_get_ns();
	struct since *since = cpu_since();
	__u64 begun = since ? take(since) : SINCE_UNKNOWN;
	struct softirqs *figures;

	if (begun == SINCE_UNKNOWN)
		return 0;
	attempt(softirqs);
	if (cpu >= 0 && cpu != bpf_get_smp_processor_id()) {
		discard(softirqs, FILTERED);
		return 0;
	}
	if (begun == SINCE_ENDED) {
		lose(softirqs, NO_START);
		return 0;
	}
	figures = entry(softirqs, &softirq);
	if (!figures)
		return 0;
	add(figures, count, 1);
	add(figures, time_ns, now - begun);
	raise(figures, max_ns, now - begun);
	observe_exp2(figures, duration_ns, now - begun);
	aggregated(softirqs);
	return 0;
}
