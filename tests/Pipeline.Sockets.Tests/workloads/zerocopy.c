/* MSG_ZEROCOPY: the pages go into the connection, and a message says when they are free again. */
#include <time.h>
#include <linux/errqueue.h>
#include <poll.h>
#include "exchange.h"

/* Waits for the notice that the pages of one call are free. */
static void await_notice(int fd)
{
	uint8_t control[256];
	struct msghdr message = { .msg_control = control, .msg_controllen = sizeof control };
	struct pollfd error = { .fd = fd };

	if (poll(&error, 1, 300000) != 1)
		fail("no notice came");
	MUST(recvmsg(fd, &message, MSG_ERRQUEUE));
}

static void exchange(struct end *from, struct end *to, size_t size, int by_message)
{
	static uint8_t *bytes, *into;

	if (!bytes) {
		bytes = room();
		into = room();
	}
	prepare_bytes(from, bytes, size);
	struct iovec segment = { bytes, size };
	struct msghdr message = { .msg_iov = &segment, .msg_iovlen = 1 };
	ssize_t result = by_message ? sendmsg(from->fd, &message, MSG_ZEROCOPY) : send(from->fd, bytes, size, MSG_ZEROCOPY);

	MUST(sent(from, to, by_message ? "sendmsg" : "send", result));
	do
		MUST(received_plain(to, "read", into, read(to->fd, into, LARGEST)));
	while (to->stream && to->received < from->sent);
	await_notice(from->fd);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: zerocopy tcp|tcp6|udp|udp6");
	begin();
	struct pair pair = open_pair(words[1]);

	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_ZEROCOPY, &(int){ 1 }, sizeof(int)));
	MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_ZEROCOPY, &(int){ 1 }, sizeof(int)));
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES - 1;

	for (size_t k = 0; k < sizes; k++) {
		exchange(pair.client, pair.server, SIZES[k], 0);
		exchange(pair.server, pair.client, SIZES[k], 1);
	}
	close_pair(pair);
}
