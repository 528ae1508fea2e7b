// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* How long disks take for requests, as histograms: of the requests that biosnoop tells one by one. */
#include "block.h"

OPTION(__u8, queued, 0, "type=bool", "help=also the time before the driver got it");
OPTION(__u8, per_disk, 1, "type=bool", "help=each disk by itself");
OPTION(__u8, per_operation, 1, "type=bool", "help=reads, writes and so on by themselves");
OPTION(__u8, per_flags, 0, "type=bool", "help=each set of flags by itself");

struct biolatency_key {
	char disk[32] COLUMN("when=per_disk", "heading=DISK", "help=its name");
	enum block_operation operation COLUMN("when=per_operation", "strip=OPERATION_", "heading=T", "help=what was asked for");
	enum block_flag flags COLUMN("when=per_flags", "type=flags", "strip=FLAG_", "heading=FLAGS", "help=how it was asked for");
};

struct biolatency {
	HISTOGRAM(latency_ns, 27, exp2, 1000, "unit=ns", "heading=LAT(us)",
		  "help=from when the driver got it, or with option queued from its start, until it completed");
};

METRICS(biolatency, PERCPU_HASH, 1024, "help=how long block device requests took");

struct asker {};

#define REQUESTS biolatency
#include "requests.h"

static __always_inline void note_asker(struct asker *asker, struct task_struct *task) {}

static __always_inline void ended(struct request *request, const struct beginning *beginning, const char *name)
{
	__u64 now = bpf_ktime_get_boot_ns();
	struct biolatency_key key = {};
	struct biolatency *figures;

	if (per_disk)
		__builtin_memcpy(key.disk, name, sizeof(key.disk));
	if (per_operation)
		key.operation = operation(kernel_operation(request));
	if (per_flags)
		key.flags = beginning->flags;
	figures = entry(biolatency, &key);
	if (!figures)
		return;
	observe_exp2(figures, latency_ns, now - (queued ? beginning->started : issued(beginning)));
	aggregated(biolatency);
}
