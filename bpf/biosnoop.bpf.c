// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Each request a disk completed: who asked for it, where, how much, and how long it waited and was
 * served. An attempt is a request seen to end.
 *
 * A request's life: it starts, may be queued, is issued to the driver (again, if the driver was busy),
 * and completes, in several parts if the driver says so; a row tells the whole. Two things look like
 * ends but are parts, too: the data of a request that a cache flush follows, and what the flush
 * machinery issues by itself is a request of its own (operation flush).
 *
 * A request may also vanish: it is merged into another while waiting.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

OPTION_TEXT(disk, 32, "help=only this disk, as `sda`; empty: all");
OPTION(__u64, min, 0, "unit=ns", "help=only requests whose latency is at least this");
OPTION(__u32, pid, 0, "help=only what this process asked for; 0: everybody's");
OPTION(__u64, cgroup_id, 0, "help=only what was asked for in this cgroup; 0: in all");

/* Before Linux 6.5 nothing tells when a request starts: then its life begins when it is queued or issued. */
VARIANTS("start insert");

/* The numbers are the kernel's, which have moved for zones only: those are translated. */
enum biosnoop_operation {
	OPERATION_READ = 0,
	OPERATION_WRITE = 1,
	OPERATION_FLUSH = 2,
	OPERATION_DISCARD = 3,
	OPERATION_SECURE_ERASE = 5,
	OPERATION_ZONE_APPEND = 7,
	OPERATION_WRITE_ZEROES = 9,
	OPERATION_ZONE_OPEN = 11,
	OPERATION_ZONE_CLOSE = 13,
	OPERATION_ZONE_FINISH = 15,
	OPERATION_ZONE_RESET = 17,
	OPERATION_ZONE_RESET_ALL = 19,
	OPERATION_DRIVER_IN = 34,
	OPERATION_DRIVER_OUT = 35,
};

/* Where the kernel has them, since 4.10 at the same place; it has more, which moved. */
enum biosnoop_flag {
	FLAG_SYNC = 1 << 11,
	FLAG_META = 1 << 12,
	FLAG_PRIO = 1 << 13,
	FLAG_NOMERGE = 1 << 14,
	FLAG_IDLE = 1 << 15,
	FLAG_INTEGRITY = 1 << 16,
	FLAG_FUA = 1 << 17,
	FLAG_PREFLUSH = 1 << 18,
	FLAG_RAHEAD = 1 << 19,
	FLAG_BACKGROUND = 1 << 20,
	FLAG_NOWAIT = 1 << 21,
};

#define OPERATION_MASK 0xff
#define FLAGS_MASK (FLAG_NOWAIT * 2 - FLAG_SYNC)

struct biosnoop {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "heading=TIME", "help=when it completed");
	char comm[16] COLUMN("heading=COMM", "help=that process's name");
	__u32 pid COLUMN("heading=PID", "help=process that asked for it, or the kernel's that did in its place");
	char disk[32] COLUMN("heading=DISK");
	enum biosnoop_operation operation COLUMN("strip=OPERATION_", "heading=T");
	enum biosnoop_flag flags COLUMN("type=flags", "strip=FLAG_", "help=how it was asked for");
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

/* Where the running kernel's numbers are looked up; the values here are placeholders. */
enum rqf_flags { __RQF_FLUSH_SEQ = 1 };
enum req_op {
	REQ_OP_ZONE_APPEND = 7,
	REQ_OP_ZONE_OPEN = 11,
	REQ_OP_ZONE_CLOSE = 13,
	REQ_OP_ZONE_FINISH = 15,
	REQ_OP_ZONE_RESET = 17,
	REQ_OP_ZONE_RESET_ALL = 19,
};

struct beginning {
	__u64 started;
	__u64 issued;		/* the last time; 0: never, as an empty request that asks for a flush only */
	__u64 sector;		/* of the first part */
	__u64 bytes;		/* of the parts so far */
	__u64 start_ticks;
	__u64 cgroup_id;
	__u32 pid;
	__u32 flags;		/* as asked for: the flush machinery takes away what it has done */
	__s32 error;
	__u32 pad;
	char comm[16];
};

/* By request. The kernel has a fixed number of them for each disk and uses them again. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct beginning);
} beginnings SEC(".maps");

/* A copy, as Linux 6.1 no longer knows a pointer for one once a map has seen its place on the stack. */
#define KEY(request) (&(const __u64){ (__u64)(request) })

/* Beginnings that could not be noted, less the ends found without one: tells why an end has none. */
__s64 unnoted;

static __always_inline int begin(struct request *request, __u64 flags)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct beginning beginning = {};
	const long exists = -17;
	long failed;

	beginning.started = bpf_ktime_get_boot_ns();
	beginning.pid = task->tgid;
	beginning.flags = request->cmd_flags & FLAGS_MASK;
	beginning.start_ticks = start_ticks(task->group_leader);
	beginning.cgroup_id = bpf_get_current_cgroup_id();
	bpf_get_current_comm(beginning.comm, sizeof(beginning.comm));
	failed = bpf_map_update_elem(&beginnings, KEY(request), &beginning, flags);
	if (failed && failed != exists)
		__sync_fetch_and_add(&unnoted, 1);
	return 0;
}

static __always_inline int issue(struct request *request, bool begins)
{
	struct beginning *beginning;

	if (begins)
		begin(request, BPF_NOEXIST);
	beginning = bpf_map_lookup_elem(&beginnings, KEY(request));
	if (beginning)
		beginning->issued = bpf_ktime_get_boot_ns();
	return 0;
}

static __always_inline __u32 kernel_operation(const struct request *request)
{
	return request->cmd_flags & OPERATION_MASK;
}

SEC("tp_btf/block_io_start")
int start__block_io_start__tp_btf(__u64 *ctx)
{
	return begin((void *)ctx[0], BPF_ANY);
}

/* The flush machinery's own requests start nowhere else. */
SEC("tp_btf/block_rq_issue")
int start__block_rq_issue__tp_btf(__u64 *ctx)
{
	struct request *request = (void *)ctx[0];

	return issue(request, kernel_operation(request) == OPERATION_FLUSH);
}

SEC("tp_btf/block_rq_insert")
int insert__block_rq_insert__tp_btf(__u64 *ctx)
{
	return begin((void *)ctx[0], BPF_NOEXIST);
}

SEC("tp_btf/block_rq_issue")
int insert__block_rq_issue__tp_btf(__u64 *ctx)
{
	return issue((void *)ctx[0], true);
}

SEC("tp_btf/block_rq_merge")
int all__block_rq_merge__tp_btf(__u64 *ctx)
{
	struct request *merged = (void *)ctx[0];

	bpf_map_delete_elem(&beginnings, KEY(merged));
	return 0;
}

/* A flag's place differs, so ask the running kernel; Linux 6.1 has it as a macro only. */
static __always_inline bool in_flush_sequence(const struct request *request)
{
	__u32 bit = 4;

	if (bpf_core_enum_value_exists(enum rqf_flags, __RQF_FLUSH_SEQ))
		bit = bpf_core_enum_value(enum rqf_flags, __RQF_FLUSH_SEQ);
	return request->rq_flags & (1 << bit) && kernel_operation(request) != OPERATION_FLUSH;
}

#define TRANSLATE(name)                                                                             \
	if (bpf_core_enum_value_exists(enum req_op, REQ_OP_##name) &&                               \
	    number == bpf_core_enum_value(enum req_op, REQ_OP_##name))                              \
		return OPERATION_##name;

static __always_inline enum biosnoop_operation operation(__u32 number)
{
	if (number > OPERATION_SECURE_ERASE && number < OPERATION_DRIVER_IN) {
		TRANSLATE(ZONE_APPEND)
		TRANSLATE(ZONE_OPEN)
		TRANSLATE(ZONE_CLOSE)
		TRANSLATE(ZONE_FINISH)
		TRANSLATE(ZONE_RESET)
		TRANSLATE(ZONE_RESET_ALL)
	}
	return number;
}

/* By blk_status_t, as the kernel tells them to the caller. The ones beyond have moved: EIO, as unknown ones. */
#define UNKNOWN_STATUS 14
const __u8 errors[16] = { 0, 95, 110, 28, 67, 121, 52, 61, 84, 12, 5, 78, 11, 16, 5, 5 };

static __always_inline __s32 error_of(__u8 status)
{
	return -errors[(status < UNKNOWN_STATUS ? status : UNKNOWN_STATUS) & 15];
}

/* The kernel says so of what has no place on the disk. */
static __always_inline __u64 place(__u64 sector)
{
	return sector == (__u64)-1 ? 0 : sector;
}

static __always_inline void note_part(struct request *request, struct beginning *beginning, __u8 status, __u32 bytes)
{
	if (!beginning->bytes)
		beginning->sector = request->__sector;
	beginning->bytes += bytes;
	if (status)
		beginning->error = error_of(status);
}

static __always_inline bool unwanted(const struct beginning *beginning, const char *name, __u64 latency)
{
	if (pipeline_host_pid && beginning->pid == pipeline_host_pid)
		discard(biosnoop, SELF);
	else if ((pid && beginning->pid != pid) || (cgroup_id && beginning->cgroup_id != cgroup_id) || latency < min ||
		 (disk[0] && bpf_strncmp(name, sizeof(disk), (const char *)disk)))
		discard(biosnoop, FILTERED);
	else
		return false;
	return true;
}

static __always_inline void send(struct request *request, const struct beginning *beginning)
{
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 issued = beginning->issued ?: beginning->started;
	struct biosnoop *row;
	char name[32];

	__builtin_memcpy(name, request->q->disk->disk_name, sizeof(name));
	if (unwanted(beginning, name, now - beginning->started))
		return;
	row = reserve(biosnoop);
	if (!row)
		return;
	row->pid = beginning->pid;
	row->time = now;
	__builtin_memcpy(row->comm, beginning->comm, sizeof(row->comm));
	__builtin_memcpy(row->disk, name, sizeof(row->disk));
	row->operation = operation(kernel_operation(request));
	row->flags = beginning->flags;
	row->sector = place(beginning->sector);
	row->bytes = beginning->bytes;
	row->queue_ns = issued - beginning->started;
	row->service_ns = now - issued;
	row->latency_ns = now - beginning->started;
	row->start_ticks = beginning->start_ticks;
	row->cgroup_id = beginning->cgroup_id;
	row->error = beginning->error;
	row->pad_time = 0;
	row->pad_sector = 0;
	row->pad_end = 0;
	submit(biosnoop, row);
}

/* True if the end of this request needs no beginning: it asked for a flush only, which has its own row. */
static __always_inline bool is_empty(const struct request *request, __u32 bytes)
{
	return !bytes && kernel_operation(request) == OPERATION_WRITE;
}

static __always_inline void explain_missing_beginning(void)
{
	if (unnoted > 0) {
		__sync_fetch_and_add(&unnoted, -1);
		lose(biosnoop, MAP_FULL);
	} else {
		lose(biosnoop, NO_START);
	}
}

static __always_inline int complete(__u64 *ctx, bool empty_ones_begin)
{
	struct request *request = (void *)ctx[0];
	__u8 status = ctx[1];
	__u32 bytes = ctx[2];
	struct beginning *beginning = bpf_map_lookup_elem(&beginnings, KEY(request));

	if (beginning)
		note_part(request, beginning, status, bytes);
	if (bytes < request->__data_len || in_flush_sequence(request))
		return 0;
	attempt(biosnoop);
	if (beginning)
		send(request, beginning);
	else if (!empty_ones_begin && is_empty(request, bytes))
		discard(biosnoop, EMPTY);
	else
		explain_missing_beginning();
	bpf_map_delete_elem(&beginnings, KEY(request));
	return 0;
}

SEC("tp_btf/block_rq_complete")
int start__block_rq_complete__tp_btf(__u64 *ctx)
{
	return complete(ctx, true);
}

SEC("tp_btf/block_rq_complete")
int insert__block_rq_complete__tp_btf(__u64 *ctx)
{
	return complete(ctx, false);
}
