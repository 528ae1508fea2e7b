/* Registered files and registered memory. */
#include "uring.h"

#define SIZES_USED 10

static struct uring uring;
static uint8_t *bytes, *into;

/* The files are registered in the order client, server. */
static void exchange(struct end *from, struct end *to, int from_index, size_t size, int memory)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	prepare_bytes(from, bytes, size);
	if (memory)
		io_uring_prep_write_fixed(sqe, from_index, bytes, (unsigned)size, 0, 0);
	else
		io_uring_prep_send(sqe, from_index, bytes, size, 0);
	sqe->flags |= IOSQE_FIXED_FILE;
	submit(&uring, sqe, 0);
	MUST(sent(from, to, "io_uring", complete(&uring)));
	if (to->stream)
		await_bytes(to->fd, size);
	sqe = next_sqe(&uring);
	if (memory)
		io_uring_prep_read_fixed(sqe, 1 - from_index, into, (unsigned)size, 0, 1);
	else
		io_uring_prep_recv(sqe, 1 - from_index, into, size, 0);
	sqe->flags |= IOSQE_FIXED_FILE;
	submit(&uring, sqe, 0);
	if (MUST(received_plain(to, "io_uring", into, complete(&uring))) != (long)size)
		fail("a read was not whole");
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringfixed TRANSPORT inline|async|sqpoll|defer");
	bytes = room();
	into = room();
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);
	struct iovec memory[] = { { bytes, LARGEST }, { into, LARGEST } };

	if (io_uring_register_buffers(&uring.ring, memory, 2) != 0 || io_uring_register_files(&uring.ring, (int[]){ pair.client->fd, pair.server->fd }, 2) != 0)
		fail("memory or files cannot be registered");
	for (size_t k = 0; k < SIZES_USED; k++)
		for (int how = 0; how < 2; how++) {
			exchange(pair.client, pair.server, 0, SIZES[k], how);
			exchange(pair.server, pair.client, 1, SIZES[k], how);
		}
	if (io_uring_unregister_files(&uring.ring) != 0)
		fail("files cannot be given back");
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
