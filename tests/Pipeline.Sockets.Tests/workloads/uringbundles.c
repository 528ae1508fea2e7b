/* Several buffers of those that the kernel was given for one request, and one buffer that is used up bit by bit. */
#include "uring.h"

#define BUFFERS 16
#define SIZE 700
#define LARGE 5000
#define ROUNDS 40
#define BUNDLE (1 << 4) /* Linux 6.10 */
#define INCREMENTAL 2	/* of a ring of buffers: Linux 6.12 */
#define STILL_USED (1 << 4) /* of a completion: there will be more in its buffer */

static struct uring uring;
static uint8_t memory[BUFFERS][LARGE], whole[BUFFERS * LARGE], out[LARGE];

struct given {
	struct io_uring_buf_ring *ring;
	unsigned short group;
	unsigned size;
};

static void give_back(struct given *given, int buffer, unsigned size)
{
	io_uring_buf_ring_add(given->ring, memory[buffer], size, (unsigned short)buffer, io_uring_buf_ring_mask(BUFFERS), 0);
	io_uring_buf_ring_advance(given->ring, 1);
}

static struct given give_ring(unsigned short group, unsigned size, unsigned short flags)
{
	struct given given = { .group = group, .size = size };
	struct io_uring_buf_reg reg = { .ring_entries = BUFFERS, .bgid = group, .pad = flags };

	if (posix_memalign((void **)&given.ring, 4096, BUFFERS * sizeof(struct io_uring_buf)) != 0)
		fail("no memory");
	reg.ring_addr = (uintptr_t)given.ring;
	if (io_uring_register_buf_ring(&uring.ring, &reg, 0) != 0)
		fail("no ring of buffers");
	io_uring_buf_ring_init(given.ring);
	return given;
}

static void give(struct end *from, struct end *to, size_t size)
{
	prepare_bytes(from, out, size);
	MUST(sent(from, to, "write", write(from->fd, out, size)));
	await_bytes(to->fd, size);
}

static struct io_uring_cqe move(struct given *given, int fd, int receives, unsigned size, unsigned short flags)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	if (receives)
		io_uring_prep_recv(sqe, fd, NULL, size, 0);
	else
		io_uring_prep_send(sqe, fd, NULL, size, MSG_WAITALL);
	sqe->ioprio |= flags;
	sqe->flags |= IOSQE_BUFFER_SELECT;
	sqe->buf_group = given->group;
	submit(&uring, sqe, 0);
	struct io_uring_cqe cqe = next_completion(&uring);

	if (cqe.res <= 0 || !(cqe.flags & IORING_CQE_F_BUFFER))
		fail("nothing was moved");
	return cqe;
}

/* Each completion tells the first of the buffers it used, which follow each other. */
static void receive_bundles(struct end *from, struct end *to)
{
	struct given given = give_ring(1, SIZE, 0);
	int next = 0;

	for (int i = 0; i < BUFFERS; i++)
		give_back(&given, i, SIZE);
	for (int round = 0; round < ROUNDS; round++) {
		give(from, to, (size_t)(1 + round * 331 % LARGE));
		while (to->received < from->sent) {
			struct io_uring_cqe cqe = move(&given, to->fd, 1, 0, BUNDLE);
			size_t done = 0;

			if ((int)(cqe.flags >> IORING_CQE_BUFFER_SHIFT) != next)
				fail("another buffer than the next one");
			for (; done < (size_t)cqe.res; next = (next + 1) % BUFFERS) {
				size_t part = (size_t)cqe.res - done < SIZE ? (size_t)cqe.res - done : SIZE;

				memcpy(whole + done, memory[next], part);
				done += part;
				give_back(&given, next, SIZE);
			}
			received_plain(to, "io_uring", whole, cqe.res);
		}
	}
}

static void send_bundles(struct end *from, struct end *to)
{
	struct given given = give_ring(2, SIZE, 0);

	for (int round = 0; round < ROUNDS; round++) {
		int buffers = 1 + round % BUFFERS;

		prepare_bytes(from, whole, (size_t)(buffers * SIZE));
		for (int i = 0; i < buffers; i++) {
			memcpy(memory[i], whole + i * SIZE, SIZE);
			give_back(&given, i, SIZE);
		}
		if (MUST(sent(from, to, "io_uring", move(&given, from->fd, 0, 0, BUNDLE).res)) != buffers * SIZE)
			fail("not all was sent");
		await_bytes(to->fd, (size_t)(buffers * SIZE));
		MUST(received_plain(to, "read", whole, read(to->fd, whole, sizeof whole)));
	}
}

static void receive_bit_by_bit(struct end *from, struct end *to)
{
	struct given given = give_ring(3, LARGE, INCREMENTAL);
	size_t used = 0;

	for (int i = 0; i < BUFFERS; i++)
		give_back(&given, i, LARGE);
	for (int round = 0; round < ROUNDS; round++) {
		give(from, to, (size_t)(1 + round * 331 % SIZE));
		while (to->received < from->sent) {
			struct io_uring_cqe cqe = move(&given, to->fd, 1, 0, 0);
			int buffer = (int)(cqe.flags >> IORING_CQE_BUFFER_SHIFT);

			received_plain(to, "io_uring", memory[buffer] + used, cqe.res);
			used += (size_t)cqe.res;
			if (cqe.flags & STILL_USED)
				continue;
			used = 0;
			give_back(&given, buffer, LARGE);
		}
	}
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringbundles tcp|tcp6 inline|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);

	receive_bundles(pair.client, pair.server);
	send_bundles(pair.client, pair.server);
	receive_bit_by_bit(pair.server, pair.client);
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
