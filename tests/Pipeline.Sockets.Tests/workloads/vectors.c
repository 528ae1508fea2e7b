/* readv and writev, of 1 to 1024 segments with empty ones between. */
#include "exchange.h"
#include "vectors.h"

static const size_t COUNTS[] = { 1, 2, 17, MOST_SEGMENTS };

static void exchange(struct end *from, struct end *to, size_t size, size_t sending, size_t receiving)
{
	static uint8_t *bytes;
	struct iovec segments[MOST_SEGMENTS];

	if (!bytes)
		bytes = room();
	prepare_bytes(from, bytes, size);
	cut(segments, sending, bytes, size);
	if (MUST(sent(from, to, "writev", writev(from->fd, segments, (int)sending))) != (long)size)
		fail("a writev was not whole");
	if (to->stream)
		await_bytes(to->fd, size);
	memset(bytes, 0, size);
	cut(segments, receiving, bytes, size);
	ssize_t result = readv(to->fd, segments, (int)receiving);

	if (MUST(received(to, "readv", segments, receiving, result, (size_t)result)) != (long)size)
		fail("a readv was not whole");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: vectors TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES;

	for (size_t i = 0; i < COUNT(COUNTS); i++)
		for (size_t k = 0; k < sizes; k++) {
			if (k >= DATAGRAM_SIZES && k % COUNT(COUNTS) != i)
				continue; /* each large one once */
			exchange(pair.client, pair.server, SIZES[k], COUNTS[i], COUNTS[(i + k) % COUNT(COUNTS)]);
			exchange(pair.server, pair.client, SIZES[k], COUNTS[(i + k) % COUNT(COUNTS)], COUNTS[i]);
		}
	close_pair(pair);
}
