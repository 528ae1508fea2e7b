// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each program the machine starts, with the arguments it was given. An attempt is an execve or
 * execveat seen to end.
 *
 * Where the arguments come from. At the entry of the system call they are in the caller's memory,
 * perhaps on pages that are not there yet, which BPF cannot fault in. Once the call has succeeded
 * they lie in the new process, private to it and just written by the kernel: the same bytes, surely
 * readable. So they are taken there. Only one thing is missing there: for a script the kernel drops
 * the first argument and puts the interpreter's in its place. Every such handler keeps the arguments
 * after the first, so these are the last ones of the new process, and the first is noted beforehand
 * ("passed"): at sched_prepare_exec, when the kernel itself has just read it; before Linux 6.10, which
 * lacks that hook, at the entry of the call. A failed call has only the caller's memory to read.
 *
 * What is noted belongs to the task (task storage), which keeps its identity when a thread other than
 * the leader calls execve and takes over the leader's number, and which takes its notes with it when
 * it dies halfway.
 */
#include "cgroup.h"
#include "kernel.h"
#include "pipeline.bpf.h"
#include "syscall.h"
#include "user_strings.h"

OPTION(__u8, failed, 0, "type=bool", "help=also calls that failed, at the price of a hook on every system call");
OPTION(__s32, uid, -1, "help=only this user's; -1: everybody's");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup or below it; 0: in all");
OPTION(__u32, max_args, 0, "help=show at most so many arguments; 0: all");

VARIANTS("prepare enter raw");

enum execsnoop_syscall {
	SYSCALL_NONE,	/* the kernel started it by itself, as it does its helpers */
	SYSCALL_EXECVE,
	SYSCALL_EXECVEAT,
};

struct execsnoop {
	RECORD;
	__u32 args_bytes COLUMN("hidden");
	__u64 time COLUMN("type=time", "help=when the call ended");
	char comm[16] COLUMN("heading=PCOMM", "help=the process's name, after a success the new one");
	__u32 pid COLUMN("heading=PID", "help=process, in the init namespace");
	__u32 ppid COLUMN("heading=PPID", "help=its parent");
	__s32 ret COLUMN("heading=RET", "help=0, or minus the error number");
	__u32 uid COLUMN("heading=UID", "help=real user");
	__u32 gid COLUMN("heading=", "help=real group");
	__u32 args_count COLUMN("heading=", "help=how many arguments were passed, shown or not");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=its cgroup (v2)");
	enum execsnoop_syscall syscall COLUMN("heading=", "strip=SYSCALL_", "help=how it was started");
	__u8 truncated COLUMN("heading=", "type=bool", "help=args is not all that was passed: too long, or unreadable");
	__u8 pad[3];
	TAIL(args, args_bytes, "type=list<utf8>", "heading=ARGS", "help=the arguments as passed");
};

RING(events, 1 << 20);
TABLE(events, execsnoop, "help=programs started, and with option failed those that could not be");

/* ---- before the call: what only the caller's memory knows ------------------------------------- */

struct passed {
	enum execsnoop_syscall syscall;
	__u32 count;
	bool count_known;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct passed);
} passed_arguments SEC(".maps");

/* Apart, as few calls need it and the room costs more than all the rest. */
struct first {
	__u32 length;
	bool whole;
	char bytes[PIECE];
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct first);
} first_arguments SEC(".maps");

static __always_inline enum execsnoop_syscall read_call(struct task_struct *task, struct pointers *argv)
{
	struct pt_regs *regs = (void *)bpf_task_pt_regs(task);
	__s32 call = syscall_number(task, regs);

	argv->width = call & SYSCALL_IA32 ? 4 : 8;
	if (call == SYSCALL_execve || call == SYSCALL_ia32_execve) {
		argv->at = argument_2(regs, call);
		return SYSCALL_EXECVE;
	}
	if (call == SYSCALL_execveat || call == SYSCALL_ia32_execveat) {
		argv->at = argument_3(regs, call);
		return SYSCALL_EXECVEAT;
	}
	return SYSCALL_NONE;
}

static __always_inline void note_first(struct task_struct *task, const struct pointers *argv)
{
	struct first *first = bpf_task_storage_get(&first_arguments, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	__u64 pointer;
	long size = -1;

	if (!first)
		return;
	if (argv->at && !read_pointer(argv, 0, &pointer))
		size = bpf_probe_read_user_str(first->bytes, sizeof(first->bytes), (void *)pointer);
	first->length = size > 0 ? size - 1 : 0;
	first->whole = size >= 0 && size < PIECE;
}

static __always_inline int note_passed(struct task_struct *task, bool interpreted)
{
	struct pointers argv = {};
	enum execsnoop_syscall syscall = read_call(task, &argv);
	struct passed *passed;

	if (syscall == SYSCALL_NONE)
		return 0;
	passed = bpf_task_storage_get(&passed_arguments, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!passed)
		return 0;
	count_pointers(&argv);
	passed->syscall = syscall;
	passed->count = argv.count;
	passed->count_known = argv.ended;
	if (interpreted)
		note_first(task, &argv);
	return 0;
}

static __always_inline bool is_interpreted(const struct linux_binprm *bprm)
{
	return bprm->interp != bprm->filename;
}

SEC("tp_btf/sched_prepare_exec")
int prepare__sched_prepare_exec__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct linux_binprm *bprm = (void *)ctx[1];

	/* The kernel's own helpers come without a system call, from a thread without memory. */
	return task->mm ? note_passed(task, is_interpreted(bprm)) : 0;
}

/* At the entry nobody knows yet whether it is a script. */
SEC("tp/syscalls/sys_enter_execve")
int enter__sys_enter_execve__tp(void *ctx)
{
	return note_passed(bpf_get_current_task_btf(), true);
}

SEC("tp/syscalls/sys_enter_execveat")
int enter__sys_enter_execveat__tp(void *ctx)
{
	return note_passed(bpf_get_current_task_btf(), true);
}

/* Where tracefs is refused (lockdown): dearer, as it looks at every system call. */
SEC("tp_btf/sys_enter")
int raw__sys_enter__tp_btf(void *ctx)
{
	return note_passed(bpf_get_current_task_btf(), true);
}

/* ---- after the call: the row ------------------------------------------------------------------ */

/* True: the host's own or narrowed away, and counted. */
static __always_inline bool unwanted(const struct execsnoop *row)
{
	if (pipeline_host_pid && (row->pid == pipeline_host_pid || row->ppid == pipeline_host_pid))
		discard(execsnoop, SELF);
	else if ((uid >= 0 && row->uid != uid) || (cgroup_id && !in_cgroup(bpf_get_current_task_btf(), cgroup_id)))
		discard(execsnoop, FILTERED);
	else
		return false;
	return true;
}

static __always_inline void describe(struct execsnoop *row, struct task_struct *task)
{
	__u64 user = bpf_get_current_uid_gid();

	row->time = bpf_ktime_get_boot_ns();
	row->pid = task->tgid;
	row->ppid = task->real_parent->tgid;
	row->start_ticks = start_ticks(task->group_leader);
	row->uid = user;
	row->gid = user >> 32;
	row->cgroup_id = bpf_get_current_cgroup_id();
	bpf_get_current_comm(row->comm, sizeof(row->comm));
}

static __always_inline __u32 shown(__u32 count)
{
	return max_args && max_args < count ? max_args : count;
}

/* Sends `row` with the strings `copier` describes, and before them the `first` one noted if that is given. */
static __always_inline void send(struct execsnoop *row, struct copier *copier, const struct first *first)
{
	__u64 bytes = copier->end < STRINGS_MAX ? copier->end : STRINGS_MAX;
	struct copying to = { .copier = copier };

	if (!reserve_tail(execsnoop, &to.record, bytes))
		return;
	copier->offset = sizeof(*row);
	copier->end = sizeof(*row) + bytes;
	if (first && put(&to, first->bytes, first->length))
		end_string(copier);
	row->truncated |= !copy_strings(&to);
	row->args_bytes = copier->offset - sizeof(*row);
	submit_tail(execsnoop, row, &to.record);
}

/*
 * Where the arguments passed stand in the new process: all of them, or, if a `first` one was noted for
 * an interpreter, the last ones. Returns what goes before these.
 */
static __always_inline const struct first *locate(struct execsnoop *row, struct copier *copier,
						  const struct passed *passed, const struct first *first, bool interpreted)
{
	__u32 found = copier->count;
	bool counted = passed && passed->count_known;

	row->args_count = counted && (interpreted || passed->count == 0) ? passed->count : found;
	if (row->args_count == 0) {	/* the kernel makes an empty list one empty argument */
		copier->count = 0;
		return NULL;
	}
	if (!interpreted || !counted || !first) {
		copier->count = shown(found);
		row->truncated = copier->count < found || interpreted;
		return NULL;
	}
	copier->skip = found - (row->args_count - 1);
	copier->count = copier->skip + shown(row->args_count) - 1;
	copier->end += sizeof(copier->length) + first->length;
	row->truncated = copier->count < found || !first->whole;
	return first;
}

enum { COPIER_SUCCESS, COPIER_FAILURE };

SEC("tp_btf/sched_process_exec")
int all__sched_process_exec__tp_btf(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct linux_binprm *bprm = (void *)ctx[2];
	struct passed *passed = bpf_task_storage_get(&passed_arguments, task, NULL, 0);
	struct first *first = bpf_task_storage_get(&first_arguments, task, NULL, 0);
	struct copier *copier = new_copier(COPIER_SUCCESS);
	struct execsnoop row = {};

	if (!copier)
		return 0;
	attempt(execsnoop);
	describe(&row, task);
	if (!unwanted(&row)) {
		row.syscall = passed ? passed->syscall : SYSCALL_NONE;
		copier->from = task->mm->arg_start;
		copier->count = bprm->argc;
		/* Each string loses its NUL and gains 4 bytes of length. */
		copier->end = task->mm->arg_end - copier->from + (__u64)copier->count * 3;
		send(&row, copier, locate(&row, copier, passed, first, is_interpreted(bprm)));
	}
	bpf_task_storage_delete(&passed_arguments, task);
	if (first)
		bpf_task_storage_delete(&first_arguments, task);
	return 0;
}

SEC("tp_btf/sys_exit")
WHEN(failed)
int all__sys_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct execsnoop row = {};
	struct pointers argv = {};
	struct copier *copier;
	long ret = ctx[1];

	if (ret >= 0 || restarts(ret))
		return 0;
	row.syscall = read_call(task, &argv);
	if (row.syscall == SYSCALL_NONE)
		return 0;
	copier = new_copier(COPIER_FAILURE);
	if (!copier)
		return 0;
	attempt(execsnoop);
	describe(&row, task);
	if (unwanted(&row))
		return 0;
	row.ret = ret;
	count_pointers(&argv);
	row.args_count = argv.count;
	copier->pointers = argv;
	copier->count = shown(argv.count);
	row.truncated = !argv.ended || copier->count < argv.count;
	measure_strings(copier);
	send(&row, copier, NULL);
	return 0;
}
