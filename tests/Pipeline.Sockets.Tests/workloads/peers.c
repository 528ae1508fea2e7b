/* One UDP socket and many peers, connected ones and others, IPv4, IPv6, and IPv4 by an IPv6 socket; a connected one that changes its peer. */
#include <netinet/in.h>
#include "exchange.h"
#include "told.h"

#define PEERS 12
#define SIZE 1200

static uint8_t bytes[SIZE];

static struct sockaddr_storage address_of(struct end *end, int mapped)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof address;

	MUST(getsockname(end->fd, (struct sockaddr *)&address, &size));
	if (mapped && address.ss_family == AF_INET) {
		struct sockaddr_in *from = (struct sockaddr_in *)&address;
		struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = from->sin_port, .sin6_addr = { .s6_addr = { [10] = 0xff, 0xff } } };

		memcpy(&to.sin6_addr.s6_addr[12], &from->sin_addr, sizeof from->sin_addr);
		memcpy(&address, &to, sizeof to);
	}
	return address;
}

static void give(struct end *from, struct end *to, size_t size, int by_message, int mapped)
{
	struct sockaddr_storage address = address_of(to, mapped);
	socklen_t length = address.ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	struct iovec segment = { bytes, size };
	struct msghdr message = { .msg_name = &address, .msg_namelen = length, .msg_iov = &segment, .msg_iovlen = 1 };

	prepare_bytes(from, bytes, size);
	if (by_message)
		MUST(sent(from, to, "sendmsg", sendmsg(from->fd, &message, 0)));
	else
		MUST(sent(from, to, "sendto", sendto(from->fd, bytes, size, 0, (struct sockaddr *)&address, length)));
}

static void take(struct end *to, int how)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	struct iovec segment = { bytes, SIZE };
	struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &segment, .msg_iovlen = 1 };

	if (how == 0)
		MUST(received_plain(to, "recvfrom", bytes, recvfrom(to->fd, bytes, SIZE, 0, (struct sockaddr *)&address, &length)));
	else if (how == 1)
		MUST(received_plain(to, "recv", bytes, recv(to->fd, bytes, SIZE, 0))); /* does not ask from whom */
	else if (how == 2)
		MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
	else
		MUST(received_plain(to, "recvmsg", bytes, recvmsg(to->fd, &message, 0)));
}

/* A server and its peers, in turn and then all at once. */
static void around(struct end *server, struct end **peers, int mapped)
{
	for (int i = 0; i < PEERS; i++) {
		give(peers[i], server, 10 + (size_t)i, i & 1, 0);
		take(server, i % 4);
		give(server, peers[i], 1000 + (size_t)i, i >> 1 & 1, mapped);
		take(peers[i], (i + 1) % 4);
	}
	for (int i = 0; i < PEERS; i++)
		give(peers[(i * 5) % PEERS], server, 100 + (size_t)i, 0, 0);
	for (int i = 0; i < PEERS; i++)
		take(server, i % 4);
}

static void with_peers(const char *transport)
{
	struct end *server = bind_udp(transport), *peers[PEERS];

	for (int i = 0; i < PEERS; i++)
		peers[i] = bind_udp(transport);
	around(server, peers, 0);
	close(server->fd);
	for (int i = 0; i < PEERS; i++)
		close(peers[i]->fd);
}

/* An IPv6 socket bound to any address, with IPv4 peers. */
static void by_both(void)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6 };
	int fd = (int)MUST(socket(AF_INET6, SOCK_DGRAM, 0));
	struct end *server = new_end(fd, 0), *peers[PEERS];

	MUST(bind(fd, (struct sockaddr *)&any, sizeof any));
	tell_end(server, "udp", "unknown");
	for (int i = 0; i < PEERS; i++)
		peers[i] = bind_udp("udp");
	for (int i = 0; i < PEERS; i++) {
		give(server, peers[i], 500 + (size_t)i, i & 1, 1);
		take(peers[i], i % 4);
	}
	close(server->fd);
	for (int i = 0; i < PEERS; i++)
		close(peers[i]->fd);
}

static void reconnected(void)
{
	struct end *client = bind_udp("udp"), *peers[] = { bind_udp("udp"), bind_udp("udp") };

	for (int i = 0; i < 4; i++) {
		struct sockaddr_storage address = address_of(peers[i & 1], 0);

		MUST(connect(client->fd, (struct sockaddr *)&address, sizeof(struct sockaddr_in)));
		prepare_bytes(client, bytes, 300);
		MUST(sent(client, peers[i & 1], "write", write(client->fd, bytes, 300)));
		take(peers[i & 1], i);
		give(peers[i & 1], client, 200, 0, 0);
		take(client, i);
		give(client, peers[1 - (i & 1)], 50, i >> 1, 0); /* to the other one, by name */
		take(peers[1 - (i & 1)], i);
	}
}

int main(void)
{
	begin();
	stay();
	with_peers("udp");
	with_peers("udp6");
	by_both();
	reconnected();
}
