/*
 * Threads that write into one connection at once: their order is what the receiver finds. In a tight one a call that waits
 * for room lets others in between, so that its bytes do not even lie together.
 */
#include <pthread.h>
#include <sched.h>
#include "exchange.h"

#define CALL 9600
#define CALLS 80
#define WRITERS 3
#define STREAM (CALL * CALLS) /* bytes of a writer */
#define TIGHT 60000
#define READ 20000
#define KEY 1000000 /* the first writer's */
#define SURE 16 /* so many bytes tell whose they are */

static struct pair pair;
static int urgent;

static void *writer(void *argument)
{
	uint32_t key = KEY + (uint32_t)(intptr_t)argument;
	uint8_t bytes[CALL];

	if (key == KEY && urgent)
		MUST(sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 10 }));
	for (uint64_t at = 0; at < STREAM; at += CALL) {
		fill(bytes, key, at, CALL);
		if (MUST(sent_anywhere(pair.client, getpid(), "write", write(pair.client->fd, bytes, CALL))) != CALL)
			fail("a write was not whole");
	}
	return NULL;
}

/* The writer whose next bytes these are. */
static int writer_of(const uint8_t *bytes, size_t left, const uint64_t *next)
{
	for (int w = 0; w < WRITERS; w++) {
		size_t size = STREAM - next[w] < SURE ? STREAM - next[w] : SURE;

		if (size > 0 && resembles(bytes, KEY + (uint32_t)w, next[w], size < left ? size : left))
			return w;
	}
	return -1;
}

/* A run may seem to go on for a byte or two into the next one, which resembles it by chance. */
static void tell_runs(const uint8_t *bytes, size_t size)
{
	uint64_t next[WRITERS] = {};
	size_t at = 0;

	while (at < size) {
		int w = writer_of(bytes + at, size - at, next);
		size_t run = 0;

		if (w < 0)
			fail("bytes that nobody wrote");
		while (at + run < size && next[w] < STREAM && bytes[at + run] == pattern(KEY + (uint32_t)w, next[w])) {
			next[w]++;
			run++;
		}
		while (at + run < size && run > 1 && writer_of(bytes + at + run, size - at - run, next) < 0) {
			next[w]--;
			run--;
		}
		tell_content(pair.server, at, run, KEY + (uint32_t)w, next[w] - run);
		at += run;
	}
}

int main(int count, char **words)
{
	pthread_t threads[WRITERS];
	size_t size = WRITERS * STREAM;
	uint8_t *bytes = malloc(size);

	if (count != 3 || !bytes)
		fail("usage: threads TRANSPORT roomy|tight");
	urgent = strcmp(words[2], "urgent") == 0;
	begin();
	pair = open_pair(words[1]);
	if (strcmp(words[2], "tight") == 0) {
		MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ TIGHT }, sizeof(int)));
		MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ TIGHT }, sizeof(int)));
	}
	if (strcmp(words[2], "urgent") == 0) {
		cpu_set_t one;

		CPU_ZERO(&one);
		CPU_SET(0, &one);
		MUST(sched_setaffinity(0, sizeof one, &one));
		MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ TIGHT }, sizeof(int)));
		MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ TIGHT }, sizeof(int)));
	}
	for (intptr_t i = 0; i < WRITERS; i++)
		if (pthread_create(&threads[i], NULL, writer, (void *)i) != 0)
			fail("no thread");
	for (size_t done = 0; done < size;)
		done += (size_t)MUST(received_anywhere(pair.server, "read", read(pair.server->fd, bytes + done, size - done < READ ? size - done : READ)));
	for (int i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	tell_runs(bytes, size);
	close_pair(pair);
}
