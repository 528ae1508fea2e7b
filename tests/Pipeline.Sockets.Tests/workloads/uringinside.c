/* Requests that are carried out when a system call ends that works on the same socket, in the same direction. */
#include <pthread.h>
#include <sched.h>
#include "uring.h"

#define SIZE 1000
#define ROUNDS 200
#define MOST_ROUNDS 100000 /* until a call came first */

static struct uring uring;
static struct pair pair;
static uint8_t in[SIZE], first[SIZE / 10], out[SIZE];
static volatile int turn, given, over;

/* Another thread, so that no call of the one that waits ends meanwhile. */
static void *giver(void *argument)
{
	for (int round = 1;; round++) {
		while (turn < round && !over)
			sched_yield();
		if (over)
			break;
		prepare_bytes(pair.client, out, SIZE);
		MUST(sent(pair.client, pair.server, "write", write(pair.client->fd, out, SIZE)));
		given = round;
	}
	return argument;
}

/* Where the request comes before the call, it takes all. Whether the call came first. */
static int take(int round)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	ssize_t early;

	io_uring_prep_recv(sqe, pair.server->fd, in, SIZE, 0);
	submit(&uring, sqe, 0);
	turn = round;
	while (given < round)
		;
	early = recv(pair.server->fd, first, sizeof first, MSG_DONTWAIT);
	if (early > 0)
		received_plain(pair.server, "recv", first, early);
	ssize_t rest = MUST(received_plain(pair.server, "io_uring", in, complete(&uring)));

	if ((early > 0 ? early : 0) + rest != SIZE)
		fail("not all came");
	return early > 0;
}

int main(int count, char **words)
{
	struct io_uring_params parameters = { .flags = IORING_SETUP_COOP_TASKRUN };
	pthread_t thread;

	if (count != 2)
		fail("usage: uringinside TRANSPORT");
	begin();
	if (io_uring_queue_init_params(ENTRIES, &uring.ring, &parameters) != 0)
		fail("no io_uring");
	pair = open_pair(words[1]);
	/* Both have a processor at the same time, whoever else wants one; the thread inherits it. */
	MUST(sched_setscheduler(0, SCHED_RR, &(struct sched_param){ .sched_priority = 1 }));
	MUST(-pthread_create(&thread, NULL, giver, NULL));
	for (int round = 1, early = 0; round <= ROUNDS || (!early && round <= MOST_ROUNDS); round++)
		early |= take(round);
	over = 1;
	pthread_join(thread, NULL);
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
