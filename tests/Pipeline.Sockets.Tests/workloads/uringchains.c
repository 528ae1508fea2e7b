/* Requests for a registered file that the request before them in a chain is still to register. */
#include "uring.h"

#define SIZE 3000
#define ROUNDS 20

static struct uring uring;
static uint8_t out[SIZE], in[SIZE];

static void chain(struct io_uring_sqe *sqe, uint64_t which)
{
	sqe->flags |= uring.flags | (which ? IOSQE_IO_LINK : 0);
	io_uring_sqe_set_data64(sqe, which);
}

/* Registers fd, has what move prepares done with it, and takes it away again. Returns the result of what was done. */
static ssize_t with_file(int fd, void (*move)(struct io_uring_sqe *sqe))
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	int none = -1;
	ssize_t result = -1;

	io_uring_prep_files_update(sqe, &fd, 1, 0);
	chain(sqe, 1);
	sqe = next_sqe(&uring);
	move(sqe);
	sqe->flags |= IOSQE_FIXED_FILE;
	chain(sqe, 2);
	sqe = next_sqe(&uring);
	io_uring_prep_files_update(sqe, &none, 1, 0);
	chain(sqe, 0);
	MUST(io_uring_submit(&uring.ring));
	for (int i = 0; i < 3; i++) {
		struct io_uring_cqe cqe = next_completion(&uring);

		if (cqe.user_data == 2)
			result = cqe.res;
	}
	return result;
}

static void by_send(struct io_uring_sqe *sqe) { io_uring_prep_send(sqe, 0, out, SIZE, MSG_WAITALL); }
static void by_write(struct io_uring_sqe *sqe) { io_uring_prep_write(sqe, 0, out, SIZE, 0); }
static void by_recv(struct io_uring_sqe *sqe) { io_uring_prep_recv(sqe, 0, in, SIZE, MSG_WAITALL); }
static void by_read(struct io_uring_sqe *sqe) { io_uring_prep_read(sqe, 0, in, SIZE, 0); }

static void exchange(struct end *from, struct end *to, int round)
{
	prepare_bytes(from, out, SIZE);
	MUST(sent(from, to, "io_uring", with_file(from->fd, round & 1 ? by_send : by_write)));
	if (to->stream)
		await_bytes(to->fd, SIZE);
	if (MUST(received_plain(to, "io_uring", in, with_file(to->fd, round & 2 ? by_recv : by_read))) != SIZE)
		fail("not all came");
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringchains TRANSPORT inline|async|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);

	if (io_uring_register_files(&uring.ring, &(int){ -1 }, 1) != 0)
		fail("no room for a file");
	for (int round = 0; round < ROUNDS; round++) {
		exchange(pair.client, pair.server, round);
		exchange(pair.server, pair.client, round);
	}
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
