// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How often devices interrupt, and how long their handlers take. An attempt is a handler seen from its
 * beginning to its end.
 */
#include "cgroup.h"
#include "cpu_since.h"
#include "rdonly_cast.h"

OPTION(__u8, per_cpu, 0, "type=bool", "help=each processor by itself");
OPTION(__s32, cpu, -1, "help=only on this processor; -1: on all");
OPTION(__u64, cgroup_id, 0, "help=only what interrupts tasks of this cgroup or below it; 0: of all");

/* The name is text that the kernel's types say nothing about. To take it for a type that is text needs Linux 6.2. */
VARIANTS("cast read");

struct hardirqs_key {
	char hardirq[32] COLUMN("heading=HARDIRQ", "help=the handler's name, as in /proc/interrupts");
	__u32 cpu COLUMN("when=per_cpu", "heading=CPU", "help=where it ran");
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

static __always_inline void measure(const struct hardirqs_key *key, __u64 duration)
{
	struct hardirqs *figures = entry(hardirqs, key);

	if (!figures)
		return;
	add(figures, count, 1);
	add(figures, time_ns, duration);
	raise(figures, max_ns, duration);
	observe_exp2(figures, duration_ns, duration);
	aggregated(hardirqs);
}

/* Whether there is a run to measure; if not, it is counted here. */
static __always_inline bool end(__u64 *duration)
{
	__u64 now = bpf_ktime_get_ns();
	struct since *since = cpu_since();
	__u64 begun = since ? take(since) : SINCE_UNKNOWN;

	*duration = now - begun;
	if (begun == SINCE_UNKNOWN)
		return false;
	attempt(hardirqs);
	if (unwanted())
		discard(hardirqs, FILTERED);
	else if (begun == SINCE_ENDED)
		lose(hardirqs, NO_START);
	else
		return true;
	return false;
}

static __always_inline void label(struct hardirqs_key *key)
{
	if (per_cpu)
		key->cpu = bpf_get_smp_processor_id();
}

SEC("tp_btf/irq_handler_exit")
int cast__irq_handler_exit__tp_btf(__u64 *ctx)
{
	struct irqaction *action = (void *)ctx[1];
	struct hardirqs_key key = {};
	struct new_utsname *text;
	__u64 duration;

	if (!end(&duration))
		return 0;
	text = rdonly_cast(action->name, struct new_utsname);
	/* Byte by byte, as what follows the end may lie on a page that is not there. */
	for (int i = 0; i < sizeof(key.hardirq) - 1; i++) {
		char letter = text->sysname[i];

		if (!letter)
			break;
		key.hardirq[i] = letter;
	}
	label(&key);
	measure(&key, duration);
	return 0;
}

SEC("tp_btf/irq_handler_exit")
int read__irq_handler_exit__tp_btf(__u64 *ctx)
{
	struct irqaction *action = (void *)ctx[1];
	struct hardirqs_key key = {};
	__u64 duration;

	if (!end(&duration))
		return 0;
	if (bpf_probe_read_kernel_str(key.hardirq, sizeof(key.hardirq), action->name) < 0) {
		lose(hardirqs, FAULT);
		return 0;
	}
	label(&key);
	measure(&key, duration);
	return 0;
}
