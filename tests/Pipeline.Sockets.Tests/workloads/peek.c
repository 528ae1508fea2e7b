/* MSG_PEEK moves nothing. MSG_TRUNC moves more than it copies: of a TCP stream it copies nothing at all, of a datagram what fits. */
#include "exchange.h"

#define SIZE 40000

static uint8_t bytes[SIZE];

static void give(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "send", send(from->fd, bytes, SIZE, 0)));
	if (to->stream)
		await_bytes(to->fd, SIZE);
	memset(bytes, 0, SIZE);
}

static void peek(struct end *to)
{
	struct iovec segment = { bytes, SIZE };

	for (size_t size = 1; size <= SIZE; size *= 7)
		if (MUST(recv(to->fd, bytes, size, MSG_PEEK)) != (long)size)
			fail("a peek was not whole");
	MUST(recvmsg(to->fd, &(struct msghdr){ .msg_iov = &segment, .msg_iovlen = 1 }, MSG_PEEK));
	MUST(recvmmsg(to->fd, &(struct mmsghdr){ .msg_hdr = { .msg_iov = &segment, .msg_iovlen = 1 } }, 1, MSG_PEEK, NULL));
	memset(bytes, 0, SIZE);
}

static void take(struct end *to, size_t size, int flags, size_t copied)
{
	struct iovec segment = { bytes, size };
	ssize_t result = recv(to->fd, bytes, size, flags);

	MUST(received(to, "recv", &segment, 1, result, copied));
}

static void exchange(struct end *from, struct end *to)
{
	give(from, to);
	peek(to);
	take(to, SIZE, 0, SIZE);
	give(from, to);
	peek(to);
	if (!to->stream) {
		take(to, 1000, MSG_TRUNC, 1000); /* tells the length of all */
		give(from, to);
		take(to, 1000, 0, 1000); /* the rest is gone, and nobody says how much */
		give(from, to);
		take(to, 0, 0, 0);
		return;
	}
	take(to, 1000, 0, 1000);
	take(to, 10000, MSG_TRUNC, 0);
	take(to, SIZE - 11000, 0, SIZE - 11000);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: peek tcp|tcp6|udp|udp6");
	begin();
	struct pair pair = open_pair(words[1]);

	for (int i = 0; i < 2; i++) {
		exchange(pair.client, pair.server);
		exchange(pair.server, pair.client);
	}
	close_pair(pair);
}
