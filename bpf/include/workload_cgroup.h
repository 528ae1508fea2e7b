/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which of a task's cgroups tells its workload: that of version 2, or where that is the root, the first that is none in the
 * v1 hierarchies of pids, memory and cpu. Every container runtime uses these three; systemd puts each unit into that of pids
 * unless it is told not to.
 */
#pragma once

#include "kernel_memory.h"

/* Where the running kernel's numbers are looked up; the values here are placeholders. */
enum cgroup_subsys_id { cpu_cgrp_id = 1, memory_cgrp_id = 4, pids_cgrp_id = 11 };

struct workload_cgroup {
	__u64 id;
	__u32 hierarchy;
};

static __always_inline bool take_v1(struct workload_cgroup *taken, const struct css_set *set, __u32 controller)
{
	__u64 state = kernel_word(MEMBER((__u64)set, css_set, subsys) + controller * sizeof(__u64));
	__u64 cgroup = KERNEL_READ(state, cgroup_subsys_state, cgroup);

	if (!KERNEL_READ(cgroup, cgroup, self.parent))
		return false;
	taken->id = KERNEL_READ(KERNEL_READ(cgroup, cgroup, kn), kernfs_node, id);
	taken->hierarchy = (__u32)KERNEL_READ(KERNEL_READ(cgroup, cgroup, root), cgroup_root, hierarchy_id);
	return true;
}

#define TAKE_V1(taken, set, controller)                                                             \
	(bpf_core_enum_value_exists(enum cgroup_subsys_id, controller##_cgrp_id) &&                 \
	 take_v1(taken, set, bpf_core_enum_value(enum cgroup_subsys_id, controller##_cgrp_id)))

static __always_inline struct workload_cgroup workload_cgroup(const struct task_struct *task)
{
	const struct css_set *set = task->cgroups;
	struct workload_cgroup taken = { .id = set->dfl_cgrp->kn->id };

	if (!set->dfl_cgrp->self.parent && !TAKE_V1(&taken, set, pids) && !TAKE_V1(&taken, set, memory))
		TAKE_V1(&taken, set, cpu);
	return taken;
}
