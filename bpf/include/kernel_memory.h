/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Kernel memory by address, for what lies behind pointers that the verifier does not follow: members of arrays, and
 * structs around others. A word is read as a member of a struct that every kernel has; reading where nothing is gives 0.
 * That needs Linux 6.2 and works in confidentiality lockdown; before it is bpf_probe_read_kernel, which does not.
 */
#pragma once

#include "kernel.h"
#include "pipeline.bpf.h"

extern void *bpf_rdonly_cast(const void *object, __u32 btf_id) __ksym __weak;

/* Came together with bpf_rdonly_cast, whose presence cannot be asked for. */
enum bpf_func_id___with_cast { BPF_FUNC_cgrp_storage_get___with_cast = 210 };

#define CAN_CAST bpf_core_enum_value_exists(enum bpf_func_id___with_cast, BPF_FUNC_cgrp_storage_get___with_cast)

/* A promise to the host: where CAN_CAST holds, no function of the object calls bpf_probe_read_kernel. */
const __u8 pipeline_casts PIPELINE_TAG("casts_where_it_can") = 0;

static __always_inline __u64 kernel_word(__u64 address)
{
	__u64 word = 0;

	if (CAN_CAST) {
		const struct timespec64 *here = bpf_rdonly_cast((void *)address, bpf_core_type_id_kernel(struct timespec64));

		return here->tv_sec;
	}
	/* What fails leaves 0. */
	bpf_probe_read_kernel(&word, sizeof(word), (void *)address);
	return word;
}

/* Where a member is, in the running kernel. */
#define MEMBER(address, type, member) ((address) + __builtin_preserve_field_info(((struct type *)0)->member, BPF_FIELD_BYTE_OFFSET))

/* A member's value: all of a pointer or u64, the lower bytes of the word for what is smaller. */
#define KERNEL_READ(address, type, member) kernel_word(MEMBER(address, type, member))
