// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The same table by three ways, of which our kernel refuses two: fentry when it is loaded, kprobe
 * when it is attached. getpgid of process `pid` makes one row, which tells the way.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define GETPGID_SYSCALL 121

OPTION(__u32, pid, 0, "help=the process whose calls make rows; 0: any");

VARIANTS("fentry kprobe tracepoint");

enum variants_way { WAY_FENTRY, WAY_KPROBE, WAY_TRACEPOINT };

struct variants {
	RECORD;
	enum variants_way way COLUMN("strip=WAY_");
};

RING(events, 1 << 16);
TABLE(events, variants, "help=which variant was attached");

static __always_inline int send(enum variants_way way)
{
	struct variants *row;

	if (pid && pid != bpf_get_current_pid_tgid() >> 32)
		return 0;
	attempt(variants);
	row = reserve(variants);
	if (!row)
		return 0;
	row->way = way;
	submit(variants, row);
	return 0;
}

SEC("fentry/do_getpgid")
int fentry__getpgid__fentry(void *ctx)
{
	return send(WAY_FENTRY);
}

SEC("kprobe/do_getpgid")
int kprobe__getpgid__kprobe(void *ctx)
{
	return send(WAY_KPROBE);
}

SEC("tp_btf/sys_enter")
int tracepoint__getpgid__tp_btf(__u64 *ctx)
{
	return (long)ctx[1] == GETPGID_SYSCALL ? send(WAY_TRACEPOINT) : 0;
}
