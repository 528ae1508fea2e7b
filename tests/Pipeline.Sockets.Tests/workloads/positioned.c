/* Calls with an offset: a socket takes none, so that nothing moves, but for preadv2 and pwritev2 at -1, which are readv and writev. */
#include "exchange.h"
#include "vectors.h"

static void refused(ssize_t result)
{
	if (result != -1 || errno != ESPIPE)
		fail("a socket took an offset");
}

static void exchange(struct end *from, struct end *to, size_t size, size_t count)
{
	static uint8_t *bytes;
	struct iovec segments[MOST_SEGMENTS];

	if (!bytes)
		bytes = room();
	prepare_bytes(from, bytes, size);
	cut(segments, count, bytes, size);
	refused(pwrite(from->fd, bytes, size, 0));
	refused(pwritev(from->fd, segments, (int)count, 0));
	refused(pwritev2(from->fd, segments, (int)count, 5, 0));
	MUST(sent(from, to, "pwritev2", pwritev2(from->fd, segments, (int)count, -1, RWF_NOWAIT)));
	if (to->stream)
		await_bytes(to->fd, size);
	memset(bytes, 0, size);
	refused(pread(to->fd, bytes, size, 0));
	refused(preadv(to->fd, segments, (int)count, 0));
	ssize_t result = preadv2(to->fd, segments, (int)count, -1, 0);

	if (MUST(received(to, "preadv2", segments, count, result, (size_t)result)) != (long)size)
		fail("a preadv2 was not whole");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: positioned TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);

	for (size_t k = 0; k < DATAGRAM_SIZES; k++) {
		exchange(pair.client, pair.server, SIZES[k], 1);
		exchange(pair.server, pair.client, SIZES[k], 17);
	}
	close_pair(pair);
}
