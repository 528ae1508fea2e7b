/* Sockets by other descriptors than their own: duplicated, inherited over fork, passed to another process. */
#include <fcntl.h>
#include "exchange.h"

#define SIZE 10000

static struct pair pair;

static void give(int fd)
{
	uint8_t bytes[SIZE];

	prepare_bytes(pair.client, bytes, SIZE);
	MUST(sent(pair.client, pair.server, "write", write(fd, bytes, SIZE)));
}

static void take(int fd)
{
	uint8_t bytes[SIZE];

	await_bytes(fd, SIZE);
	MUST(received_plain(pair.server, "read", bytes, read(fd, bytes, SIZE)));
}

static void inherited(void)
{
	give(pair.client->fd);
	take(pair.server->fd);
}

static void duplicated(void)
{
	int high = (int)MUST(fcntl(pair.client->fd, F_DUPFD_CLOEXEC, 900));
	int other = (int)MUST(dup(pair.server->fd));

	give(high);
	take(other);
	give(pair.client->fd);
	take(pair.server->fd);
	close(high);
	close(other);
}

static struct pair between;

static void pass(int fd)
{
	union {
		struct cmsghdr header;
		uint8_t bytes[CMSG_SPACE(sizeof(int))];
	} control = { .header = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	uint8_t byte;
	struct iovec segment = { &byte, 1 };
	struct msghdr message = { .msg_iov = &segment, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };

	memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
	prepare_bytes(between.client, &byte, 1);
	MUST(sent(between.client, between.server, "sendmsg", sendmsg(between.client->fd, &message, 0)));
}

static int get_passed(void)
{
	union {
		struct cmsghdr header;
		uint8_t bytes[CMSG_SPACE(sizeof(int))];
	} control;
	uint8_t byte;
	struct iovec segment = { &byte, 1 };
	struct msghdr message = { .msg_iov = &segment, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	int fd;

	MUST(received_plain(between.server, "recvmsg", &byte, recvmsg(between.server->fd, &message, 0)));
	memcpy(&fd, CMSG_DATA(&control.header), sizeof fd);
	return fd;
}

/* A child that knows the sockets only by what it is given. */
static void passed(void)
{
	close(pair.client->fd);
	close(pair.server->fd);
	int client = get_passed(), server = get_passed();

	give(client);
	take(server);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: descriptors tcp|unix|...");
	begin();
	between = open_pair("dgram");
	pair = open_pair(words[1]);
	inherited();
	duplicated();
	in_child(inherited);
	pass(pair.client->fd);
	pass(pair.server->fd);
	in_child(passed);
	inherited();
	in_child(duplicated);
	close_pair(pair);
}
