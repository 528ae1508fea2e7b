// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How long tasks stay on a processor once they are on it, or with option offcpu off it, as histograms.
 * An attempt is a stay seen from its beginning to its end.
 */
#include "cpu_since.h"
#include "tasks.h"

OPTION(__u8, offcpu, 0, "type=bool", "help=the time off the processor instead: asleep, or waiting for it");
OPTION(__u8, idle, 0, "type=bool", "help=also the processors' idle tasks");

struct cpudist_key {
	TASK_LABELS;
};

struct cpudist {
	HISTOGRAM(duration_ns, 36, exp2, 1000, "unit=ns", "heading=TIME(us)", "help=how long a task stayed each time");
};

METRICS(cpudist, PERCPU_HASH, 2048, "help=how long tasks stayed on a processor, or off it");

static __always_inline void measure(const struct task_struct *task, __u64 stayed)
{
	struct cpudist_key key = {};
	struct cpudist *figures;

	label_task(&key, task);
	figures = entry(cpudist, &key);
	if (!figures)
		return;
	observe_exp2(figures, duration_ns, stayed);
	aggregated(cpudist);
}

static __always_inline bool is_of_interest(const struct task_struct *task)
{
	return idle || !is_idle(task);
}

/* A processor has one task on it at a time. */
static __always_inline void change_on(const struct task_struct *prev, struct since *since, __u64 now)
{
	__u64 begun = since->ns;

	since->ns = now;
	if (is_of_interest(prev) && ended(cpudist, prev, begun))
		measure(prev, now - begun);
}

/* The idle task of a processor is never off it but for others there. */
static __always_inline void change_off(const struct task_struct *prev, const struct task_struct *next, struct since *since,
				       __u64 now)
{
	__u64 begun;

	if (is_dead(prev))
		forget_task(prev);
	else if (is_idle(prev))
		since->ns = now;
	else if (!is_self(prev) && !is_filtered(prev))
		note_task(prev, now);
	if (is_of_interest(next) && ended(cpudist, next, begun = is_idle(next) ? take(since) : take_task(next)))
		measure(next, now - begun);
}

SEC("tp_btf/sched_switch")
int all__sched_switch__tp_btf(__u64 *ctx)
{
	struct since *since = cpu_since();
	__u64 now = bpf_ktime_get_ns();

	if (since && offcpu)
		change_off((void *)ctx[1], (void *)ctx[2], since, now);
	else if (since)
		change_on((void *)ctx[1], since, now);
	return 0;
}
