/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a configuration narrows down to. Without any of these, all is told of but the host itself and Unix sockets. */
#pragma once

#include "cgroup.h"
#include "sockets/connection.h"

#define PIDS_MAX 64
#define CIDRS_MAX 16
#define ALL_PROTOCOLS (((1 << (PROTOCOL_MEMCACHED + 1)) - 1) & ~(1 << PROTOCOL_UNKNOWN))

OPTION(__u8, unix_sockets, 0, "type=bool", "help=also Unix sockets");
OPTION(__u8, tls, 1, "type=bool", "help=also the plain text of what is encrypted by libraries at which programs are attached on demand");
OPTION_LIST(__u32, pids, PIDS_MAX, "help=only what these processes send and receive; empty: everybody's");
OPTION(__u64, cgroup_id, 0, "help=only what processes of this cgroup or below it send and receive; 0: of all");
OPTION_LIST(__u16, ports, PORTS_MAX, "help=only connections with one of these ports at either end; empty: all");
OPTION_CIDRS(cidrs, CIDRS_MAX, "help=only connections with an address in one of these ranges at either end; empty: all");
OPTION(__u32, protocols, ALL_PROTOCOLS, "help=only the payload of these protocols, a bit each by their numbers; bit 0: also what no protocol is known of");

static __always_inline bool is_pid_listed(__u32 pid)
{
	for (int i = 0; i < PIDS_MAX && pids[i]; i++)
		if (pids[i] == pid)
			return true;
	return !pids[0];
}

VERIFIED_ONCE bool is_current_in_cgroup(void)
{
	return in_cgroup(bpf_get_current_task_btf(), cgroup_id);
}

VERIFIED_ONCE bool is_wanted_process(void)
{
	return is_pid_listed(bpf_get_current_pid_tgid() >> 32) && (!cgroup_id || is_current_in_cgroup());
}

/* The current process is whose connection it is. */
static __always_inline void set_owner(struct connection *connection)
{
	note_process(&connection->owner);
	connection->is_owner_in_cgroup = cgroup_id && is_current_in_cgroup();
}

/* For what happens while another process runs: whether the owner was wanted when it became that. */
static __always_inline bool is_wanted_owner(const struct connection *connection)
{
	return is_pid_listed(connection->owner.pid) && (!cgroup_id || connection->is_owner_in_cgroup);
}

static __always_inline bool is_in(const volatile struct pipeline_cidr *range, const __u32 address[4])
{
	const bool is_mapped = !address[0] && !address[1] && address[2] == MAPPED;

	return (range->family == 4) == is_mapped && (address[0] & range->mask[0]) == range->address[0] &&
	       (address[1] & range->mask[1]) == range->address[1] && (address[2] & range->mask[2]) == range->address[2] &&
	       (address[3] & range->mask[3]) == range->address[3];
}

VERIFIED_ONCE bool has_listed_address(const struct ends *ends)
{
	if (!ends)
		return false;
	for (int i = 0; i < CIDRS_MAX && cidrs[i].family; i++)
		if (is_in(&cidrs[i], ends->local_addr) || is_in(&cidrs[i], ends->remote_addr))
			return true;
	return !cidrs[0].family;
}

/* Unix sockets have neither ports nor addresses. */
static __always_inline bool has_wanted_ends(const struct ends *ends)
{
	return (is_listed(ports, ends->local_port) || is_listed(ports, ends->remote_port)) && has_listed_address(ends);
}

/* Whether the payload of a connection leaves the kernel that speaks this, as far as is known. */
static __always_inline bool is_wanted_protocol(enum protocol protocol)
{
	return protocols >> protocol & 1;
}
