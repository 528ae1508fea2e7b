/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Open files of the current process and their names. Addresses stand for pointers, 0 for none; see kernel_memory.h. */
#pragma once

#include "kernel_memory.h"

#define FILE_TYPE 0170000
#define FILE_REGULAR 0100000
#define FILE_SOCKET 0140000

/* The open file behind a descriptor of the task, or 0. */
static __always_inline __u64 file_of(const struct task_struct *task, __u32 fd)
{
	const struct files_struct *files = task->files;

	if (!files)
		return 0;
	if (fd >= files->fdt->max_fds)
		return 0;
	return kernel_word((__u64)files->fdt->fd + fd * sizeof(__u64));
}

static __always_inline __u32 name_length(__u64 dentry)
{
	return (__u32)KERNEL_READ(dentry, dentry, d_name.len);
}

/* The name's bytes are followed by a NUL. */
static __always_inline __u64 name_address(__u64 dentry)
{
	return KERNEL_READ(dentry, dentry, d_name.name);
}

/* Copies as much of the name as there is room for, with NULs up to the end; `room` is a multiple of 8. */
static __always_inline void copy_name(char *to, __u32 room, __u64 dentry)
{
	__u32 length = name_length(dentry);
	__u64 name = name_address(dentry);

	if (length >= room)
		length = room - 1;
	for (__u32 done = 0; done < room; done += sizeof(__u64)) {
		__u64 word = done < length ? kernel_word(name + done) : 0;

		/* Anything may stand behind the name. */
		if (done < length && length - done < sizeof(word))
			word &= (1ULL << 8 * (length - done)) - 1;
		*(__u64 *)(to + done) = word;
	}
}
