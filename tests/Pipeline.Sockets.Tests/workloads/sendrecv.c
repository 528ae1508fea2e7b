/* send and recv, which are sendto and recvfrom without an address, with the flags that change what they do. */
#include "exchange.h"

static uint8_t *bytes;

static void give(struct end *from, struct end *to, size_t size, int flags)
{
	prepare_bytes(from, bytes, size);
	if (MUST(sent(from, to, "send", send(from->fd, bytes, size, flags))) != (long)size)
		fail("a send was not whole");
}

static void take(struct end *to, size_t size, size_t expected, int flags)
{
	memset(bytes, 0, size);
	if (MUST(received_plain(to, "recv", bytes, recv(to->fd, bytes, size, flags))) != (long)expected)
		fail("a recv was not of what was expected");
}

static void exchange(struct end *from, struct end *to, size_t size)
{
	give(from, to, size, 0);
	take(to, size, size, MSG_WAITALL);
	give(from, to, size, MSG_NOSIGNAL | MSG_DONTWAIT);
	take(to, LARGEST, size, from->stream ? 0 : MSG_DONTWAIT);
}

/* One after the other into one receive, and one send that takes several. */
static void gather(struct end *from, struct end *to)
{
	for (int i = 0; i < 5; i++)
		give(from, to, 700, i < 4 ? MSG_MORE : 0);
	take(to, 3500, 3500, MSG_WAITALL);
	give(from, to, 3500, 0);
	for (int i = 0; i < 5; i++)
		take(to, 700, 700, MSG_WAITALL);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: sendrecv TRANSPORT");
	bytes = room();
	begin();
	struct pair pair = open_pair(words[1]);

	for (size_t k = 0; k < DATAGRAM_SIZES; k++) {
		exchange(pair.client, pair.server, SIZES[k]);
		exchange(pair.server, pair.client, SIZES[k]);
	}
	if (pair.client->stream)
		gather(pair.client, pair.server);
	close_pair(pair);
}
