// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How long tasks that could run had to wait for a processor, as histograms. A wait begins when the task
 * is woken, or taken off a processor though it could have gone on; an attempt is one seen from its
 * beginning to its end.
 */
#include "kernel_memory.h"
#include "tasks.h"

OPTION(__u8, per_pid_namespace, 0, "type=bool", "help=each pid namespace by itself");

struct runqlat_key {
	TASK_LABELS;
	__u32 pid_namespace COLUMN("when=per_pid_namespace", "heading=PIDNS", "help=the innermost one, as in /proc/PID/ns/pid; 0: of a task at its very end");
	__u32 pad;
};

struct runqlat {
	HISTOGRAM(latency_ns, 26, exp2, 1000, "unit=ns", "heading=LAT(us)", "help=from when a task could run until it ran");
};

METRICS(runqlat, PERCPU_HASH, 2048, "help=how long tasks waited for a processor");

static __always_inline int wait(const struct task_struct *task, __u64 now)
{
	if (!is_idle(task) && !is_self(task) && !is_filtered(task))
		note_task(task, now);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int all__sched_wakeup__tp_btf(__u64 *ctx)
{
	return wait((void *)ctx[0], bpf_ktime_get_ns());
}

SEC("tp_btf/sched_wakeup_new")
int all__sched_wakeup_new__tp_btf(__u64 *ctx)
{
	return wait((void *)ctx[0], bpf_ktime_get_ns());
}

static __always_inline void leave(const struct task_struct *task, bool preempted, __u64 now)
{
	if (is_runnable(task, preempted))
		wait(task, now);
	else if (is_dead(task))
		forget_task(task);
}

/* Bytes, more than the kernel nests: a bound for the verifier. */
#define NESTED_NAMESPACES 1024

/* In an array of unknown length, which the verifier does not let us step into. */
static __always_inline __u32 pid_namespace(const struct task_struct *task)
{
	const struct pid *pid = task->thread_pid;
	__u64 outermost = MEMBER((__u64)pid, pid, numbers);
	__u64 innermost = outermost + pid->level * bpf_core_type_size(struct upid) % NESTED_NAMESPACES;

	return KERNEL_READ(KERNEL_READ(innermost, upid, ns), pid_namespace, ns.inum);
}

SEC("tp_btf/sched_switch")
int all__sched_switch__tp_btf(__u64 *ctx)
{
	const struct task_struct *next = (void *)ctx[2];
	__u64 now = bpf_ktime_get_ns(), begun;
	struct runqlat_key key = {};
	struct runqlat *figures;

	leave((void *)ctx[1], ctx[0], now);
	if (is_idle(next) || !ended(runqlat, next, begun = take_task(next)))
		return 0;
	label_task(&key, next);
	if (per_pid_namespace)
		key.pid_namespace = pid_namespace(next);
	figures = entry(runqlat, &key);
	if (!figures)
		return 0;
	observe_exp2(figures, latency_ns, now - begun);
	aggregated(runqlat);
	return 0;
}
