/* read and write, of one byte to 3 MiB. */
#include "exchange.h"

static void exchange(struct end *from, struct end *to, size_t size)
{
	static uint8_t *bytes;

	if (!bytes)
		bytes = room();
	prepare_bytes(from, bytes, size);
	if (MUST(sent(from, to, "write", write(from->fd, bytes, size))) != (long)size)
		fail("a write was not whole");
	if (to->stream)
		await_bytes(to->fd, size);
	memset(bytes, 0, size);
	if (MUST(received_plain(to, "read", bytes, read(to->fd, bytes, size))) != (long)size)
		fail("a read was not whole");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: readwrite TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES;

	for (size_t i = 0; i < sizes; i++) {
		exchange(pair.client, pair.server, SIZES[i]);
		exchange(pair.server, pair.client, SIZES[sizes - 1 - i]);
	}
	close_pair(pair);
}
