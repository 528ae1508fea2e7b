// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The same table by a classic tracepoint, which is found through tracefs, and without it. getpgid of
 * process `pid` makes one row, which tells the way.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define GETPGID_SYSCALL 121

OPTION(__u32, pid, 0, "help=the process whose calls make rows; 0: any");

VARIANTS("classic typed");

enum classic_way { WAY_CLASSIC, WAY_TYPED };

struct classic {
	RECORD;
	enum classic_way way COLUMN("strip=WAY_");
};

RING(events, 1 << 16);
TABLE(events, classic, "help=which variant was attached");

static __always_inline int send(enum classic_way way)
{
	struct classic *row;

	if (pid && pid != bpf_get_current_pid_tgid() >> 32)
		return 0;
	attempt(classic);
	row = reserve(classic);
	if (!row)
		return 0;
	row->way = way;
	submit(classic, row);
	return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int classic__sys_enter_getpgid__tp(void *ctx)
{
	return send(WAY_CLASSIC);
}

SEC("tp_btf/sys_enter")
int typed__sys_enter__tp_btf(__u64 *ctx)
{
	return (long)ctx[1] == GETPGID_SYSCALL ? send(WAY_TYPED) : 0;
}
