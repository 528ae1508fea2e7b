/* A thread with descriptors of its own: the same numbers are another connection to it. */
#include <pthread.h>
#include <sched.h>
#include "exchange.h"

#define SIZE 7000
#define ROUNDS 20

static struct pair ours, theirs;
static pthread_barrier_t both;

static void exchange(struct pair pair, int client, int server)
{
	uint8_t bytes[SIZE];

	prepare_bytes(pair.client, bytes, SIZE);
	MUST(sent(pair.client, pair.server, "write", write(client, bytes, SIZE)));
	await_bytes(server, SIZE);
	MUST(received_plain(pair.server, "read", bytes, read(server, bytes, SIZE)));
}

/* The other connection under the numbers of the first one, which stays what it is for the others. */
static void *body(void *unused)
{
	MUST(unshare(CLONE_FILES));
	MUST(dup2(theirs.client->fd, ours.client->fd));
	MUST(dup2(theirs.server->fd, ours.server->fd));
	pthread_barrier_wait(&both);
	for (int i = 0; i < ROUNDS; i++)
		exchange(theirs, ours.client->fd, ours.server->fd);
	return unused;
}

int main(void)
{
	pthread_t thread;

	begin();
	ours = open_pair("tcp");
	theirs = open_pair("tcp6");
	pthread_barrier_init(&both, NULL, 2);
	if (pthread_create(&thread, NULL, body, NULL) != 0)
		fail("no thread");
	pthread_barrier_wait(&both);
	for (int i = 0; i < ROUNDS; i++)
		exchange(ours, ours.client->fd, ours.server->fd);
	pthread_join(thread, NULL);
	close_pair(theirs);
	close_pair(ours);
}
