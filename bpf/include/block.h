/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a block request says of itself, in numbers that mean the same on every kernel. */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"

/* The numbers are the kernel's, which have moved for zones only: those are translated. */
enum block_operation {
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
enum block_flag {
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

static __always_inline __u32 kernel_operation(const struct request *request)
{
	return request->cmd_flags & OPERATION_MASK;
}

#define TRANSLATE(name)                                                                             \
	if (bpf_core_enum_value_exists(enum req_op, REQ_OP_##name) &&                               \
	    number == bpf_core_enum_value(enum req_op, REQ_OP_##name))                              \
		return OPERATION_##name;

static __always_inline enum block_operation operation(__u32 number)
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

/* A flag's place differs, so ask the running kernel; Linux 6.1 has it as a macro only. */
static __always_inline bool in_flush_sequence(const struct request *request)
{
	__u32 bit = 4;

	if (bpf_core_enum_value_exists(enum rqf_flags, __RQF_FLUSH_SEQ))
		bit = bpf_core_enum_value(enum rqf_flags, __RQF_FLUSH_SEQ);
	return request->rq_flags & (1 << bit) && kernel_operation(request) != OPERATION_FLUSH;
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
