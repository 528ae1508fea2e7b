/* Requests that take several turns: MSG_WAITALL while the other side is slow, linked ones, and one that is cancelled. */
#include "uring.h"

#define PARTS 9
#define SIZE 11000
#define SMALL 100000
#define LARGE 1000000

static struct uring uring;
static uint8_t *bytes, *into;

/* Parts written one by one, received by one request. */
static void slow_sender(struct end *from, struct end *to)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_recv(sqe, to->fd, into, PARTS * SIZE, MSG_WAITALL);
	submit(&uring, sqe, 0);
	for (int i = 0; i < PARTS; i++) {
		prepare_bytes(from, bytes, SIZE);
		MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
		usleep(2000);
	}
	if (MUST(received_plain(to, "io_uring", into, complete(&uring))) != PARTS * SIZE)
		fail("MSG_WAITALL did not wait for all");
}

/* One request that sends more than fits, and a receiver that takes its time. */
static void slow_receiver(struct end *from, struct end *to)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	prepare_bytes(from, bytes, LARGE);
	io_uring_prep_send(sqe, from->fd, bytes, LARGE, MSG_WAITALL);
	submit(&uring, sqe, 0);
	for (size_t done = 0; done < LARGE;) {
		done += (size_t)MUST(received_plain(to, "read", into, read(to->fd, into, SIZE)));
		io_uring_get_events(&uring.ring); /* the rest is sent by work of this task */
	}
	if (MUST(sent(from, to, "io_uring", complete(&uring))) != LARGE)
		fail("not all was sent");
}

/* Three sends in one submission, in order. */
static void linked(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, 3 * SIZE);
	for (int i = 0; i < 3; i++) {
		struct io_uring_sqe *sqe = next_sqe(&uring);

		io_uring_prep_send(sqe, from->fd, bytes + i * SIZE, SIZE, MSG_WAITALL);
		sqe->flags |= (i < 2 ? IOSQE_IO_LINK : 0) | uring.flags;
	}
	MUST(io_uring_submit(&uring.ring));
	for (int i = 0; i < 3; i++)
		MUST(sent(from, to, "io_uring", complete(&uring)));
	await_bytes(to->fd, 3 * SIZE);
	MUST(received_plain(to, "read", into, read(to->fd, into, 3 * SIZE)));
}

static void cancelled(struct end *to)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_recv(sqe, to->fd, into, SIZE, 0);
	submit(&uring, sqe, 1);
	sqe = next_sqe(&uring);
	io_uring_prep_cancel64(sqe, 1, 0);
	io_uring_sqe_set_data64(sqe, 2);
	MUST(io_uring_submit(&uring.ring));
	for (int i = 0; i < 2; i++)
		if (next_completion(&uring).res > 0)
			fail("bytes that nobody sent");
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringwaitall tcp|tcp6 inline|async|sqpoll|defer");
	bytes = room();
	into = room();
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);

	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ SMALL }, sizeof(int)));
	MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ SMALL }, sizeof(int)));
	for (int i = 0; i < 3; i++) {
		slow_sender(pair.client, pair.server);
		slow_sender(pair.server, pair.client);
		linked(pair.client, pair.server);
		cancelled(pair.server);
		slow_receiver(pair.client, pair.server);
	}
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
