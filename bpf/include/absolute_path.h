/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* From a folder up to the process's root, name by name and across mounts, as getcwd does but without its locks. */
#pragma once

#include "files.h"

/* The longest path Linux takes, with its NUL. */
#define PATH_ROOM 4096
#define PATH_MASK (PATH_ROOM - 1)

struct path_room {
	__u64 dentry;
	__u64 mount;		/* struct vfsmount */
	__u64 root_dentry;
	__u64 root_mount;
	__u32 folder_length;	/* the folder's path, with a slash at its end, stands at the end of `folder` */
	__u32 arrived;
	char folder[PATH_ROOM];
	char path[PATH_ROOM];	/* behind it, as the verifier cannot tell that what starts late is short */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct path_room);
} path_rooms SEC(".maps");

static __always_inline struct path_room *path_room(void)
{
	return bpf_map_lookup_elem(&path_rooms, &(const __u32){ 0 });
}

#define NAME_LONGEST 255
#define LEVELS 1024

/*
 * Copies a name so that it ends before `end`. Words are copied from the end on, so that what is too much of the
 * first one lands where nothing stands yet.
 */
static __always_inline bool copy_before(struct path_room *room, __u32 end, __u64 name, __u32 length)
{
	if (!CAN_CAST) {
		/* The bound is known to the compiler, which would leave it out, but not to the verifier. */
		asm volatile("" : "+r"(length));
		return !bpf_probe_read_kernel(room->folder + ((end - length) & PATH_MASK), length & NAME_LONGEST, (void *)name);
	}
	for (__u32 done = 0; done <= NAME_LONGEST; done += sizeof(__u64)) {
		__u32 at = end - done - sizeof(__u64);

		if (done >= length)
			break;
		if (at > PATH_ROOM - sizeof(__u64))
			return false;
		*(__u64 *)(room->folder + at) = kernel_word(name + length - done - sizeof(__u64));
	}
	return true;
}

/* Puts a folder's name and a slash before what is there. */
static __always_inline bool prepend(struct path_room *room, __u64 dentry)
{
	__u32 length = name_length(dentry);
	__u32 end = PATH_ROOM - room->folder_length - 1;

	if (length > NAME_LONGEST || room->folder_length + length + 2 * sizeof(__u64) > PATH_ROOM)
		return false;
	room->folder[end & PATH_MASK] = '/';
	room->folder_length += length + 1;
	return copy_before(room, end, name_address(dentry), length);
}

static long walk_up(__u32 step, struct path_room **context)
{
	struct path_room *room = *context;
	__u64 parent;

	if (room->dentry == room->root_dentry && room->mount == room->root_mount) {
		room->arrived = true;
		return 1;
	}
	if (room->dentry == KERNEL_READ(room->mount, vfsmount, mnt_root)) {
		__u64 mount = room->mount - MEMBER(0, mount, mnt);

		parent = KERNEL_READ(mount, mount, mnt_parent);
		room->dentry = KERNEL_READ(mount, mount, mnt_mountpoint);
		room->mount = MEMBER(parent, mount, mnt);
		return parent == mount;	/* above all mounts: outside the root */
	}
	parent = KERNEL_READ(room->dentry, dentry, d_parent);
	if (!parent || parent == room->dentry || !prepend(room, room->dentry))
		return 1;
	room->dentry = parent;
	return 0;
}

/* From there up to the root of who `fs` belongs to. False: cannot be told, or not whole. */
static __always_inline bool locate(struct path_room *room, const struct fs_struct *fs, __u64 dentry, __u64 mount)
{
	room->root_dentry = (__u64)fs->root.dentry;
	room->root_mount = (__u64)fs->root.mnt;
	room->dentry = dentry;
	room->mount = mount;
	room->arrived = false;
	room->folder_length = 0;
	bpf_loop(LEVELS, walk_up, &room, 0);
	if (room->arrived) {
		room->folder_length++;
		room->folder[(PATH_ROOM - room->folder_length) & PATH_MASK] = '/';
	}
	return room->arrived;
}

/* The path of the folder behind `fd`, or of the current one if that is negative. False: cannot be told, or not whole. */
static __always_inline bool locate_folder(struct path_room *room, const struct task_struct *task, __s32 fd)
{
	const struct fs_struct *fs = task->fs;
	__u64 file = fd >= 0 ? file_of(task, fd) : 0;

	if (!fs || (fd >= 0 && !file))
		return false;
	if (file)
		return locate(room, fs, KERNEL_READ(file, file, f_path.dentry), KERNEL_READ(file, file, f_path.mnt));
	return locate(room, fs, (__u64)fs->pwd.dentry, (__u64)fs->pwd.mnt);
}
