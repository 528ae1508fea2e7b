/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Since when something has been going on. What began before the programs were attached has no such
 * time, and its end is no attempt: nobody could have measured it. What is known to have ended before
 * and then ends again without a beginning is lost.
 */
#pragma once

#include "pipeline.bpf.h"

#define SINCE_UNKNOWN 0
#define SINCE_ENDED 1
#define SINCE_NO_ROOM 2	/* it could not be noted */

struct since {
	__u64 ns;	/* monotonic, or one of the above */
};

/* The time, which is forgotten. */
static __always_inline __u64 take(struct since *since)
{
	__u64 ns = since->ns;

	since->ns = SINCE_ENDED;
	return ns;
}
