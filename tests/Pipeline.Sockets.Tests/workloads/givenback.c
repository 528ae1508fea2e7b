/* Memory that is given back while the call that sends it waits: its bytes are on their way, and whoever looks when the call ends finds no page. */
#include <pthread.h>
#include "files.h"

#define PAGE 4096
#define SIZE (1024 * KIB)
#define SMALL 100000

static struct pair pair;
static uint8_t *bytes;

static void *writer(void *unused)
{
	if (MUST(sent(pair.client, pair.server, "write", write(pair.client->fd, bytes, SIZE))) != SIZE)
		fail("a write was not whole");
	return unused;
}

static void give_back(size_t at, size_t size)
{
	pthread_t thread;

	bytes = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	prepare_bytes(pair.client, bytes, SIZE);
	if (pthread_create(&thread, NULL, writer, NULL) != 0)
		fail("no thread");
	await_bytes(pair.server->fd, at + size); /* which the call has copied, then */
	MUST(madvise(bytes + at, size, MADV_DONTNEED));
	for (size_t left = SIZE; left > 0;) {
		static uint8_t into[70000];

		left -= (size_t)MUST(received_plain(pair.server, "read", into, read(pair.server->fd, into, sizeof into)));
	}
	pthread_join(thread, NULL);
	munmap(bytes, SIZE);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: givenback tcp|tcp6");
	begin();
	pair = open_pair(words[1]);
	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ SMALL }, sizeof(int)));
	MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ SMALL }, sizeof(int)));
	give_back(0, PAGE);
	give_back(10 * PAGE, PAGE);
	give_back(0, 4 * PAGE);
	close_pair(pair);
}
