// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How often devices interrupt, and how long their handlers take. An attempt is a handler seen from its
 * beginning to its end.
 */
#include "cgroup.h"
#include "cpu_since.h"
#include "kernel_memory.h"

OPTION(__u8, per_cpu, 0, "type=bool", "help=each processor by itself");
OPTION(__s32, cpu, -1, "help=only on this processor; -1: on all");
OPTION(__u64, cgroup_id, 0, "help=only what interrupts tasks of this cgroup or below it; 0: of all");

struct hardirqs_key {
	char hardirq[32] __attribute__((aligned(8))) COLUMN("heading=HARDIRQ", "help=the handler's name, as in /proc/interrupts");
	__u32 cpu COLUMN("when=per_cpu", "heading=CPU", "help=where it ran");
	__u32 pad;
};

struct hardirqs {
	__u64 count COUNTER("unit=1", "heading=TOTAL_count", "help=times it ran");
	__u64 time_ns COUNTER("unit=ns", "heading=TOTAL(us)", "help=how long it ran, all together");
	__u64 max_ns GAUGE("merge=max", "unit=ns", "heading=MAX(us)", "help=how long it ran at most");
	HISTOGRAM(duration_ns, 23, exp2, 125, "unit=ns", "heading=", "help=how long it ran each time");
};

METRICS(hardirqs, PERCPU_HASH, 1024, "help=interrupt handlers' runs");

SEC("tp_btf/irq_handler_entry")
int all__irq_handler_entry__tp_btf(__u64 *ctx)
{
	struct since *since = cpu_since();

	if (since)
		since->ns = bpf_ktime_get_ns();
	return 0;
}

static __always_inline bool unwanted(void)
{
	return (cpu >= 0 && cpu != bpf_get_smp_processor_id()) ||
	       (cgroup_id && !in_cgroup(bpf_get_current_task_btf(), cgroup_id));
}

/* Whether a run ended that is to be measured; if not, why not is counted here. */
static __always_inline bool ended(__u64 *begun)
{
	struct since *since = cpu_since();

	*begun = since ? take(since) : SINCE_UNKNOWN;
	if (*begun == SINCE_UNKNOWN)
		return false;
	attempt(hardirqs);
	if (unwanted())
		discard(hardirqs, FILTERED);
	else if (*begun == SINCE_ENDED)
		lose(hardirqs, NO_START);
	else
		return true;
	return false;
}

/* Copies the text at that address up to its end, in words: what follows it in the last one is somebody else's. */
static __always_inline void copy_name(__u64 *words, __u32 count, __u64 address)
{
	for (__u32 i = 0; i < count; i++) {
		__u64 word = kernel_word(address + i * sizeof(word));
		__u64 ends = (word - 0x0101010101010101) & ~word & 0x8080808080808080;

		if (ends) {
			words[i] = word & (((ends & -ends) >> 7) - 1);
			break;
		}
		words[i] = word;
	}
}

SEC("tp_btf/irq_handler_exit")
int all__irq_handler_exit__tp_btf(__u64 *ctx)
{
	const struct irqaction *action = (void *)ctx[1];
	__u64 now = bpf_ktime_get_ns(), begun;
	struct hardirqs_key key = {};
	struct hardirqs *figures;

	if (!ended(&begun))
		return 0;
	copy_name((__u64 *)key.hardirq, sizeof(key.hardirq) / sizeof(__u64), (__u64)action->name);
	if (per_cpu)
		key.cpu = bpf_get_smp_processor_id();
	figures = entry(hardirqs, &key);
	if (!figures)
		return 0;
	add(figures, count, 1);
	add(figures, time_ns, now - begun);
	raise(figures, max_ns, now - begun);
	observe_exp2(figures, duration_ns, now - begun);
	aggregated(hardirqs);
	return 0;
}
