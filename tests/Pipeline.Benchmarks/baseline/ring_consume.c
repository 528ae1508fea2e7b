// SPDX-License-Identifier: Apache-2.0
/*
 * What the host's ring reader is measured against: libbpf's own ring_buffer__consume, in C.
 *
 *     ring_consume drain FLOOD.bpf.o [ROUNDS]            fills the ring, then times emptying it, by the thread's processor time
 *     ring_consume run FLOOD.bpf.o [SECONDS [BURST]]     consumes while another process produces
 *     ring_consume produce [SECONDS [BURST]]             only produces, for a reader attached elsewhere
 *
 * Records are flood.bpf.o's: 64 bytes, made BURST at a time by a system call of their own.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FLOOD_SYSCALL 0x5049
#define RING_BYTES (64 << 20)
#define SLOT_BYTES (64 + 8)	/* a record and the header the kernel puts before it */

struct record {
	uint32_t table, cpu;
	uint64_t sequence, time, filler[5];
};

/* Reading a member of each record keeps the compiler and the memory honest. */
struct reading {
	uint64_t records;
	uint64_t sum;
};

static int on_record(void *context, void *data, size_t size)
{
	struct reading *reading = context;

	reading->records++;
	reading->sum += ((struct record *)data)->sequence;
	return 0;
}

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static double read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static double now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/* Of this thread on a processor: what else the machine does takes no part in it. */
static double own_time(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static struct bpf_object *load(const char *path)
{
	struct bpf_object *object = bpf_object__open(path);

	if (!object)
		fail(path);
	if (bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "events"), RING_BYTES))
		fail("ring size");
	if (bpf_object__load(object))
		fail("load");
	return object;
}

static struct bpf_link *attach(struct bpf_object *object)
{
	struct bpf_link *link = bpf_program__attach(bpf_object__next_program(object, NULL));

	if (!link)
		fail("attach");
	return link;
}

static struct ring_buffer *open_ring(struct bpf_object *object, struct reading *reading)
{
	int fd = bpf_object__find_map_fd_by_name(object, "events");
	struct ring_buffer *ring = ring_buffer__new(fd, on_record, reading, NULL);

	if (!ring)
		fail("ring");
	return ring;
}

/* The program's own count, kept apart from the table's. */
static uint64_t attempts(struct bpf_object *object)
{
	int cpus = libbpf_num_possible_cpus();
	uint64_t counts[cpus], sum = 0;
	uint32_t only = 0;

	if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "own_attempts"), &only, counts))
		fail("own_attempts");
	for (int cpu = 0; cpu < cpus; cpu++)
		sum += counts[cpu];
	return sum;
}

static void produce(double seconds, long burst)
{
	double end = now() + seconds;

	while (now() < end)
		syscall(FLOOD_SYSCALL, burst);
}

static void drain(const char *path, int rounds)
{
	struct bpf_object *object = load(path);
	struct reading reading = {};
	struct ring_buffer *ring = open_ring(object, &reading);

	for (int round = 0; round < rounds; round++) {
		struct bpf_link *link = attach(object);
		double begin, seconds;

		reading = (struct reading){};
		for (long left = RING_BYTES / SLOT_BYTES + 1; left > 0; left -= 4096)
			syscall(FLOOD_SYSCALL, 4096);
		bpf_link__destroy(link);
		begin = own_time();
		ring_buffer__consume(ring);
		seconds = own_time() - begin;
		printf("drain: %llu records, %.1f M/s\n", (unsigned long long)reading.records, reading.records / seconds / 1e6);
	}
}

static void run(const char *path, double seconds, long burst)
{
	struct bpf_object *object = load(path);
	struct reading reading = {};
	struct ring_buffer *ring = open_ring(object, &reading);
	double begin;
	pid_t producer;

	attach(object);
	fflush(stdout);
	producer = fork();
	if (producer < 0)
		fail("fork");
	if (producer == 0) {
		produce(seconds, burst);
		_exit(0);
	}
	begin = now();
	while (waitpid(producer, NULL, WNOHANG) == 0)
		ring_buffer__poll(ring, 1);
	ring_buffer__consume(ring);
	seconds = now() - begin;
	printf("run: %llu of %llu records, %.2f M/s\n", (unsigned long long)reading.records,
	       (unsigned long long)attempts(object), reading.records / seconds / 1e6);
}

int main(int count, char **arguments)
{
	const char *mode = count > 1 ? arguments[1] : "";
	bool produces = !strcmp(mode, "produce");
	const char *path = !produces && count > 2 ? arguments[2] : NULL;
	int first = produces ? 2 : 3;
	double number = count > first ? atof(arguments[first]) : 5;
	long burst = count > first + 1 ? atol(arguments[first + 1]) : 64;

	if (produces)
		produce(number, burst);
	else if (path && !strcmp(mode, "drain"))
		drain(path, number);
	else if (path && !strcmp(mode, "run"))
		run(path, number, burst);
	else
		return fprintf(stderr, "usage: ring_consume drain|run FLOOD.bpf.o [ROUNDS|SECONDS [BURST]], or produce [SECONDS [BURST]]\n"), 2;
	return 0;
}
