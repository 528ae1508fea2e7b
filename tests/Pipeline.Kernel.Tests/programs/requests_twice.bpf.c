// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Each request as a row and in a histogram, from one and the same reading of the clock: what is made of the one must be the other. */
#include "block.h"

struct request_rows {
	RECORD;
	enum block_operation operation COLUMN("strip=OPERATION_");
	__u64 service_ns COLUMN("unit=ns");
};

RING(events, 1 << 20);
TABLE(events, request_rows, "help=requests one by one");

struct request_slots_key {
	enum block_operation operation COLUMN("strip=OPERATION_");
};

struct request_slots {
	HISTOGRAM(service_ns, 8, exp2, 4000, "unit=ns");
};

METRICS(request_slots, PERCPU_HASH, 64, "help=the same requests by their time");

struct asker {};

#define REQUESTS request_rows
#include "requests.h"

static __always_inline void note_asker(struct asker *asker, struct task_struct *task) {}

static __always_inline void ended(struct request *request, const struct beginning *beginning, const char *name)
{
	__u64 service = bpf_ktime_get_boot_ns() - issued(beginning);
	struct request_slots_key key = { operation(kernel_operation(request)) };
	struct request_slots *slots;
	struct request_rows *row;

	attempt(request_slots);
	slots = entry(request_slots, &key);
	if (slots) {
		observe_exp2(slots, service_ns, service);
		aggregated(request_slots);
	}
	row = reserve(request_rows);
	if (!row)
		return;
	row->operation = key.operation;
	row->service_ns = service;
	submit(request_rows, row);
}
