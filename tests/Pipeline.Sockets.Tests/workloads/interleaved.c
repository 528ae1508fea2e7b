/* The same through a small buffer: a call that waits for room lets others in between, so that its bytes do not lie together. */
#include <pthread.h>
#include "exchange.h"

#define BLOCK 64
#define BLOCKS_A_CALL 150
#define CALLS 50
#define WRITERS 4
#define SMALL 16000
#define KEY 1000000 /* the first writer's */

static struct pair pair;

static void *writer(void *argument)
{
	uint32_t key = KEY + (uint32_t)(intptr_t)argument, number = 0;
	uint8_t bytes[BLOCKS_A_CALL * BLOCK];

	for (int call = 0; call < CALLS; call++) {
		for (int i = 0; i < BLOCKS_A_CALL; i++)
			fill(bytes + i * BLOCK, key, (uint64_t)number++ * BLOCK, BLOCK);
		size_t size = sizeof bytes;

		/* A part that was written leaves the rest for the next call, which another may come before. */
		for (size_t done = 0; done < size;)
			done += (size_t)MUST(sent_anywhere(pair.client, getpid(), "write", write(pair.client->fd, bytes + done, size - done)));
	}
	return NULL;
}

/* Whose block lies at a place: each writer's come in their order. */
static uint32_t writer_of(const uint8_t *block, const uint32_t *next)
{
	for (uint32_t w = 0; w < WRITERS; w++)
		if (resembles(block, KEY + w, (uint64_t)next[w] * BLOCK, BLOCK))
			return w;
	fail("a block that nobody wrote");
}

static void tell_blocks(const uint8_t *bytes, size_t size)
{
	uint32_t next[WRITERS] = {};

	for (size_t at = 0; at < size;) {
		uint32_t w = writer_of(bytes + at, next);
		uint64_t first = (uint64_t)next[w] * BLOCK;
		size_t run = 0;

		do {
			next[w]++;
			run += BLOCK;
		} while (at + run < size && resembles(bytes + at + run, KEY + w, (uint64_t)next[w] * BLOCK, BLOCK));
		tell_content(pair.server, at, run, KEY + w, first);
		at += run;
	}
}

int main(int count, char **words)
{
	pthread_t threads[WRITERS];
	size_t size = WRITERS * CALLS * BLOCKS_A_CALL * BLOCK;
	uint8_t *bytes = malloc(size);

	if (count != 2 || !bytes)
		fail("usage: threads tcp|unix|...");
	begin();
	pair = open_pair(words[1]);
	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ SMALL }, sizeof(int)));
	for (intptr_t i = 0; i < WRITERS; i++)
		if (pthread_create(&threads[i], NULL, writer, (void *)i) != 0)
			fail("no thread");
	for (size_t done = 0; done < size;)
		done += (size_t)MUST(received_anywhere(pair.server, "read", read(pair.server->fd, bytes + done, size - done)));
	for (int i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	tell_blocks(bytes, size);
	close_pair(pair);
}
