/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * A pointer to anything as one to that kernel type, to be read only: where the kernel's types say
 * nothing, and reading kernel memory at large is refused (confidentiality lockdown). Since Linux 6.2.
 */
#pragma once

#include "pipeline.bpf.h"

extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __ksym __weak;

#define rdonly_cast(pointer, type) ((type *)bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(type)))
