/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A system call's number and arguments as the kernel saved them on entry; they are still there when the call ends. */
#pragma once

#include "kernel.h"
#include "syscall_numbers.h"

/* A 32-bit call (int 0x80 and the like), also from a 64-bit program, has other numbers: they stand above the native ones. */
#define SYSCALL_IA32 0x10000

#define SYSCALL_NATIVE(number, name) SYSCALL_##name = number,
#define SYSCALL_COMPAT(number, name) SYSCALL_ia32_##name = SYSCALL_IA32 + number,

enum syscall {
	SYSCALL_other = 0xffff,
	SYSCALLS(SYSCALL_NATIVE)
	SYSCALLS_IA32(SYSCALL_COMPAT)
};

static inline bool is_compat(const struct task_struct *task)
{
	const __u32 ts_compat = 2;

	return task->thread_info.status & ts_compat;
}

/*
 * SYSCALL_other is a number that no call has, of which a program may make up any, and a return from a signal's handler:
 * at its end the kernel has put back what the signal interrupted, and the number is gone.
 */
static inline __s32 syscall_number(const struct task_struct *task, const struct pt_regs *regs)
{
	const __u64 end = 512;
	__u64 number = regs->orig_ax;

	if (number >= end)
		return SYSCALL_other;
	return is_compat(task) ? SYSCALL_IA32 + number : number;
}

/* A call the kernel will make again by itself has not ended. */
static inline bool restarts(long ret)
{
	return ret <= -512 && ret >= -516;
}

static inline __u64 argument_1(const struct pt_regs *regs, __s32 call) { return call & SYSCALL_IA32 ? (__u32)regs->bx : regs->di; }
static inline __u64 argument_2(const struct pt_regs *regs, __s32 call) { return call & SYSCALL_IA32 ? (__u32)regs->cx : regs->si; }
static inline __u64 argument_3(const struct pt_regs *regs, __s32 call) { return call & SYSCALL_IA32 ? (__u32)regs->dx : regs->dx; }
static inline __u64 argument_4(const struct pt_regs *regs, __s32 call) { return call & SYSCALL_IA32 ? (__u32)regs->si : regs->r10; }
static inline __u64 argument_5(const struct pt_regs *regs, __s32 call) { return call & SYSCALL_IA32 ? (__u32)regs->di : regs->r8; }
