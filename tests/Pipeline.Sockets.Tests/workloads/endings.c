/* Connections that end otherwise: half of them first, by a reset, refused, with the process that sends killed. */
#include <netinet/in.h>
#include "exchange.h"

#define SIZE 20000
#define SMALL 100000

static uint8_t bytes[SIZE];

static void give(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
}

static void take(struct end *to)
{
	await_bytes(to->fd, SIZE);
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
}

static void tell_both(struct pair pair, const char *client, const char *server)
{
	tell_closed(pair.client, client);
	tell_closed(pair.server, server);
}

/* One side says that it is done, and the other goes on. */
static void half_closed(const char *transport)
{
	struct pair pair = open_pair(transport);

	give(pair.client, pair.server);
	MUST(shutdown(pair.client->fd, SHUT_WR));
	if (send(pair.client->fd, bytes, 1, MSG_NOSIGNAL) != -1 || errno != EPIPE)
		fail("a closed half was written to");
	take(pair.server);
	if (MUST(read(pair.server->fd, bytes, 1)) != 0)
		fail("no end");
	give(pair.server, pair.client);
	give(pair.server, pair.client);
	take(pair.client);
	take(pair.client);
	MUST(close(pair.server->fd));
	if (MUST(read(pair.client->fd, bytes, 1)) != 0)
		fail("no end");
	MUST(close(pair.client->fd));
	tell_both(pair, "fin", "fin");
}

/* Closed with SO_LINGER 0: the other side's next call fails. */
static void reset(const char *transport)
{
	struct pair pair = open_pair(transport);

	give(pair.client, pair.server);
	take(pair.server);
	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger)));
	MUST(close(pair.client->fd));
	if (read(pair.server->fd, bytes, 1) != -1 || errno != ECONNRESET)
		fail("no reset");
	MUST(close(pair.server->fd));
	tell_both(pair, "closed", "reset");
}

/* Closed with bytes that nobody has read, which is a reset too. */
static void unread(const char *transport)
{
	struct pair pair = open_pair(transport);

	give(pair.server, pair.client);
	await_bytes(pair.client->fd, SIZE);
	MUST(close(pair.client->fd));
	if (read(pair.server->fd, bytes, 1) != -1 || errno != ECONNRESET)
		fail("no reset");
	MUST(close(pair.server->fd));
	tell_both(pair, "closed", "reset");
}

static void refused(int family)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback };
	socklen_t size = sizeof address;
	int taken = (int)MUST(socket(AF_INET6, SOCK_STREAM, 0)), fd = (int)MUST(socket(family, SOCK_STREAM, 0));

	MUST(bind(taken, (struct sockaddr *)&address, size)); /* and never listens */
	MUST(getsockname(taken, (struct sockaddr *)&address, &size));
	if (connect(fd, (struct sockaddr *)&address, size) != -1 || errno != ECONNREFUSED)
		fail("it was not refused");
	close(fd);
	close(taken);
}

/* The sender dies in a write that does not return: how much it has written only the receiver finds out. */
static void killed(const char *transport)
{
	struct pair pair = open_pair(transport);

	MUST(setsockopt(pair.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ SMALL }, sizeof(int)));
	MUST(setsockopt(pair.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ SMALL }, sizeof(int)));
	pid_t child = (pid_t)MUST(fork());

	if (child == 0) {
		uint8_t *large = room();

		close(pair.server->fd);
		for (int i = 0; i < 3; i++)
			give(pair.client, pair.server);
		fill(large, (uint32_t)pair.client->number, pair.client->sent, LARGEST);
		MUST(write(pair.client->fd, large, LARGEST));
		fail("a write returned that nobody has read");
	}
	close(pair.client->fd);
	for (int i = 0; i < 3; i++)
		take(pair.server);
	await_bytes(pair.server->fd, 1);
	MUST(kill(child, SIGKILL));
	MUST(waitpid(child, NULL, 0));
	for (ssize_t got = 1; got > 0;)
		got = MUST(received_plain(pair.server, "read", bytes, read(pair.server->fd, bytes, SIZE)));
	MUST(close(pair.server->fd));
	sent_anywhere(pair.client, child, "write", (ssize_t)(pair.server->received - pair.client->sent));
	tell_both(pair, "fin", "fin");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: endings tcp|tcp6");
	begin();
	half_closed(words[1]);
	reset(words[1]);
	unread(words[1]);
	refused(AF_INET6);
	killed(words[1]);
}
