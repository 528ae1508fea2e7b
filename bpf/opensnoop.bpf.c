// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each file a process opened, or failed to. An attempt is an open, openat, openat2 or creat seen to end, a 32-bit one too.
 *
 * Everything is read when the call ends. Its arguments are still in the saved registers, and the path is in the caller's
 * memory, on pages the kernel has just read: at the entry they might not have been there, and BPF cannot fault them in.
 * A thread that changes the path meanwhile deceives us, as it may deceive the kernel's own audit of arguments.
 * What io_uring opens is no system call, and is not seen.
 */
#include "absolute_path.h"
#include "callers.h"
#include "cgroup.h"
#include "pipeline.bpf.h"
#include "syscall.h"

OPTION(__u32, pid, 0, "help=only this process; 0: all");
OPTION(__u32, tid, 0, "help=only this thread; 0: all");
OPTION(__s32, uid, -1, "help=only this user's; -1: everybody's");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup or below it; 0: in all");
OPTION_TEXT(name, 16, "help=only processes whose name contains this; empty: all");
OPTION(__u32, flags, 0, "type=flags", "names=opensnoop_flag", "strip=FLAG_", "help=only calls with at least one of these flags; 0: all");
OPTION(__u8, failed_only, 0, "type=bool", "help=only calls that failed");
OPTION(__u8, full_path, 0, "type=bool", "help=paths from the root on, made of the folder they are relative to and what was passed");
OPTION(__u8, callers, 0, "type=bool", "help=also the functions that led to the call");

/* At the end of the calls themselves, so that others cost nothing; else at the end of every system call. */
VARIANTS("call raw");

enum opensnoop_call {
	CALL_OPEN,
	CALL_OPENAT,
	CALL_OPENAT2,
	CALL_CREAT,
};

enum opensnoop_flag {
	FLAG_WRONLY = 1 << 0,
	FLAG_RDWR = 1 << 1,
	FLAG_CREAT = 1 << 6,
	FLAG_EXCL = 1 << 7,
	FLAG_NOCTTY = 1 << 8,
	FLAG_TRUNC = 1 << 9,
	FLAG_APPEND = 1 << 10,
	FLAG_NONBLOCK = 1 << 11,
	FLAG_DSYNC = 1 << 12,
	FLAG_ASYNC = 1 << 13,
	FLAG_DIRECT = 1 << 14,
	FLAG_LARGEFILE = 1 << 15,
	FLAG_DIRECTORY = 1 << 16,
	FLAG_NOFOLLOW = 1 << 17,
	FLAG_NOATIME = 1 << 18,
	FLAG_CLOEXEC = 1 << 19,
	FLAG_SYNC = 1 << 20,
	FLAG_PATH = 1 << 21,
	FLAG_TMPFILE = 1 << 22,
};

struct opensnoop {
	RECORD;
	__u32 path_bytes COLUMN("hidden");
	__u64 time COLUMN("type=time", "heading=TIME", "help=when the call ended");
	__u32 uid COLUMN("heading=", "help=real user");
	__u32 pid COLUMN("heading=PID", "help=process, in the init namespace");
	__u32 tid COLUMN("heading=", "help=thread");
	char comm[16] COLUMN("heading=COMM", "help=the thread's name");
	__s32 fd COLUMN("heading=FD", "help=the new descriptor; -1: none");
	__u32 err COLUMN("heading=ERR", "help=the error's number; 0: none");
	enum opensnoop_call call COLUMN("heading=", "strip=CALL_", "help=the system call");
	enum opensnoop_flag flags COLUMN("heading=", "type=flags", "strip=FLAG_", "help=as passed; neither wronly nor rdwr: for reading");
	char mode[8] COLUMN("heading=", "help=permissions of a new file as passed, octal; empty: none can be made");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=its cgroup (v2)");
	__u32 callers_bytes COLUMN("hidden");
	__u8 truncated COLUMN("heading=", "type=bool", "help=path is not whole: it could not be read any more, or its folder lies too deep");
	__u8 pad[3];
	TAIL(path, path_bytes, "type=utf8", "heading=PATH", "help=as passed, or with option full_path from the root on");
	TAIL(stack, callers_bytes, "type=list<utf8>", "heading=", "when=callers", "help=the functions that led to the call, the innermost first: file+offset");
};

RING(events, 1 << 20);
TABLE(events, opensnoop, "help=files opened, and those that could not be");

/* As open_how, of which later kernels may have more. */
struct how {
	__u64 flags;
	__u64 mode;
};

struct opening {
	__u64 path;
	__s32 folder;	/* what a relative path is relative to */
	enum opensnoop_call call;
	struct how how;
};

#define CURRENT_FOLDER (-100)

/* False: another system call. */
static __always_inline bool read_call(const struct task_struct *task, struct opening *opening)
{
	const struct pt_regs *regs = (void *)bpf_task_pt_regs((void *)task);
	__s32 call = syscall_number(task, regs);

	opening->folder = CURRENT_FOLDER;
	switch (call) {
	case SYSCALL_open:
	case SYSCALL_ia32_open:
		opening->call = CALL_OPEN;
		opening->path = argument_1(regs, call);
		opening->how.flags = argument_2(regs, call);
		opening->how.mode = argument_3(regs, call);
		return true;
	case SYSCALL_creat:
	case SYSCALL_ia32_creat:
		opening->call = CALL_CREAT;
		opening->path = argument_1(regs, call);
		opening->how.flags = FLAG_CREAT | FLAG_WRONLY | FLAG_TRUNC;
		opening->how.mode = argument_2(regs, call);
		return true;
	case SYSCALL_openat:
	case SYSCALL_ia32_openat:
		opening->call = CALL_OPENAT;
		opening->folder = argument_1(regs, call);
		opening->path = argument_2(regs, call);
		opening->how.flags = argument_3(regs, call);
		opening->how.mode = argument_4(regs, call);
		return true;
	case SYSCALL_openat2:
	case SYSCALL_ia32_openat2:
		opening->call = CALL_OPENAT2;
		opening->folder = argument_1(regs, call);
		opening->path = argument_2(regs, call);
		/* What cannot be read the kernel could not read either: EFAULT, and no flags to tell. */
		bpf_probe_read_user(&opening->how, sizeof(opening->how), (void *)argument_3(regs, call));
		return true;
	}
	return false;
}

/* A signal came while it waited. The kernel makes the call again or the caller is told so, which is not known yet. */
static __always_inline __u32 error_number(long ret)
{
	const __u32 interrupted = 4;

	return ret >= 0 ? 0 : restarts(ret) ? interrupted : -ret;
}

static __always_inline void describe(struct opensnoop *row, struct task_struct *task, const struct opening *opening, long ret)
{
	bool makes = opening->how.flags & (FLAG_CREAT | FLAG_TMPFILE);

	row->time = bpf_ktime_get_boot_ns();
	row->uid = bpf_get_current_uid_gid();
	row->pid = task->tgid;
	row->tid = task->pid;
	bpf_get_current_comm(row->comm, sizeof(row->comm));
	row->fd = ret < 0 ? -1 : ret;
	row->err = error_number(ret);
	row->call = opening->call;
	row->flags = opening->how.flags;
	for (int digit = 0; makes && digit < 4; digit++)
		row->mode[digit] = '0' + (opening->how.mode >> (9 - 3 * digit) & 7);
	row->start_ticks = start_ticks(task->group_leader);
	row->cgroup_id = bpf_get_current_cgroup_id();
}

static __always_inline bool name_at(const char *comm, int at)
{
	for (int i = 0; i < sizeof(name) && name[i]; i++)
		if (at + i >= sizeof(name) || comm[at + i] != name[i])
			return false;
	return true;
}

static __always_inline bool contains_name(const char *comm)
{
	for (int at = 0; at < sizeof(name); at++)
		if (name_at(comm, at))
			return true;
	return false;
}

/* True: the host's own or narrowed away, and counted. */
static __always_inline bool unwanted(const struct opensnoop *row, const struct task_struct *task)
{
	if (pipeline_host_pid && row->pid == pipeline_host_pid)
		discard(opensnoop, SELF);
	else if ((failed_only && !row->err) || (pid && row->pid != pid) || (tid && row->tid != tid) ||
		 (uid >= 0 && row->uid != uid) || (cgroup_id && !in_cgroup(task, cgroup_id)) ||
		 (flags && !(row->flags & flags)) || (name[0] && !contains_name(row->comm)))
		discard(opensnoop, FILTERED);
	else
		return false;
	return true;
}

/* Sends `row` with the path in `room`, behind the folder if one is put there, and the callers if they were asked for. */
static __always_inline void send(struct opensnoop *row, struct path_room *room, __u32 length, struct callers_room *stack)
{
	__u32 folder = room->folder_length & PATH_MASK;
	__u32 bytes = stack ? stack->at & CALLERS_MASK : 0;
	struct bpf_dynptr record;

	length &= PATH_MASK;
	row->path_bytes = folder + length;
	row->callers_bytes = bytes;
	if (!reserve_tail(opensnoop, &record, folder + length + bytes))
		return;
	bpf_dynptr_write(&record, sizeof(*row), room->folder + ((PATH_ROOM - folder) & PATH_MASK), folder, 0);
	bpf_dynptr_write(&record, sizeof(*row) + folder, room->path, length, 0);
	if (stack)
		bpf_dynptr_write(&record, sizeof(*row) + folder + length, stack->text, bytes, 0);
	submit_tail(opensnoop, row, &record);
}

static __always_inline int opened(void *ctx, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct path_room *room = path_room();
	struct opening opening = {};
	struct opensnoop row = {};
	long size;

	if (!read_call(task, &opening) || !room)
		return 0;
	attempt(opensnoop);
	describe(&row, task, &opening, ret);
	if (unwanted(&row, task))
		return 0;
	room->folder_length = 0;
	size = bpf_probe_read_user_str(room->path, PATH_ROOM, (void *)opening.path);
	row.truncated = size < 0 || size == PATH_ROOM;
	if (full_path && size > 0 && room->path[0] != '/')
		row.truncated |= !locate_folder(room, task, opening.folder);
	send(&row, room, size > 0 ? size - 1 : 0, callers ? tell_callers(ctx) : NULL);
	return 0;
}

SEC("tp_btf/sys_exit")
int raw__sys_exit__tp_btf(__u64 *ctx)
{
	return opened(ctx, ctx[1]);
}

/* The kernel's entry of each call gets the saved registers and returns what the caller will see. */
#define CALL(call, entry)                                                                           \
	SEC("fexit/" #entry)                                                                        \
	int call__##call##__fexit(__u64 *ctx)                                                       \
	{                                                                                           \
		return opened(ctx, ctx[1]);                                                              \
	}

CALL(open, __x64_sys_open)
CALL(openat, __x64_sys_openat)
CALL(openat2, __x64_sys_openat2)
CALL(creat, __x64_sys_creat)
CALL(ia32_open, __ia32_compat_sys_open)
CALL(ia32_openat, __ia32_compat_sys_openat)
CALL(ia32_openat2, __ia32_sys_openat2)
CALL(ia32_creat, __ia32_sys_creat)
