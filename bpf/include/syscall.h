/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A system call's number and arguments as the kernel saved them on entry. */
#pragma once

#include "kernel.h"

#ifndef __TARGET_ARCH_x86
#error "describe this architecture's system call registers here"
#endif

#define NATIVE_EXECVE 59
#define NATIVE_EXECVEAT 322
#define COMPAT_EXECVE 11
#define COMPAT_EXECVEAT 358

/* A 32-bit call (int 0x80 and the like), also from a 64-bit program: other numbers, other registers. */
static inline bool is_compat(const struct task_struct *task)
{
	const __u32 ts_compat = 2;

	return task->thread_info.status & ts_compat;
}

static inline long syscall_number(const struct pt_regs *regs) { return regs->orig_ax; }
static inline __u64 argument_2(const struct pt_regs *regs) { return regs->si; }
static inline __u64 argument_3(const struct pt_regs *regs) { return regs->dx; }
static inline __u64 compat_argument_2(const struct pt_regs *regs) { return (__u32)regs->cx; }
static inline __u64 compat_argument_3(const struct pt_regs *regs) { return (__u32)regs->dx; }
