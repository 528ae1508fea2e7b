/* Datagrams of the least and of the greatest length, refused ones, and UDP segmentation, which sends many in one call. */
#include <netinet/in.h>
#include <netinet/udp.h>
#include "exchange.h"

#define LONGEST 65507
#define SEGMENT 1000
#define SEGMENTS 20

static uint8_t *bytes;

static void exchange(struct end *from, struct end *to, size_t size)
{
	prepare_bytes(from, bytes, size);
	MUST(sent(from, to, "send", send(from->fd, bytes, size, 0)));
	MUST(received_plain(to, "recv", bytes, recv(to->fd, bytes, LONGEST + 1, 0)));
}

static void too_long(struct end *from)
{
	if (send(from->fd, bytes, LONGEST + 50, 0) != -1 || errno != EMSGSIZE)
		fail("a datagram longer than any");
}

/* To the sender it is one message, and to the receiver it is many. */
static void segmented(struct end *from, struct end *to)
{
	size_t size = SEGMENTS * SEGMENT;
	struct datagram part = { (uint32_t)from->number, SEGMENT, from->sent };

	MUST(setsockopt(from->fd, SOL_UDP, UDP_SEGMENT, &(int){ SEGMENT }, sizeof(int)));
	prepare_bytes(from, bytes, size);
	MUST(sent(from, to, "write", write(from->fd, bytes, size)));
	to->arriving--;
	for (int i = 0; i < SEGMENTS; i++, part.at += SEGMENT)
		to->waiting[to->arriving++ % MOST_WAITING] = part;
	for (int i = 0; i < SEGMENTS; i++)
		MUST(received_plain(to, "recv", bytes, recv(to->fd, bytes, LONGEST, 0)));
}

int main(int count, char **words)
{
	static const size_t sizes[] = { 0, 1, 0, 0, LONGEST, 2, 511, 512, 513, LONGEST - 1, 0, 1472, 1473, LONGEST };

	if (count != 2)
		fail("usage: datagrams udp|udp6");
	bytes = room();
	begin();
	stay();
	struct pair pair = open_pair(words[1]);

	for (size_t i = 0; i < COUNT(sizes); i++) {
		exchange(pair.client, pair.server, sizes[i]);
		too_long(pair.client);
		exchange(pair.server, pair.client, sizes[i]);
	}
	segmented(pair.client, pair.server);
	close_pair(pair);
}
