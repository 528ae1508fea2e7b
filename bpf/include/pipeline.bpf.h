/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What a BPF program and the host agree on.
 *
 * A program describes its tables here, once; the host reads them out of the object's own BTF, so
 * nothing is written a second time in C#. What a tag means to the host stands beside its macro.
 */
#pragma once

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/*
 * What became of an attempt to make a row. Per table, always and exactly:
 *
 *     ATTEMPTED = SUBMITTED + AGGREGATED + every DISCARDED_x + every LOST_x
 *
 * The host prints these names, so a program that needs another reason adds it here.
 */
enum pipeline_outcome {
	PIPELINE_ATTEMPTED,
	PIPELINE_SUBMITTED,
	PIPELINE_AGGREGATED,		/* it went into the figures of a METRICS() map */
	PIPELINE_DISCARDED_FILTERED,	/* an option narrowed it away */
	PIPELINE_DISCARDED_SELF,	/* the host's own activity */
	PIPELINE_DISCARDED_EMPTY,	/* it did nothing that a row could tell */
	PIPELINE_LOST_RING_FULL,	/* the reader was too slow */
	PIPELINE_LOST_NO_START,		/* it began before the programs were attached */
	PIPELINE_LOST_MAP_FULL,		/* there was no room to note its beginning, or for one more series */
	PIPELINE_LOST_MAP_BUSY,		/* the map could not be changed just then */
	PIPELINE_LOST_FAULT,		/* a read failed and left too little for a row */
	PIPELINE_OUTCOMES
};

struct pipeline_counts {
	__u64 by_outcome[PIPELINE_OUTCOMES];
};

/* An enum that no type refers to is absent from BTF; the host looks its names up there. */
const enum pipeline_outcome pipeline_outcomes = PIPELINE_OUTCOMES;

/* The host's own process, set before load: what it does itself would feed back into its tables. */
const volatile __u32 pipeline_host_pid = 0;

/* Every program file is under the same two licences; the kernel wants to see it in the object. */
char pipeline_license[] SEC("license") = "Dual BSD/GPL";

/* ---- describing ---------------------------------------------------------------------------- */

#define PIPELINE_TAG(text) __attribute__((btf_decl_tag(text)))
#define PIPELINE_TAGS_0()
#define PIPELINE_TAGS_1(a) PIPELINE_TAG(a)
#define PIPELINE_TAGS_2(a, ...) PIPELINE_TAG(a) PIPELINE_TAGS_1(__VA_ARGS__)
#define PIPELINE_TAGS_3(a, ...) PIPELINE_TAG(a) PIPELINE_TAGS_2(__VA_ARGS__)
#define PIPELINE_TAGS_4(a, ...) PIPELINE_TAG(a) PIPELINE_TAGS_3(__VA_ARGS__)
#define PIPELINE_TAGS_5(a, ...) PIPELINE_TAG(a) PIPELINE_TAGS_4(__VA_ARGS__)
#define PIPELINE_TAGS_6(a, ...) PIPELINE_TAG(a) PIPELINE_TAGS_5(__VA_ARGS__)
#define PIPELINE_PICK(_0, _1, _2, _3, _4, _5, _6, NAME, ...) NAME
#define PIPELINE_TAGS(...)                                                                          \
	PIPELINE_PICK(_0 __VA_OPT__(, ) __VA_ARGS__, PIPELINE_TAGS_6, PIPELINE_TAGS_5,              \
		      PIPELINE_TAGS_4, PIPELINE_TAGS_3, PIPELINE_TAGS_2, PIPELINE_TAGS_1,           \
		      PIPELINE_TAGS_0)(__VA_ARGS__)

/* The first member of every record: the BTF id of its struct, so that tables can share a ring. */
#define RECORD __u32 table

/* Behind a member: `__u64 wait_ns COLUMN("unit=ns", "help=...");` A member without it is a column too. */
#define COLUMN(...) PIPELINE_TAGS(__VA_ARGS__)

/* The last one or two members: bytes that follow the struct, as many as the member `length` says. */
#define TAIL(column, length, ...) __u8 column[0] PIPELINE_TAG("tail=" #length) PIPELINE_TAGS(__VA_ARGS__)

/*
 * `OPTION(__u64, min, 0, "unit=ns", "help=...");` becomes `min = "1ms"` in TOML, set before load. With "names=ENUM" it takes
 * the enum's names too (and "strip=PREFIX"), with "type=flags" several of them.
 */
#define OPTION(type, name, default_, ...)                                                           \
	const volatile type name PIPELINE_TAG("option") PIPELINE_TAGS(__VA_ARGS__) = default_

/* The same for text of at most `size` - 1 bytes; empty unless set. */
#define OPTION_TEXT(name, size, ...)                                                                \
	const volatile char name[size] PIPELINE_TAG("option") PIPELINE_TAGS(__VA_ARGS__) = ""

/* The same for at most `most` integers, `name = [80, 443]` in TOML; 0 stands behind the last and cannot be one of them. */
#define OPTION_LIST(type, name, most, ...)                                                          \
	const volatile type name[most] PIPELINE_TAG("option") PIPELINE_TAGS(__VA_ARGS__) = {}

/* The same for an IP address, as a column of type=ip holds it; zeros unless set. */
#define OPTION_IP(name, ...)                                                                        \
	const volatile __u32 name[4] PIPELINE_TAG("option") PIPELINE_TAG("type=ip") PIPELINE_TAGS(__VA_ARGS__) = {}

/* Of one family: 0 ends a list of them. */
struct pipeline_cidr {
	__u32 address[4];	/* as a column of type=ip holds it, its host part 0 */
	__u32 mask[4];
	__u32 family;		/* 4 or 6 */
};

/* The same for at most `most` ranges of IP addresses, `name = ["10.0.0.0/8", "fe80::/10", "192.0.2.1"]` in TOML. */
#define OPTION_CIDRS(name, most, ...)                                                               \
	const volatile struct pipeline_cidr name[most] PIPELINE_TAG("option") PIPELINE_TAG("type=cidr") PIPELINE_TAGS(__VA_ARGS__) = {}

/*
 * The order in which the host tries the object's variants (functions named VARIANT__HOOK__MECHANISM, where the variant
 * `all` is part of each): the cheapest exact one first. It is a tag because BTF can be read without loading anything.
 */
#define VARIANTS(order) const __u8 pipeline_variants PIPELINE_TAG("variants=" order) = 0

/* A constant that the host sets to 1 where that variant is loaded, for what the programs of all variants share. */
#define IN_VARIANT(name, variant) const volatile __u8 name PIPELINE_TAG("variant=" #variant) = 0

/* On a function: the host loads it only if the boolean option is set (it costs something else). */
#define WHEN(option) PIPELINE_TAG("when=" #option)

/* On a function: variants run without it on a kernel that does not offer it, and the host tells what rows then lack. */
#define OPTIONAL(without) PIPELINE_TAG("optional=" without)

/*
 * On a function: it is loaded, and attached where and when the host finds out, at as many places as there are. Variants run
 * without it on a kernel that does not take it, as with OPTIONAL.
 */
#define ON_DEMAND(without) PIPELINE_TAG("on_demand=" without)

#define RING(name, bytes)                                                                           \
	struct {                                                                                    \
		__uint(type, BPF_MAP_TYPE_RINGBUF);                                                 \
		__uint(max_entries, bytes);                                                         \
	} name SEC(".maps")

/*
 * `struct NAME` is a table of events whose records go to `ring`; with "kind=bytes" their tail is a piece of a stream. The
 * variable is never used: it puts the struct into BTF.
 */
#define TABLE(ring, NAME, ...)                                                                      \
	struct NAME *const table_##NAME PIPELINE_TAG("table:" #ring) PIPELINE_TAGS(__VA_ARGS__) = 0; \
	struct {                                                                                    \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                            \
		__uint(max_entries, 1);                                                             \
		__type(key, __u32);                                                                 \
		__type(value, struct pipeline_counts);                                              \
	} NAME##_counts SEC(".maps");                                                               \
	static __always_inline __attribute__((unused)) void *NAME##_ring(void) { return &ring; }    \
	extern int NAME##_needs_a_semicolon

/* ---- describing figures -------------------------------------------------------------------- */

/* Behind a member of a METRICS() value: what it measures. A gauge per CPU is the sum over CPUs, or with "merge=max" the greatest. */
#define COUNTER(...) PIPELINE_TAG("counter") PIPELINE_TAGS(__VA_ARGS__)
#define GAUGE(...) PIPELINE_TAG("gauge") PIPELINE_TAGS(__VA_ARGS__)

/*
 * A member of a METRICS() value: when nothing will be counted any more in the entry, in nanoseconds since boot, or 0. The host
 * tells of the entry once more and takes it out of the map, which must not be an array.
 */
#define ENDED(name) __u64 name PIPELINE_TAG("ended")

/*
 * Members of a METRICS() value that are one histogram: how many values each slot holds, and their sum. A slot's upper
 * bound belongs to it and the last slot has none. Slot i ends at
 *
 *     exp2:  step * 2^i        exp2zero:  0, then step * 2^(i-1)        linear:  step * (i+1)
 *
 * `observe_exp2` and so on count a value; `step` reaches them, and the host, as the size of a member that takes no room.
 */
#define HISTOGRAM(name, slots, buckets, step, ...)                                                  \
	__u8 name##_step[0][step] PIPELINE_TAG("hidden");                                           \
	__u64 name##_sum PIPELINE_TAG("hidden");                                                    \
	__u64 name[slots] PIPELINE_TAG("histogram=" #buckets) PIPELINE_TAGS(__VA_ARGS__)

/* The kernel takes nothing but a u32 as the type of an array's key. */
#define PIPELINE_KEY_HASH(NAME) struct NAME##_key
#define PIPELINE_KEY_PERCPU_HASH(NAME) struct NAME##_key
#define PIPELINE_KEY_ARRAY(NAME) __u32
#define PIPELINE_KEY_PERCPU_ARRAY(NAME) __u32

/*
 * A map that is a table of figures. The host reads it now and then: a row an entry, members of `struct NAME_key` as labels,
 * members of `struct NAME` as values, which grow as long as the object is loaded. KIND: HASH, ARRAY, PERCPU_HASH or
 * PERCPU_ARRAY, whose CPUs are put together.
 */
#define METRICS(NAME, KIND, entries, ...)                                                           \
	struct NAME *const table_##NAME PIPELINE_TAG("metrics") PIPELINE_TAGS(__VA_ARGS__) = 0;     \
	struct NAME##_key *const key_##NAME PIPELINE_TAG("key") = 0;                                \
	struct {                                                                                    \
		__uint(type, BPF_MAP_TYPE_##KIND);                                                  \
		__uint(max_entries, entries);                                                       \
		__type(key, PIPELINE_KEY_##KIND(NAME));                                             \
		__type(value, struct NAME);                                                         \
	} NAME SEC(".maps");                                                                        \
	struct {                                                                                    \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                            \
		__uint(max_entries, 1);                                                             \
		__type(key, __u32);                                                                 \
		__type(value, struct pipeline_counts);                                              \
	} NAME##_counts SEC(".maps");                                                               \
	static const struct NAME NAME##_zero __attribute__((unused));                               \
	extern int NAME##_needs_a_semicolon

/* ---- counting ------------------------------------------------------------------------------ */

/* Atomic although per CPU: an interrupt on this CPU may count the same table between load and store. */
static __always_inline void pipeline_count(void *counts, enum pipeline_outcome outcome)
{
	__u32 only = 0;
	struct pipeline_counts *here = bpf_map_lookup_elem(counts, &only);

	if (here)
		__sync_fetch_and_add(&here->by_outcome[outcome], 1);
}

/* From here on this event must end in exactly one of discard(), lose(), reserve() == NULL, submit(), entry() == NULL, aggregated(). */
#define attempt(NAME) pipeline_count(&NAME##_counts, PIPELINE_ATTEMPTED)
#define discard(NAME, REASON) pipeline_count(&NAME##_counts, PIPELINE_DISCARDED_##REASON)
#define lose(NAME, REASON) pipeline_count(&NAME##_counts, PIPELINE_LOST_##REASON)

/* ---- sending ------------------------------------------------------------------------------- */

#define pipeline_tag(NAME) ((__u32)bpf_core_type_id_local(struct NAME))

/* Room for one row in the ring, or NULL (counted). It holds what was there before: set every member. */
#define reserve(NAME)                                                                               \
	({                                                                                          \
		struct NAME *row_ = bpf_ringbuf_reserve(NAME##_ring(), sizeof(struct NAME), 0);     \
		if (row_)                                                                           \
			row_->table = pipeline_tag(NAME);                                           \
		else                                                                                \
			lose(NAME, RING_FULL);                                                      \
		row_;                                                                               \
	})

/* Flags 0: the kernel wakes the reader only if it had caught up, so a busy ring wakes nobody. */
#define submit(NAME, row)                                                                           \
	({                                                                                          \
		bpf_ringbuf_submit(row, 0);                                                         \
		pipeline_count(&NAME##_counts, PIPELINE_SUBMITTED);                                 \
	})

/*
 * For a row with a tail: room for the struct and `bytes` more, to be filled through `dynptr`.
 * False: counted, and nothing is left to do. The tail may turn out shorter than what was reserved.
 */
#define reserve_tail(NAME, dynptr, bytes)                                                           \
	({                                                                                          \
		bool room_ = !bpf_ringbuf_reserve_dynptr(NAME##_ring(), sizeof(struct NAME) + (bytes), 0, dynptr); \
		if (!room_) {                                                                       \
			bpf_ringbuf_discard_dynptr(dynptr, 0);                                      \
			lose(NAME, RING_FULL);                                                      \
		}                                                                                   \
		room_;                                                                              \
	})

#define submit_tail(NAME, row, dynptr)                                                              \
	({                                                                                          \
		(row)->table = pipeline_tag(NAME);                                                  \
		bpf_dynptr_write(dynptr, 0, row, sizeof(struct NAME), 0);                           \
		bpf_ringbuf_submit_dynptr(dynptr, 0);                                               \
		pipeline_count(&NAME##_counts, PIPELINE_SUBMITTED);                                 \
	})

/* Sends a row that lies elsewhere, with the `bytes` of its tail right behind it. False: counted, and nothing is left to do. */
#define output(NAME, row, bytes)                                                                    \
	({                                                                                          \
		bool room_;                                                                         \
		(row)->table = pipeline_tag(NAME);                                                  \
		room_ = !bpf_ringbuf_output(NAME##_ring(), row, sizeof(struct NAME) + (bytes), 0);  \
		if (room_)                                                                          \
			pipeline_count(&NAME##_counts, PIPELINE_SUBMITTED);                         \
		else                                                                                \
			lose(NAME, RING_FULL);                                                      \
		room_;                                                                              \
	})

/* ---- figures ------------------------------------------------------------------------------- */

/* The entry of a METRICS() map under `key`, begun with zeros where there is none, or NULL (counted). */
#define entry(NAME, key)                                                                            \
	({                                                                                          \
		struct NAME *entry_ = bpf_map_lookup_elem(&NAME, key);                              \
		if (!entry_) {                                                                      \
			const long full_ = -7, exists_ = -17;                                       \
			long failed_ = bpf_map_update_elem(&NAME, key, &NAME##_zero, BPF_NOEXIST);  \
			if (!failed_ || failed_ == exists_)                                         \
				entry_ = bpf_map_lookup_elem(&NAME, key);                           \
			if (!entry_ && failed_ == full_)                                            \
				lose(NAME, MAP_FULL);                                               \
			else if (!entry_)                                                           \
				lose(NAME, MAP_BUSY);                                               \
		}                                                                                   \
		entry_;                                                                             \
	})

#define aggregated(NAME) pipeline_count(&NAME##_counts, PIPELINE_AGGREGATED)

/* Atomic per CPU, too: see pipeline_count. */
#define add(entry, member, amount) __sync_fetch_and_add(&(entry)->member, amount)

/* Two CPUs may raise it at once, so again until ours is in or no longer the greatest; giving up leaves the greater of the others. */
#define raise(entry, member, value)                                                                 \
	({                                                                                          \
		const __u64 value_ = (value);                                                       \
		for (int tries_ = 0; tries_ < 8; tries_++) {                                        \
			__u64 seen_ = (entry)->member;                                              \
			if (seen_ >= value_ ||                                                      \
			    __sync_val_compare_and_swap(&(entry)->member, seen_, value_) == seen_)  \
				break;                                                              \
		}                                                                                   \
	})

static __always_inline __u32 floor_log2(__u64 value)
{
	__u32 log = 0;

#pragma unroll
	for (__u32 bits = 32; bits; bits /= 2)
		if (value >> bits) {
			value >>= bits;
			log += bits;
		}
	return log;
}

/* The first slot whose bound, unit * 2^slot, is not below the value. */
static __always_inline __u32 exp2_slot(__u64 value, __u64 step)
{
	return value <= step ? 0 : 1 + floor_log2((value - 1) / step);
}

static __always_inline __u32 exp2zero_slot(__u64 value, __u64 step)
{
	return value ? 1 + exp2_slot(value, step) : 0;
}

static __always_inline __u64 linear_slot(__u64 value, __u64 step)
{
	return value ? (value - 1) / step : 0;
}

#define observe_exp2(entry, member, value) pipeline_observe(exp2, entry, member, value)
#define observe_exp2zero(entry, member, value) pipeline_observe(exp2zero, entry, member, value)
#define observe_linear(entry, member, value) pipeline_observe(linear, entry, member, value)

#define pipeline_observe(buckets, entry, member, value)                                             \
	({                                                                                          \
		const __u64 value_ = (value);                                                       \
		const __u32 last_ = sizeof((entry)->member) / sizeof((entry)->member[0]) - 1;       \
		__u64 slot_ = buckets##_slot(value_, sizeof((entry)->member##_step[0]));            \
		if (slot_ > last_)                                                                  \
			slot_ = last_;                                                              \
		__sync_fetch_and_add(&(entry)->member[slot_], 1);                                   \
		__sync_fetch_and_add(&(entry)->member##_sum, value_);                               \
	})
