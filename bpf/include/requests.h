/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The life of a block request, the same for each program that tells of it. An attempt is a request
 * seen to end.
 *
 * It starts, may be queued, is issued to the driver (again, if the driver was busy), and completes, in
 * several parts if the driver says so; the end is that of the whole. Two things look like ends but are
 * parts, too: the data of a request that a cache flush follows, and what the flush machinery issues by
 * itself is a request of its own (operation flush).
 *
 * A request may also vanish: it is merged into another while waiting.
 *
 * Who includes this has defined
 *
 *     REQUESTS              its table
 *     struct asker          what it wants to know of who asked, and cannot find out at the end
 *     note_asker(), ended() as declared below
 */
#pragma once

#include "block.h"
#include "cgroup.h"

OPTION_TEXT(disk, 32, "help=only this disk, as `sda`; empty: all");
OPTION(__u64, cgroup_id, 0, "help=only what was asked for in this cgroup or below it; 0: in all");

/* Before Linux 6.5 nothing tells when a request starts: then its life begins when it is queued or issued. */
VARIANTS("start insert");

struct beginning {
	__u64 started;
	__u64 issued;		/* the last time; 0: never, as an empty request that asks for a flush only */
	__u64 sector;		/* of the first part */
	__u64 bytes;		/* of the parts so far */
	__u32 flags;		/* as asked for: the flush machinery takes away what it has done */
	__s32 error;
	__u32 pid;
	__u32 elsewhere;	/* not in the cgroup wanted */
	struct asker asker;
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

/* `task` is who asks, in its own context. */
static __always_inline void note_asker(struct asker *asker, struct task_struct *task);

/* Makes of a request on the disk of that name what the table wants, and counts what became of it. */
static __always_inline void ended(struct request *request, const struct beginning *beginning, const char *name);

#define COUNT_IN(what, NAME, ...) what(NAME __VA_OPT__(, ) __VA_ARGS__)
#define COUNT_REQUEST(what, ...) COUNT_IN(what, REQUESTS __VA_OPT__(, ) __VA_ARGS__)

static __always_inline __u64 issued(const struct beginning *beginning)
{
	return beginning->issued ?: beginning->started;
}

static __always_inline int begin(struct request *request, __u64 flags)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct beginning beginning = {};
	const long exists = -17;
	long failed;

	beginning.started = bpf_ktime_get_boot_ns();
	beginning.pid = task->tgid;
	beginning.elsewhere = cgroup_id && !in_cgroup(task, cgroup_id);
	beginning.flags = request->cmd_flags & FLAGS_MASK;
	note_asker(&beginning.asker, task);
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

static __always_inline void note_part(struct request *request, struct beginning *beginning, __u8 status, __u32 bytes)
{
	if (!beginning->bytes)
		beginning->sector = request->__sector;
	beginning->bytes += bytes;
	if (status)
		beginning->error = error_of(status);
}

static __always_inline void end(struct request *request, const struct beginning *beginning)
{
	char name[32];

	__builtin_memcpy(name, request->q->disk->disk_name, sizeof(name));
	if (pipeline_host_pid && beginning->pid == pipeline_host_pid)
		COUNT_REQUEST(discard, SELF);
	else if (beginning->elsewhere || (disk[0] && bpf_strncmp(name, sizeof(disk), (const char *)disk)))
		COUNT_REQUEST(discard, FILTERED);
	else
		ended(request, beginning, name);
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
		COUNT_REQUEST(lose, MAP_FULL);
	} else {
		COUNT_REQUEST(lose, NO_START);
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
	COUNT_REQUEST(attempt);
	if (beginning)
		end(request, beginning);
	else if (!empty_ones_begin && is_empty(request, bytes))
		COUNT_REQUEST(discard, EMPTY);
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
