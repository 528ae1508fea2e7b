/* Requests that have waited since before anybody observes them. */
#include "uring.h"

#define BUFFERS 8
#define SIZE 2000
#define GROUP 3
#define ROUNDS 30

static struct uring uring;
static uint8_t memory[BUFFERS][SIZE], in[SIZE], out[SIZE];

static void give_memory(void)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_provide_buffers(sqe, memory, SIZE, BUFFERS, GROUP, 0);
	MUST(io_uring_submit(&uring.ring));
	if (next_completion(&uring).res < 0)
		fail("no buffers were taken");
}

/* Of the older kind, one by one. */
static void give_back(int buffer)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_provide_buffers(sqe, memory[buffer], SIZE, 1, GROUP, buffer);
	MUST(io_uring_submit(&uring.ring));
	if (next_completion(&uring).res < 0)
		fail("no buffer was taken");
}

static void give(struct end *from, struct end *to)
{
	prepare_bytes(from, out, SIZE);
	MUST(sent(from, to, "write", write(from->fd, out, SIZE)));
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringolder TRANSPORT inline|async|sqpoll");
	open_uring(&uring, words[2]);
	struct pair stays = open_pair(words[1]), goes = open_pair(words[1]);
	struct io_uring_sqe *sqe;

	give_memory();
	sqe = next_sqe(&uring);
	io_uring_prep_recv_multishot(sqe, stays.server->fd, NULL, 0, 0);
	sqe->flags |= IOSQE_BUFFER_SELECT;
	sqe->buf_group = GROUP;
	submit(&uring, sqe, 1);
	sqe = next_sqe(&uring);
	io_uring_prep_recv(sqe, goes.server->fd, in, SIZE, 0);
	submit(&uring, sqe, 2);
	usleep(20000); /* until they wait, wherever they were taken */
	begin();
	give(goes.client, goes.server);
	MUST(received_plain(goes.server, "io_uring", in, next_completion(&uring).res));
	for (int round = 0; round < ROUNDS; round++) {
		give(stays.client, stays.server);
		struct io_uring_cqe cqe = next_completion(&uring);
		int buffer = (int)(cqe.flags >> IORING_CQE_BUFFER_SHIFT);

		MUST(received_plain(stays.server, "io_uring", memory[buffer], cqe.res));
		if (!(cqe.flags & IORING_CQE_F_MORE))
			fail("the request did not stay");
		give_back(buffer);
	}
	io_uring_queue_exit(&uring.ring);
	close_pair(stays);
	close_pair(goes);
}
