/* splice by io_uring: into a socket, which a worker does, between calls that are seen. */
#include <fcntl.h>
#include "files.h"
#include "uring.h"

#define SIZE 30000
#define ROUNDS 5

static struct uring uring;

static ssize_t spliced(int from, int to, size_t size)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_splice(sqe, from, -1, to, -1, (unsigned)size, 0);
	submit(&uring, sqe, 0);
	return complete(&uring);
}

static void from_file(struct end *from, struct end *to, int ends[2])
{
	int file = file_for(from, SIZE);

	if (MUST(splice(file, NULL, ends[1], NULL, SIZE, 0)) != SIZE)
		fail("a pipe was too small");
	for (size_t left = SIZE; left > 0;)
		left -= (size_t)MUST(sent(from, to, "io_uring", spliced(ends[0], from->fd, left)));
	close(file);
	read_all(to);
}

static void from_memory(struct end *from, struct end *to)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	uint8_t bytes[5000];

	prepare_bytes(from, bytes, sizeof bytes);
	io_uring_prep_send(sqe, from->fd, bytes, sizeof bytes, MSG_WAITALL);
	submit(&uring, sqe, 0);
	MUST(sent(from, to, "io_uring", complete(&uring)));
	read_all(to);
}

int main(int count, char **words)
{
	int ends[2];

	if (count != 3)
		fail("usage: uringsplice TRANSPORT inline|async|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);

	MUST(pipe(ends));
	for (int round = 0; round < ROUNDS; round++) {
		from_file(pair.client, pair.server, ends);
		from_memory(pair.client, pair.server);
		from_file(pair.server, pair.client, ends);
	}
	from_memory(pair.server, pair.client);
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
