// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each request a disk completed: who asked for it, where, how much, and how long it waited and was
 * served.
 */
#include "block.h"

OPTION(__u64, min, 0, "unit=ns", "help=only requests whose latency is at least this");
OPTION(__u32, pid, 0, "help=only what this process asked for; 0: everybody's");

struct biosnoop {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it completed");
	char comm[16] COLUMN("heading=COMM", "help=that process's name");
	__u32 pid COLUMN("heading=PID", "help=process that asked for it, or the kernel's that did in its place");
	char disk[32] COLUMN("heading=DISK");
	enum block_operation operation COLUMN("strip=OPERATION_", "heading=T");
	enum block_flag flags COLUMN("type=flags", "strip=FLAG_", "help=how it was asked for");
	__u32 pad_sector;
	__u64 sector COLUMN("heading=SECTOR", "help=where it began, in 512 bytes; 0 where that means nothing");
	__u64 bytes COLUMN("unit=By", "heading=BYTES", "help=how much was asked for");
	__u64 queue_ns COLUMN("type=duration", "unit=ns", "heading=QUE(ms)", "help=from its start until the driver got it");
	__u64 service_ns COLUMN("type=duration", "unit=ns", "heading=LAT(ms)", "help=from then until it completed");
	__u64 latency_ns COLUMN("heading=", "type=duration", "unit=ns", "help=both");
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat");
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");
	__s32 error COLUMN("heading=ERR", "help=0, or minus the error number");
	__u32 pad_end;
};

RING(events, 1 << 20);
TABLE(events, biosnoop, "help=block device requests completed");

struct asker {
	__u64 start_ticks;
	__u64 cgroup_id;
	char comm[16];
};

#define REQUESTS biosnoop
#include "requests.h"

static __always_inline void note_asker(struct asker *asker, struct task_struct *task)
{
	asker->start_ticks = start_ticks(task->group_leader);
	asker->cgroup_id = bpf_get_current_cgroup_id();
	bpf_get_current_comm(asker->comm, sizeof(asker->comm));
}

static __always_inline void ended(struct request *request, const struct beginning *beginning, const char *name)
{
	__u64 now = bpf_ktime_get_boot_ns();
	struct biosnoop *row;

	if ((pid && beginning->pid != pid) || now - beginning->started < min) {
		discard(biosnoop, FILTERED);
		return;
	}
	row = reserve(biosnoop);
	if (!row)
		return;
	row->pid = beginning->pid;
	row->time = now;
	__builtin_memcpy(row->comm, beginning->asker.comm, sizeof(row->comm));
	__builtin_memcpy(row->disk, name, sizeof(row->disk));
	row->operation = operation(kernel_operation(request));
	row->flags = beginning->flags;
	row->sector = place(beginning->sector);
	row->bytes = beginning->bytes;
	row->queue_ns = issued(beginning) - beginning->started;
	row->service_ns = now - issued(beginning);
	row->latency_ns = now - beginning->started;
	row->start_ticks = beginning->asker.start_ticks;
	row->cgroup_id = beginning->asker.cgroup_id;
	row->error = beginning->error;
	row->pad_time = 0;
	row->pad_sector = 0;
	row->pad_end = 0;
	submit(biosnoop, row);
}
