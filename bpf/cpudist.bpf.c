// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How long tasks stay on a processor once they are on it, or with option offcpu off it, as histograms.
 * An attempt is a stay seen from its beginning to its end.
 */
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

/* What is on each processor; with option offcpu, how long its idle task has not been. */
struct processor {
	struct since since;
	__u32 tid;
	__u32 pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct processor);
} processors SEC(".maps");

static __always_inline bool is_of_interest(const struct task_struct *task)
{
	return idle || !is_idle(task);
}

/* Somebody else on the processor than who was last seen to get it: that change was hidden from us. */
static __always_inline __u64 since_on(struct processor *here, const struct task_struct *task)
{
	return here->since.ns == SINCE_UNKNOWN || here->tid == task->pid ? here->since.ns : SINCE_ENDED;
}

static __always_inline void change_on(const struct task_struct *prev, const struct task_struct *next, struct processor *here,
				      __u64 now)
{
	__u64 begun = since_on(here, prev);

	here->since.ns = now;
	here->tid = next->pid;
	if (is_of_interest(prev) && ended(cpudist, prev, begun))
		measure(prev, now - begun);
}

/* Idle tasks have the same number, but each is off its own processor only. */
static __always_inline __u64 since_off(struct processor *here, const struct task_struct *task)
{
	return is_idle(task) ? take(&here->since) : take_task(task);
}

static __always_inline void change_off(const struct task_struct *prev, const struct task_struct *next, struct processor *here,
				       __u64 now)
{
	__u64 begun;

	if (is_dead(prev))
		forget_task(prev);
	else if (is_idle(prev))
		here->since.ns = now;
	else if (!is_self(prev) && !is_filtered(prev))
		note_task(prev, now);
	if (is_of_interest(next) && ended(cpudist, next, begun = since_off(here, next)))
		measure(next, now - begun);
}

SEC("tp_btf/sched_switch")
int all__sched_switch__tp_btf(__u64 *ctx)
{
	const struct task_struct *prev = (void *)ctx[1], *next = (void *)ctx[2];
	__u64 now = bpf_ktime_get_ns();
	struct processor *here;
	__u32 only = 0;

	here = bpf_map_lookup_elem(&processors, &only);
	if (here && offcpu)
		change_off(prev, next, here, now);
	else if (here)
		change_on(prev, next, here, now);
	return 0;
}
