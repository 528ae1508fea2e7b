/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Why an end has no beginning: it was before the programs were attached, or there was no room to note it. */
#pragma once

#include "pipeline.bpf.h"

/* Beginnings that could not be noted, less the ends found without one. */
__s64 unnoted;

static __always_inline void count_unnoted(void)
{
	__sync_fetch_and_add(&unnoted, 1);
}

/* True if this end may be one of these, and from now on is. */
static __always_inline bool was_unnoted(void)
{
	if (unnoted <= 0)
		return false;
	__sync_fetch_and_add(&unnoted, -1);
	return true;
}

#define lose_without_beginning(NAME)                                                                \
	({                                                                                          \
		if (was_unnoted())                                                                  \
			lose(NAME, MAP_FULL);                                                       \
		else                                                                                \
			lose(NAME, NO_START);                                                       \
	})
