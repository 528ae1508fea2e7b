// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Two tables in one ring, and a member of every column type there is. System call 0x5050 makes one
 * row of `shapes`, then one of `numbers`; both say so by `order`, and hold values that follow from
 * the call's first argument, n, as the assignments below show.
 */
#include "kernel.h"
#include "pipeline.bpf.h"

#define SHARED_RING_SYSCALL 0x5050

OPTION(__u32, pid, 0, "help=the process whose calls make rows; 0: any");
OPTION(__u64, delay, 1500000, "unit=ns", "help=comes back as the column `waited`");
OPTION(__u8, loud, 0, "type=bool", "help=comes back as the column `loud`");
OPTION(__s32, bias, -3, "help=comes back as the column `bias`");
OPTION_TEXT(greeting, 16, "help=comes back as the column `greeting`");

enum shared_colour { COLOUR_RED, COLOUR_GREEN, COLOUR_BLUE = 7 };
enum shared_access { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_EXECUTE = 4 };

/* Nothing refers to it but a tag's text, so it has to be put into BTF. */
const enum shared_access shared_access = ACCESS_READ;

struct endpoint {
	__u8 address[16] COLUMN("type=ip");
	__u16 port;
	__u8 pad[6];
};

struct shapes {
	RECORD;
	__u32 note_bytes COLUMN("hidden");
	__u64 time COLUMN("type=time");
	__u64 waited COLUMN("type=duration", "unit=ns", "heading=WAIT(ms)");
	struct endpoint local;
	struct endpoint remote;
	__u8 hardware[6] COLUMN("type=mac");
	__u8 loud COLUMN("type=bool");
	__u8 mode COLUMN("type=enum", "names=shared_colour", "strip=COLOUR_");
	char greeting[16] COLUMN("help=fixed text");
	__u8 digest[8] COLUMN("help=fixed bytes");
	enum shared_colour colour COLUMN("strip=COLOUR_");
	__u32 access COLUMN("type=flags", "names=shared_access", "strip=ACCESS_");
	__u32 low : 3;
	__u32 middle : 12 COLUMN("help=bits 3 to 14");
	__u32 high : 17;
	__u32 words_bytes COLUMN("hidden");
	__u64 order;
	TAIL(note, note_bytes, "type=utf8");
	TAIL(words, words_bytes, "type=list<utf8>");
};

struct numbers {
	RECORD;
	__s32 bias;
	__u64 order;
	__u64 u64;
	__s64 i64;
	__u32 u32;
	__s32 i32;
	__u16 u16;
	__s16 i16;
	__u8 u8;
	__s8 i8;
	__u8 pad[2];
};

RING(events, 1 << 16);
TABLE(events, shapes, "help=every type a column can have");
TABLE(events, numbers, "help=integers of every size");

__u64 next_order;

static __always_inline void make_address(__u8 *address, __u64 n)
{
	__builtin_memset(address, 0, 16);
	address[10] = address[11] = 0xff;	/* 127.0.n / 256.n, as IPv6 writes it */
	address[12] = 127;
	address[14] = n >> 8;
	address[15] = n;
}

/* The tails: "n letters" up to 255 bytes of 'x', then the words "a", "", "\xff\n\"". */
static __always_inline void make_shapes(__u64 n)
{
	static const char words[] = "\1\0\0\0a\0\0\0\0\3\0\0\0\xff\n\"";
	__u32 note_bytes = n & 0xff;
	char note[256];
	struct bpf_dynptr record;
	struct shapes row = {};

	attempt(shapes);
	if (!reserve_tail(shapes, &record, note_bytes + sizeof(words) - 1))
		return;
	row.time = bpf_ktime_get_boot_ns();
	row.waited = delay;
	make_address(row.local.address, n);
	row.local.port = n;
	__builtin_memset(row.remote.address, 0x20, sizeof(row.remote.address));
	row.remote.port = 443;
	__builtin_memset(row.hardware, n, sizeof(row.hardware));
	row.loud = loud;
	row.mode = COLOUR_BLUE;
	for (int i = 0; i < sizeof(row.greeting); i++)
		row.greeting[i] = greeting[i];
	__builtin_memset(row.digest, ~n, sizeof(row.digest));
	row.colour = n % 2 ? COLOUR_GREEN : COLOUR_RED;
	row.access = n % 8;
	row.low = n;
	row.middle = n;
	row.high = n;
	row.order = __sync_fetch_and_add(&next_order, 1);
	row.note_bytes = note_bytes;
	row.words_bytes = sizeof(words) - 1;
	__builtin_memset(note, 'x', sizeof(note));
	bpf_dynptr_write(&record, sizeof(row), note, note_bytes, 0);
	bpf_dynptr_write(&record, sizeof(row) + note_bytes, (void *)words, sizeof(words) - 1, 0);
	submit_tail(shapes, &row, &record);
}

static __always_inline void make_numbers(__u64 n)
{
	struct numbers *row;

	attempt(numbers);
	row = reserve(numbers);
	if (!row)
		return;
	row->bias = bias;
	row->order = __sync_fetch_and_add(&next_order, 1);
	row->u64 = row->i64 = n;
	row->u32 = row->i32 = n;
	row->u16 = row->i16 = n;
	row->u8 = row->i8 = n;
	row->pad[0] = row->pad[1] = 0;
	submit(numbers, row);
}

SEC("tp_btf/sys_enter")
int all__sys_enter__tp_btf(__u64 *ctx)
{
	const struct pt_regs *regs = (void *)ctx[0];

	if ((long)ctx[1] != SHARED_RING_SYSCALL || (pid && pid != bpf_get_current_pid_tgid() >> 32))
		return 0;
	make_shapes(regs->di);
	make_numbers(regs->di);
	return 0;
}
