/* EAGAIN, writes of which only a part fits, and MSG_WAITALL while the sender is slow. */
#include <fcntl.h>
#include "exchange.h"

#define SMALL 200000
#define SLOW_PARTS 7

static uint8_t *bytes;

static void would_block(ssize_t result)
{
	if (result != -1 || errno != EAGAIN)
		fail("it did not say that it would block");
}

/* Writes until nothing fits, then reads until nothing is left. */
static void fill_up(struct end *from, struct end *to)
{
	for (int full = 0; !full;) {
		prepare_bytes(from, bytes, LARGEST);
		while (sent(from, to, "write", write(from->fd, bytes, LARGEST)) > 0)
			prepare_bytes(from, bytes, LARGEST);
		if (errno != EAGAIN)
			fail("it did not say that it would block");
		/* Room may have come of what was on its way. */
		full = sent(from, to, "send", send(from->fd, bytes, 1, MSG_DONTWAIT)) < 0;
	}
	if (errno != EAGAIN)
		fail("it did not say that it would block");
	while (to->received < from->sent) {
		ssize_t result = received_plain(to, "read", bytes, read(to->fd, bytes, 70001));

		if (result < 0)
			usleep(100);
	}
	would_block(read(to->fd, bytes, 1));
	would_block(recv(to->fd, bytes, 1, MSG_PEEK));
}

static struct end *slow, *waiting;

static void wait_for_all(void)
{
	size_t size = SLOW_PARTS * 9000;

	if (MUST(received_plain(waiting, "recv", bytes, recv(waiting->fd, bytes, size, MSG_WAITALL))) != (long)size)
		fail("MSG_WAITALL did not wait for all");
}

static void send_slowly(void)
{
	for (int i = 0; i < SLOW_PARTS; i++) {
		prepare_bytes(slow, bytes, 9000);
		MUST(sent(slow, waiting, "write", write(slow->fd, bytes, 9000)));
		usleep(5000);
	}
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: nonblocking TRANSPORT");
	bytes = room();
	begin();
	struct pair pair = open_pair(words[1]);

	slow = pair.client;
	waiting = pair.server;
	pid_t child = (pid_t)MUST(fork());

	if (child == 0) {
		send_slowly();
		exit(0);
	}
	wait_for_all();
	MUST(waitpid(child, NULL, 0));
	for (int i = 0; i < 2; i++) {
		int fd = i ? pair.client->fd : pair.server->fd;

		MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
		MUST(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){ SMALL }, sizeof(int)));
		MUST(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &(int){ SMALL }, sizeof(int)));
	}
	fill_up(pair.client, pair.server);
	fill_up(pair.server, pair.client);
	MUST(fcntl(pair.server->fd, F_SETFL, 0)); /* so that its end can be waited for */
	close_pair(pair);
}
