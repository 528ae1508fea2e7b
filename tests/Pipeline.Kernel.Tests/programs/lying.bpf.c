// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * A program that breaks the agreement of pipeline.bpf.h, to prove that the host counts such records
 * as malformed and lives on. System call 0x5051 makes one record; its first argument says which.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define LYING_SYSCALL 0x5051

enum lie {
	LIE_NONE,		/* a good row, with the text "fine" */
	LIE_SHORT,		/* a record that ends inside the struct */
	LIE_TINY,		/* too short even for the tag */
	LIE_LONG_TAIL,		/* a tail said to reach beyond the record */
	LIE_HUGE_TAIL,		/* a tail length that overflows 32 bits when the struct's is added */
	LIE_UNKNOWN_TABLE,	/* a tag that is a type, but no table */
	LIE_ABSURD_TABLE,	/* a tag that is no type at all */
	LIE_BAD_LIST,		/* a list whose second string reaches beyond the list */
	LIE_CUT_LIST,		/* a list that ends inside a length */
};

struct lying {
	RECORD;
	__u32 text_bytes COLUMN("hidden");
	__u32 list_bytes COLUMN("hidden");
	__u32 lie;
	__u64 value;
	TAIL(text, text_bytes, "type=utf8");
	TAIL(list, list_bytes, "type=list<utf8>");
};

struct whole {
	struct lying row;
	char text[4];
	__u8 list[12];
};

RING(events, 1 << 16);
TABLE(events, lying, "help=records that are not what they say");

static __always_inline void send(struct whole *whole, __u32 size)
{
	attempt(lying);
	if (bpf_ringbuf_output(&events, whole, size, 0))
		lose(lying, RING_FULL);
	else
		pipeline_count(&lying_counts, PIPELINE_SUBMITTED);
}

SEC("tp_btf/sys_enter")
int all__sys_enter__tp_btf(__u64 *ctx)
{
	const struct pt_regs *regs = (void *)ctx[0];
	struct whole whole = {
		.row = { .text_bytes = 4, .list_bytes = 12, .value = 42 },
		.text = "fine",
		.list = { 2, 0, 0, 0, 'o', 'k', 2, 0, 0, 0, 'o', 'k' },
	};

	if ((long)ctx[1] != LYING_SYSCALL)
		return 0;
	whole.row.table = pipeline_tag(lying);
	whole.row.lie = regs->di;
	switch (whole.row.lie) {
	case LIE_SHORT:
		send(&whole, sizeof(whole.row) - 8);
		return 0;
	case LIE_TINY:
		send(&whole, 2);
		return 0;
	case LIE_LONG_TAIL:
		whole.row.text_bytes = 4096;
		break;
	case LIE_HUGE_TAIL:
		whole.row.text_bytes = 0xfffffff0;
		break;
	case LIE_UNKNOWN_TABLE:
		whole.row.table = bpf_core_type_id_local(struct pipeline_counts);
		break;
	case LIE_ABSURD_TABLE:
		whole.row.table = 0xdeadbeef;
		break;
	case LIE_BAD_LIST:
		whole.list[6] = 200;
		break;
	case LIE_CUT_LIST:
		whole.row.list_bytes = 8;
		break;
	}
	send(&whole, sizeof(whole));
	return 0;
}
