// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * What becomes of processes and cgroups: from it one knows who had which process number when, and to which workload he belonged.
 * An attempt is a process that begins, executes a file, is moved to another cgroup or ends, and a cgroup that is made, renamed
 * or removed. Both tables share a ring, so that a cgroup's row stands before those of the processes in it.
 */
#include "absolute_path.h"
#include "exits.h"
#include "pipeline.bpf.h"
#include "workload_cgroup.h"

/* Since Linux 6.16 the event tells whether this was the last thread. */
VARIANTS("told counted");

enum process_change {
	PROCESS_BEGUN,
	PROCESS_EXECUTED,
	PROCESS_MOVED,
	PROCESS_ENDED,
};

struct process_changes {
	RECORD;
	__u32 executable_bytes COLUMN("hidden");
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it happened");
	__u64 start_time COLUMN("type=time", "heading=", "help=when the process began");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	char comm[16] COLUMN("heading=COMM", "help=the process's name");
	__u32 pid COLUMN("heading=PID", "help=process, in the init namespace");
	__u32 ppid COLUMN("heading=PPID", "help=its parent");
	__u32 vpid COLUMN("heading=", "help=process, in its own pid namespace");
	__u32 uid COLUMN("heading=UID", "help=real user");
	__u32 command_bytes COLUMN("hidden");
	enum process_change change COLUMN("heading=CHANGE", "strip=PROCESS_", "help=what became of it");
	__u64 cgroup_id COLUMN("heading=", "help=its cgroup (v2)");
	__u64 workload_id COLUMN("heading=CGROUP", "help=the same, or where that is the root its cgroup of the first v1 hierarchy where it is none: pids, memory, cpu");
	__u32 hierarchy COLUMN("heading=", "help=the number of the hierarchy of workload_id; 0: v2");
	__u32 pad;
	TAIL(executable, executable_bytes, "type=utf8", "heading=EXECUTABLE", "help=executed: the file, from the process's own root");
	TAIL(command, command_bytes, "type=utf8", "heading=", "help=executed: the arguments, a NUL behind each, 1024 bytes at most");
};

enum cgroup_change {
	CGROUP_MADE,
	CGROUP_RENAMED,
	CGROUP_REMOVED,
};

struct cgroup_changes {
	RECORD;
	__u32 path_bytes COLUMN("hidden");
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it happened");
	__u64 cgroup_id COLUMN("heading=CGROUP", "help=the number of the cgroup, which is that of its folder");
	__u32 hierarchy COLUMN("heading=HIERARCHY", "help=the number of its hierarchy, as in /proc/cgroups; 0: v2");
	enum cgroup_change change COLUMN("heading=CHANGE", "strip=CGROUP_", "help=what became of it");
	TAIL(path, path_bytes, "type=utf8", "heading=PATH", "help=from the root of its hierarchy; the kernel tells 1022 bytes at most");
};

RING(changes, 2 << 20);
TABLE(changes, process_changes, "help=processes that began, executed a file, were moved to another cgroup, ended");
TABLE(changes, cgroup_changes, "help=cgroups that were made, renamed, removed");

/* ---- processes ------------------------------------------------------------------------------- */

#define COMMAND_LONGEST 1024

/* Bytes, more than the kernel nests: a bound for the verifier. */
#define NESTED_NAMESPACES 1024

/* In an array of unknown length, which the verifier does not let us step into. */
static __always_inline __u32 innermost_pid(const struct task_struct *task)
{
	const struct pid *pid = task->thread_pid;
	__u64 outermost = MEMBER((__u64)pid, pid, numbers);

	return (__u32)KERNEL_READ(outermost + pid->level * bpf_core_type_size(struct upid) % NESTED_NAMESPACES, upid, nr);
}

static __always_inline void describe(struct process_changes *row, const struct task_struct *leader, enum process_change change)
{
	struct workload_cgroup workload = workload_cgroup(leader);

	row->time = bpf_ktime_get_boot_ns();
	row->start_time = leader->start_boottime;
	row->start_ticks = start_ticks(leader);
	__builtin_memcpy(row->comm, leader->comm, sizeof(row->comm));
	row->pid = leader->tgid;
	row->ppid = leader->real_parent->tgid;
	row->vpid = innermost_pid(leader);
	row->uid = leader->cred->uid.val;
	row->change = change;
	row->cgroup_id = leader->cgroups->dfl_cgrp->kn->id;
	row->workload_id = workload.id;
	row->hierarchy = workload.hierarchy;
}

/* True: the host's own, and counted. */
static __always_inline bool unwanted(const struct process_changes *row)
{
	if (!pipeline_host_pid || (row->pid != pipeline_host_pid && row->ppid != pipeline_host_pid))
		return false;
	discard(process_changes, SELF);
	return true;
}

static __always_inline int changed(const struct task_struct *leader, enum process_change change)
{
	struct process_changes row = {};

	attempt(process_changes);
	describe(&row, leader, change);
	if (!unwanted(&row))
		output(process_changes, &row, 0);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int all__sched_process_fork__tp_btf(__u64 *ctx)
{
	const struct task_struct *child = (void *)ctx[1];

	return child->pid == child->tgid ? changed(child, PROCESS_BEGUN) : 0;
}

SEC("tp_btf/sched_process_exec")
int all__sched_process_exec__tp_btf(__u64 *ctx)
{
	const struct task_struct *task = (void *)ctx[0];
	const struct linux_binprm *bprm = (void *)ctx[2];
	struct path_room *room = path_room();
	struct process_changes row = {};
	struct bpf_dynptr record;
	__u32 executable = 0, command = 0;

	if (!room)
		return 0;
	attempt(process_changes);
	describe(&row, task, PROCESS_EXECUTED);
	if (unwanted(&row))
		return 0;
	/* What is found ends with a slash, as a folder's path does. */
	if (locate(room, task->fs, (__u64)bprm->file->f_path.dentry, (__u64)bprm->file->f_path.mnt))
		executable = room->folder_length - 1;
	if (task->mm) {
		__u64 bytes = task->mm->arg_end - task->mm->arg_start;

		command = bytes < COMMAND_LONGEST ? bytes : COMMAND_LONGEST;
		/* What cannot be read is not told. */
		if (bpf_probe_read_user(room->path, command, (void *)task->mm->arg_start))
			command = 0;
	}
	executable &= PATH_MASK;
	row.executable_bytes = executable;
	row.command_bytes = command;
	if (!reserve_tail(process_changes, &record, executable + command))
		return 0;
	bpf_dynptr_write(&record, sizeof(row), room->folder + ((PATH_ROOM - executable - 1) & PATH_MASK), executable, 0);
	bpf_dynptr_write(&record, sizeof(row) + executable, room->path, command, 0);
	submit_tail(process_changes, &row, &record);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int told__sched_process_exit__tp_btf(__u64 *ctx)
{
	const struct task_struct *task = (void *)ctx[0];
	bool last = ctx[1];

	return last ? changed(task->group_leader, PROCESS_ENDED) : 0;
}

SEC("tp_btf/sched_process_exit")
int counted__sched_process_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	enum ending ending = counted_ending(task);

	if (ending == ENDING_PROCESS)
		return changed(task->group_leader, PROCESS_ENDED);
	if (ending == ENDING_UNKNOWN) {
		attempt(process_changes);
		lose(process_changes, MAP_BUSY);
	}
	return 0;
}

/* Told of each hierarchy; a thread that is moved by itself takes the process along only if it is the first one. */
SEC("tp_btf/cgroup_attach_task")
int all__cgroup_attach_task__tp_btf(__u64 *ctx)
{
	const struct task_struct *task = (void *)ctx[2];
	bool whole = ctx[3];

	return whole || task->pid == task->tgid ? changed(task->group_leader, PROCESS_MOVED) : 0;
}

/* ---- cgroups --------------------------------------------------------------------------------- */

struct name_copy {
	__u64 from;
	struct path_room *room;
	__u32 length;
};

#define HAS_NUL(word) (((word) - 0x0101010101010101ULL) & ~(word) & 0x8080808080808080ULL)

static long copy_word(__u32 index, struct name_copy *copy)
{
	__u32 at = index * sizeof(__u64) & PATH_MASK;
	__u64 word = kernel_word(copy->from + at);

	if (at > PATH_ROOM - sizeof(word))
		return 1;
	*(__u64 *)(copy->room->path + at) = word;
	copy->length = at + sizeof(word);
	if (!HAS_NUL(word))
		return 0;
	copy->length = at;
	for (; word & 0xff; word >>= 8)
		copy->length++;
	return 1;
}

static __always_inline int cgroup_changed(const struct cgroup *cgroup, __u64 path, enum cgroup_change change)
{
	struct cgroup_changes row = {
		.time = bpf_ktime_get_boot_ns(),
		.cgroup_id = cgroup->kn->id,
		.hierarchy = cgroup->root->hierarchy_id,
		.change = change,
	};
	struct name_copy copy = { .from = path, .room = path_room() };
	struct bpf_dynptr record;

	if (!copy.room)
		return 0;
	attempt(cgroup_changes);
	bpf_loop(PATH_ROOM / sizeof(__u64), copy_word, &copy, 0);
	copy.length &= PATH_MASK;
	row.path_bytes = copy.length;
	if (!reserve_tail(cgroup_changes, &record, copy.length))
		return 0;
	bpf_dynptr_write(&record, sizeof(row), copy.room->path, copy.length, 0);
	submit_tail(cgroup_changes, &row, &record);
	return 0;
}

SEC("tp_btf/cgroup_mkdir")
int all__cgroup_mkdir__tp_btf(__u64 *ctx)
{
	return cgroup_changed((void *)ctx[0], ctx[1], CGROUP_MADE);
}

SEC("tp_btf/cgroup_rename")
int all__cgroup_rename__tp_btf(__u64 *ctx)
{
	return cgroup_changed((void *)ctx[0], ctx[1], CGROUP_RENAMED);
}

SEC("tp_btf/cgroup_rmdir")
int all__cgroup_rmdir__tp_btf(__u64 *ctx)
{
	return cgroup_changed((void *)ctx[0], ctx[1], CGROUP_REMOVED);
}
