// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * How often each system call was made, and with option timed how long it took. An attempt is a call seen to end, so
 * that exit and exit_group, which do not return, are not among them. A successful execve counts as one of the
 * new program's kind, 32-bit or not, and execveat as execve: the kernel says so.
 */
#include "cgroup.h"
#include "errno_names.h"
#include "pipeline.bpf.h"
#include "syscall.h"

OPTION(__u32, pid, 0, "help=only this process's calls; 0: all");
OPTION(__u32, tid, 0, "help=only this thread's calls; 0: all");
OPTION(__u32, ppid, 0, "help=only children of this process; 0: all");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup or below it; 0: in all");
OPTION(__s32, syscall, -1, "names=syscall", "strip=SYSCALL_", "help=only this call; -1: all");
OPTION(__u8, failed_only, 0, "type=bool", "help=only calls that failed");
OPTION(__u32, errno, 0, "names=errno_name", "help=only calls that failed with this error; 0: all");
OPTION(__u8, timed, 0, "type=bool", "help=measure the time they take, at the price of a hook on every call's beginning");
OPTION(__u8, per_syscall, 1, "type=bool", "help=tell system calls apart");
OPTION(__u8, per_process, 0, "type=bool", "help=tell processes apart");

VARIANTS("raw");

struct syscount_key {
	enum syscall syscall COLUMN("heading=SYSCALL", "strip=SYSCALL_", "when=per_syscall",
		"help=the call; ia32_ before it: made in 32-bit mode; other: a number of no call, or a return from a signal's handler");
	__u32 pid COLUMN("heading=PID", "when=per_process", "help=process, in the init namespace");
	char comm[16] COLUMN("heading=COMM", "when=per_process", "help=its name");
	__u64 start_ticks COLUMN("heading=", "when=per_process", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
};

struct syscount {
	__u64 count COUNTER("heading=COUNT", "unit=1", "help=calls that ended");
	__u64 failures COUNTER("heading=FAILED", "unit=1", "help=of these, how many returned an error");
	__u64 time_ns COUNTER("heading=TIME(us)", "type=duration", "unit=ns", "when=timed", "help=how long they took, all together");
};

METRICS(syscount, PERCPU_HASH, 8192, "help=system calls made");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} started SEC(".maps");

static __always_inline bool unwanted_caller(const struct task_struct *task)
{
	return (pid && task->tgid != pid) || (tid && task->pid != tid) || (ppid && task->real_parent->tgid != ppid) ||
	       (cgroup_id && !in_cgroup(task, cgroup_id));
}

static __always_inline bool is_host(const struct task_struct *task)
{
	return pipeline_host_pid && task->tgid == pipeline_host_pid;
}

SEC("tp_btf/sys_enter")
WHEN(timed)
int raw__sys_enter__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 *start;

	if (is_host(task) || unwanted_caller(task))
		return 0;
	start = bpf_task_storage_get(&started, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (start)
		*start = bpf_ktime_get_boot_ns();
	return 0;
}

/* What a handler's return puts back is no result of a call. */
static __always_inline bool has_failed(__s32 call, long ret)
{
	return ret < 0 && ret >= -4095 && call != SYSCALL_other;
}

static __always_inline bool unwanted_result(__s32 call, long ret)
{
	return (syscall >= 0 && call != syscall) || (failed_only && !has_failed(call, ret)) ||
	       (errno && (!has_failed(call, ret) || ret != -(long)errno));
}

/* How long the call took that now ends; false if its beginning was not seen. */
static __always_inline bool took(struct task_struct *task, __u64 *time)
{
	__u64 *start = bpf_task_storage_get(&started, task, NULL, 0);

	if (!start || !*start)
		return false;
	*time = bpf_ktime_get_boot_ns() - *start;
	*start = 0;
	return true;
}

SEC("tp_btf/sys_exit")
int raw__sys_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__s32 call = syscall_number(task, (void *)ctx[0]);
	struct syscount_key key = {};
	struct syscount *figures;
	long ret = ctx[1];
	__u64 time = 0;

	attempt(syscount);
	if (is_host(task)) {
		discard(syscount, SELF);
		return 0;
	}
	if (unwanted_caller(task) || unwanted_result(call, ret)) {
		discard(syscount, FILTERED);
		return 0;
	}
	if (timed && !took(task, &time)) {
		lose(syscount, NO_START);
		return 0;
	}
	key.syscall = per_syscall ? call : 0;
	if (per_process) {
		key.pid = task->tgid;
		key.start_ticks = start_ticks(task->group_leader);
		__builtin_memcpy(key.comm, task->group_leader->comm, sizeof(key.comm));
	}
	figures = entry(syscount, &key);
	if (!figures)
		return 0;
	add(figures, count, 1);
	if (has_failed(call, ret))
		add(figures, failures, 1);
	if (timed)
		add(figures, time_ns, time);
	aggregated(syscount);
	return 0;
}
