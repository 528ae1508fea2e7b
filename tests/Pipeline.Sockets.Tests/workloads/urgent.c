/* MSG_OOB: a byte beside the stream, or in it where the receiver wants it so. */
#include <poll.h>
#include "exchange.h"

#define SIZE 100

static uint8_t bytes[SIZE];

static void give(struct end *from, struct end *to, size_t size, int flags)
{
	prepare_bytes(from, bytes, size);
	MUST(sent(from, to, "send", send(from->fd, bytes, size, flags)));
}

static void take(struct end *to, size_t size)
{
	if (MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE))) != (long)size)
		fail("not what was in front of the urgent byte");
}

static void await_urgent(struct end *to)
{
	struct pollfd urgent = { .fd = to->fd, .events = POLLPRI };

	MUST(poll(&urgent, 1, -1));
}

/* The stream itself passes over the byte, whether it was asked for or not: a byte that moves when the stream goes on behind it. */
static void beside(struct end *from, struct end *to, int asked)
{
	give(from, to, SIZE, 0);
	give(from, to, 1, MSG_OOB);
	give(from, to, SIZE, 0);
	await_urgent(to);
	take(to, SIZE);
	if (asked && MUST(recv(to->fd, bytes, 1, MSG_OOB)) != 1)
		fail("no urgent byte");
	received(to, "unknown", NULL, 0, 1, 0);
	take(to, SIZE);
}

static void within(struct end *from, struct end *to)
{
	MUST(setsockopt(to->fd, SOL_SOCKET, SO_OOBINLINE, &(int){ 1 }, sizeof(int)));
	give(from, to, SIZE, 0);
	give(from, to, 1, MSG_OOB);
	give(from, to, SIZE - 1, 0);
	await_bytes(to->fd, 2 * SIZE);
	take(to, SIZE);
	take(to, SIZE);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: urgent tcp|tcp6");
	begin();
	struct pair pair = open_pair(words[1]);

	beside(pair.client, pair.server, 0);
	beside(pair.client, pair.server, 1);
	beside(pair.client, pair.server, 0);
	within(pair.server, pair.client);
	close_pair(pair);
}
