/* Receives into memory that the kernel chooses from what it was given, once and again and again; and requests that stay for many messages. */
#include <netinet/in.h>
#include "uring.h"

#define BUFFERS 16
#define SIZE 2048
#define GROUP 7
#define ROUNDS 40

static struct uring uring;
static struct io_uring_buf_ring *given;
static uint8_t memory[BUFFERS][SIZE];
static uint8_t bytes[SIZE];

static void give_back(int buffer)
{
	io_uring_buf_ring_add(given, memory[buffer], SIZE, (unsigned short)buffer, io_uring_buf_ring_mask(BUFFERS), 0);
	io_uring_buf_ring_advance(given, 1);
}

static void give_all(void)
{
	struct io_uring_buf_reg reg = { .ring_entries = BUFFERS, .bgid = GROUP };

	if (posix_memalign((void **)&given, 4096, BUFFERS * sizeof(struct io_uring_buf)) != 0)
		fail("no memory");
	reg.ring_addr = (uintptr_t)given;
	if (io_uring_register_buf_ring(&uring.ring, &reg, 0) != 0)
		fail("no ring of buffers");
	io_uring_buf_ring_init(given);
	for (int i = 0; i < BUFFERS; i++)
		give_back(i);
}

static void give(struct end *from, struct end *to, size_t size)
{
	prepare_bytes(from, bytes, size);
	MUST(sent(from, to, "write", write(from->fd, bytes, size)));
}

static size_t size_of(int round)
{
	return (size_t)(1 + round * 331 % SIZE);
}

static int buffer_of(struct io_uring_cqe *cqe)
{
	if (cqe->res < 0 || !(cqe->flags & IORING_CQE_F_BUFFER))
		fail("no buffer was chosen");
	return (int)(cqe->flags >> IORING_CQE_BUFFER_SHIFT);
}

/* A request each. */
static void once(struct end *from, struct end *to)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct io_uring_sqe *sqe = next_sqe(&uring);

		give(from, to, size_of(round));
		io_uring_prep_recv(sqe, to->fd, NULL, round & 1 ? 0 : SIZE, 0);
		sqe->flags |= IOSQE_BUFFER_SELECT;
		sqe->buf_group = GROUP;
		submit(&uring, sqe, 0);
		struct io_uring_cqe cqe = next_completion(&uring);
		int buffer = buffer_of(&cqe);

		received_plain(to, "io_uring", memory[buffer], cqe.res);
		give_back(buffer);
	}
}

/* One request for all, until it is cancelled. */
static void multishot(struct end *from, struct end *to)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	int left = 0;

	io_uring_prep_recv_multishot(sqe, to->fd, NULL, 0, 0);
	sqe->flags |= IOSQE_BUFFER_SELECT;
	sqe->buf_group = GROUP;
	submit(&uring, sqe, 1);
	for (int round = 0; round < ROUNDS; round++) {
		give(from, to, size_of(round));
		for (uint64_t before = to->received; to->received < before + size_of(round);) {
			struct io_uring_cqe cqe = next_completion(&uring);
			int buffer = buffer_of(&cqe);

			received_plain(to, "io_uring", memory[buffer], cqe.res);
			give_back(buffer);
			if (!(cqe.flags & IORING_CQE_F_MORE))
				fail("the request did not stay");
		}
	}
	sqe = next_sqe(&uring);
	io_uring_prep_cancel64(sqe, 1, 0);
	io_uring_sqe_set_data64(sqe, 2);
	MUST(io_uring_submit(&uring.ring));
	while (left < 2)
		left += !(next_completion(&uring).flags & IORING_CQE_F_MORE);
}

/* The same of messages, before each of which lie its header and its sender's name. */
static void multishot_messages(struct end *from, struct end *to)
{
	struct msghdr message = { .msg_namelen = sizeof(struct sockaddr_in6) };
	struct io_uring_sqe *sqe = next_sqe(&uring);
	int left = 0;

	io_uring_prep_recvmsg_multishot(sqe, to->fd, &message, 0);
	sqe->flags |= IOSQE_BUFFER_SELECT;
	sqe->buf_group = GROUP;
	submit(&uring, sqe, 1);
	for (int round = 0; round < ROUNDS; round++) {
		give(from, to, size_of(round) / 2 + 1);
		struct io_uring_cqe cqe = next_completion(&uring);
		int buffer = buffer_of(&cqe);
		struct io_uring_recvmsg_out *out = io_uring_recvmsg_validate(memory[buffer], cqe.res, &message);

		if (!out)
			fail("no message");
		received_plain(to, "io_uring", io_uring_recvmsg_payload(out, &message), io_uring_recvmsg_payload_length(out, cqe.res, &message));
		give_back(buffer);
	}
	sqe = next_sqe(&uring);
	io_uring_prep_cancel64(sqe, 1, 0);
	io_uring_sqe_set_data64(sqe, 2);
	MUST(io_uring_submit(&uring.ring));
	while (left < 2)
		left += !(next_completion(&uring).flags & IORING_CQE_F_MORE);
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringbuffers TRANSPORT inline|async|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	give_all();
	struct pair pair = open_pair(words[1]);

	once(pair.client, pair.server);
	once(pair.server, pair.client);
	multishot(pair.client, pair.server);
	multishot(pair.server, pair.client);
	if (!pair.client->stream)
		multishot_messages(pair.client, pair.server);
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
