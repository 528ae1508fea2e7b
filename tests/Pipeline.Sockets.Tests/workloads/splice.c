/* splice to and from a socket, and vmsplice in front of it, between ordinary calls on the same connection. */
#include <fcntl.h>
#include "files.h"

#define SIZE 100000
#define PIPE (1024 * KIB)

static int in, out; /* of a pipe */

static void write_between(struct end *from, struct end *to)
{
	uint8_t bytes[5000];

	prepare_bytes(from, bytes, sizeof bytes);
	MUST(sent(from, to, "write", write(from->fd, bytes, sizeof bytes)));
	read_all(to);
}

static void drain_to(struct end *from, struct end *to, size_t left)
{
	while (left > 0)
		left -= (size_t)MUST(sent(from, to, "splice", splice(out, NULL, from->fd, NULL, left, 0)));
}

static void from_file(struct end *from, struct end *to)
{
	int file = file_for(from, SIZE);

	for (size_t left = SIZE; left > 0;) {
		size_t part = (size_t)MUST(splice(file, NULL, in, NULL, left, 0));

		drain_to(from, to, part);
		left -= part;
	}
	close(file);
	read_all(to);
}

static void from_memory(struct end *from, struct end *to)
{
	uint8_t *bytes = room();

	prepare_bytes(from, bytes, SIZE);
	struct iovec segments[] = { { bytes, SIZE / 3 }, { bytes + SIZE / 3, SIZE - SIZE / 3 } };

	if (MUST(vmsplice(in, segments, COUNT(segments), 0)) != SIZE)
		fail("a vmsplice was not whole");
	drain_to(from, to, SIZE);
	read_all(to);
	free(bytes);
}

/* Out of the socket into the pipe, and from there to a file that is checked. */
static void to_pipe(struct end *from, struct end *to)
{
	uint8_t *bytes = room();

	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	while (to->received < from->sent) {
		size_t part = (size_t)MUST(splice(to->fd, NULL, in, NULL, SIZE, 0));

		for (size_t done = 0; done < part;)
			done += (size_t)MUST(read(out, bytes + done, part - done));
		received_plain(to, "splice", bytes, (ssize_t)part);
	}
	free(bytes);
}

int main(int count, char **words)
{
	int ends[2];

	if (count != 2)
		fail("usage: splice TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);

	MUST(pipe(ends));
	MUST(fcntl(ends[1], F_SETPIPE_SZ, PIPE));
	out = ends[0];
	in = ends[1];
	for (int i = 0; i < 3; i++) {
		write_between(pair.client, pair.server);
		from_file(pair.client, pair.server);
		from_memory(pair.server, pair.client);
		write_between(pair.server, pair.client);
		to_pipe(pair.client, pair.server);
		to_pipe(pair.server, pair.client);
		write_between(pair.client, pair.server);
	}
	write_between(pair.server, pair.client);
	to_pipe(pair.client, pair.server); /* after which nothing else moves */
	close_pair(pair);
}
