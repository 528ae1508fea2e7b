// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Who reads and writes which files, and how much. An attempt is a read or write, pread64 or pwrite64, readv or writev and
 * their relatives seen to end. Bytes are those that were moved, not those that were asked for.
 * Memory mappings, splice and io_uring move data without these calls, and are not seen.
 */
#include "cgroup.h"
#include "files.h"
#include "pipeline.bpf.h"
#include "syscall.h"

OPTION(__u32, pid, 0, "help=only this process; 0: all");
OPTION(__u64, cgroup_id, 0, "help=only in this cgroup or below it; 0: in all");
OPTION(__u8, all_files, 0, "type=bool", "help=also what is no regular file: sockets, pipes, devices");

/* Where all these calls pass in the kernel, so that others cost nothing; else at the end of every system call. */
VARIANTS("vfs raw");

enum filetop_type {
	TYPE_REGULAR,
	TYPE_SOCKET,
	TYPE_OTHER,
};

#define FILE_NAME 64

struct filetop_key {
	__u32 tid COLUMN("heading=TID", "help=thread");
	__u32 pid COLUMN("heading=", "help=process, in the init namespace");
	char comm[16] COLUMN("heading=COMM", "help=the thread's name");
	enum filetop_type type COLUMN("heading=T", "strip=TYPE_", "help=kind of file");
	__u32 dev COLUMN("heading=", "help=the file system, as stat numbers it");
	__u64 inode COLUMN("heading=", "help=the file's number there");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	char file[FILE_NAME] COLUMN("heading=FILE", "help=the file's name without its folder, its first 63 bytes");
};

struct filetop {
	__u64 reads COUNTER("heading=READS", "unit=1", "help=reading calls that succeeded");
	__u64 writes COUNTER("heading=WRITES", "unit=1", "help=writing calls that succeeded");
	__u64 read_bytes COUNTER("heading=R(KB)", "unit=By", "help=bytes these read");
	__u64 write_bytes COUNTER("heading=W(KB)", "unit=By", "help=bytes these wrote");
};

METRICS(filetop, HASH, 10240, "help=files read and written, by thread");

/* Reading, writing, or neither. */
enum direction { NEITHER, READING, WRITING };

static __always_inline enum direction direction_of(__s32 call)
{
	switch (call) {
	case SYSCALL_read:
	case SYSCALL_pread64:
	case SYSCALL_readv:
	case SYSCALL_preadv:
	case SYSCALL_preadv2:
	case SYSCALL_ia32_read:
	case SYSCALL_ia32_pread64:
	case SYSCALL_ia32_readv:
	case SYSCALL_ia32_preadv:
	case SYSCALL_ia32_preadv2:
		return READING;
	case SYSCALL_write:
	case SYSCALL_pwrite64:
	case SYSCALL_writev:
	case SYSCALL_pwritev:
	case SYSCALL_pwritev2:
	case SYSCALL_ia32_write:
	case SYSCALL_ia32_pwrite64:
	case SYSCALL_ia32_writev:
	case SYSCALL_ia32_pwritev:
	case SYSCALL_ia32_pwritev2:
		return WRITING;
	}
	return NEITHER;
}

static __always_inline enum filetop_type type_of(__u32 mode)
{
	switch (mode & FILE_TYPE) {
	case FILE_REGULAR:
		return TYPE_REGULAR;
	case FILE_SOCKET:
		return TYPE_SOCKET;
	}
	return TYPE_OTHER;
}

/* The kernel's own number has the major above 20 bits. */
static __always_inline __u32 stat_dev(__u32 dev)
{
	__u32 major = dev >> 20, minor = dev & 0xfffff;

	return (minor & 0xff) | major << 8 | (minor & ~0xff) << 12;
}

static __always_inline void count(const struct filetop_key *key, enum direction direction, __u64 bytes)
{
	struct filetop *figures = entry(filetop, key);

	if (!figures)
		return;
	if (direction == READING) {
		add(figures, reads, 1);
		add(figures, read_bytes, bytes);
	} else {
		add(figures, writes, 1);
		add(figures, write_bytes, bytes);
	}
	aggregated(filetop);
}

/* A call that moved `bytes`; `file` is 0 if it can no longer be told, as another thread has closed it. */
static __always_inline void moved(struct task_struct *task, __u64 file, enum direction direction, __u64 bytes)
{
	struct filetop_key key = {};
	__u64 inode;

	if (!file) {
		lose(filetop, FAULT);
		return;
	}
	inode = KERNEL_READ(file, file, f_inode);
	key.type = type_of(KERNEL_READ(inode, inode, i_mode));
	if (key.type != TYPE_REGULAR && !all_files) {
		discard(filetop, FILTERED);
		return;
	}
	key.tid = task->pid;
	key.pid = task->tgid;
	key.start_ticks = start_ticks(task->group_leader);
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	key.dev = stat_dev(KERNEL_READ(KERNEL_READ(inode, inode, i_sb), super_block, s_dev));
	key.inode = KERNEL_READ(inode, inode, i_ino);
	copy_name(key.file, sizeof(key.file), KERNEL_READ(file, file, f_path.dentry));
	count(&key, direction, bytes);
}

/* True: done with, and counted. */
static __always_inline bool unwanted(const struct task_struct *task, long ret)
{
	if (pipeline_host_pid && task->tgid == pipeline_host_pid)
		discard(filetop, SELF);
	else if ((pid && task->tgid != pid) || (cgroup_id && !in_cgroup(task, cgroup_id)))
		discard(filetop, FILTERED);
	else if (ret < 0)
		discard(filetop, EMPTY);
	else
		return false;
	return true;
}

SEC("tp_btf/sys_exit")
int raw__sys_exit__tp_btf(__u64 *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct pt_regs *regs = (void *)ctx[0];
	__s32 call = syscall_number(task, regs);
	enum direction direction = direction_of(call);
	long ret = ctx[1];

	if (direction == NEITHER)
		return 0;
	attempt(filetop);
	if (!unwanted(task, ret))
		moved(task, file_of(task, argument_1(regs, call)), direction, ret);
	return 0;
}

static __always_inline int passed(__u64 file, enum direction direction, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();

	attempt(filetop);
	if (!unwanted(task, ret))
		moved(task, file, direction, ret);
	return 0;
}

SEC("fexit/vfs_read")
int vfs__vfs_read__fexit(__u64 *ctx)
{
	return passed(ctx[0], READING, ctx[4]);
}

SEC("fexit/vfs_write")
int vfs__vfs_write__fexit(__u64 *ctx)
{
	return passed(ctx[0], WRITING, ctx[4]);
}

SEC("fexit/vfs_readv")
int vfs__vfs_readv__fexit(__u64 *ctx)
{
	return passed(ctx[0], READING, ctx[5]);
}

SEC("fexit/vfs_writev")
int vfs__vfs_writev__fexit(__u64 *ctx)
{
	return passed(ctx[0], WRITING, ctx[5]);
}
