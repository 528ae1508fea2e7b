/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Which cgroup (v2) a task belongs to. */
#pragma once

#include "kernel.h"

/* Further than this nobody nests them; the kernel lets whoever may write to a cgroup choose his own limit. */
#define DEEPEST_CGROUP 32

/* Whether the task is in the cgroup of that number or in one below it. */
static __always_inline bool in_cgroup(const struct task_struct *task, __u64 id)
{
	struct cgroup *cgroup = task->cgroups->dfl_cgrp;

	for (int depth = 0; depth < DEEPEST_CGROUP; depth++) {
		struct cgroup_subsys_state *parent;

		if (cgroup->kn->id == id)
			return true;
		parent = cgroup->self.parent;
		if (!parent)
			return false;
		cgroup = parent->cgroup;
	}
	return false;
}
