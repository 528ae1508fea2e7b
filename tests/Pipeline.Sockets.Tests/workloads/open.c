#include "workload.h"
#include <netinet/in.h>
#include <sys/un.h>
#include "open.h"
#include "told.h"

#define BACKLOG 64
#define BUFFER (64 * KIB * KIB)

struct kind {
	const char *transport;
	int family, type, protocol;
	const char *told;
};

static const struct kind kinds[] = {
	{ "tcp", AF_INET, SOCK_STREAM, 0, "tcp" },
	{ "tcp6", AF_INET6, SOCK_STREAM, 0, "tcp" },
	{ "mapped", AF_INET6, SOCK_STREAM, 0, "tcp" },
	{ "mptcp", AF_INET, SOCK_STREAM, IPPROTO_MPTCP, "tcp" },
	{ "udp", AF_INET, SOCK_DGRAM, 0, "udp" },
	{ "udp6", AF_INET6, SOCK_DGRAM, 0, "udp" },
	{ "unix", AF_UNIX, SOCK_STREAM, 0, "unix" },
	{ "pair", AF_UNIX, SOCK_STREAM, 0, "unix" },
	{ "dgram", AF_UNIX, SOCK_DGRAM, 0, "unix" },
	{ "seqpacket", AF_UNIX, SOCK_SEQPACKET, 0, "unix" },
};

static const struct kind *kind_of(const char *transport)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strcmp(kinds[i].transport, transport) == 0)
			return &kinds[i];
	fail("no such transport");
}

static socklen_t loopback(const struct kind *kind, struct sockaddr_storage *address)
{
	*address = (struct sockaddr_storage){ .ss_family = (sa_family_t)kind->family };
	if (kind->family == AF_INET) {
		((struct sockaddr_in *)address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(struct sockaddr_in);
	}
	if (kind->family == AF_UNIX)
		return sizeof(sa_family_t); /* the kernel chooses a name */
	struct in6_addr *to = &((struct sockaddr_in6 *)address)->sin6_addr;
	*to = in6addr_loopback;
	if (strcmp(kind->transport, "mapped") == 0)
		*to = (struct in6_addr){ .s6_addr = { [10] = 0xff, 0xff, 127, 0, 0, 1 } };
	return sizeof(struct sockaddr_in6);
}

void enlarge_buffers(int fd)
{
	int size = BUFFER;

	MUST(setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size));
	MUST(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size));
}

static int bound(const struct kind *kind)
{
	struct sockaddr_storage address;
	socklen_t size = loopback(kind, &address);
	int fd = (int)MUST(socket(kind->family, kind->type, kind->protocol));

	enlarge_buffers(fd);
	MUST(bind(fd, (struct sockaddr *)&address, size));
	return fd;
}

static void connect_with(int fd, int listener)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof address;

	MUST(getsockname(listener, (struct sockaddr *)&address, &size));
	MUST(connect(fd, (struct sockaddr *)&address, size));
}

static void meet(struct end *client, struct end *server)
{
	client->peer = server;
	server->peer = client;
}

int listen_on(const char *transport)
{
	int fd = bound(kind_of(transport));

	MUST(listen(fd, BACKLOG));
	return fd;
}

struct end *connect_to(const char *transport, int listener)
{
	const struct kind *kind = kind_of(transport);
	struct end *client = new_end((int)MUST(socket(kind->family, kind->type, kind->protocol)), kind->type == SOCK_STREAM);

	enlarge_buffers(client->fd);
	connect_with(client->fd, listener);
	return client;
}

struct end *accept_from(const char *transport, int listener, struct end *client)
{
	const struct kind *kind = kind_of(transport);
	struct end *server = new_end((int)MUST(accept4(listener, NULL, NULL, SOCK_CLOEXEC)), kind->type == SOCK_STREAM);

	enlarge_buffers(server->fd);
	meet(client, server);
	tell_end(client, kind->told, "client");
	tell_end(server, kind->told, "server");
	return server;
}

struct end *bind_udp(const char *transport)
{
	const struct kind *kind = kind_of(transport);
	struct end *end = new_end(bound(kind), 0);

	tell_end(end, kind->told, "unknown");
	return end;
}

static struct pair bound_pair(const struct kind *kind)
{
	struct pair pair = { new_end(bound(kind), 0), new_end(bound(kind), 0) };

	connect_with(pair.client->fd, pair.server->fd);
	connect_with(pair.server->fd, pair.client->fd);
	return pair;
}

static struct pair socket_pair(const struct kind *kind)
{
	int fds[2];

	MUST(socketpair(kind->family, kind->type, 0, fds));
	enlarge_buffers(fds[0]);
	enlarge_buffers(fds[1]);
	return (struct pair){ new_end(fds[0], kind->type == SOCK_STREAM), new_end(fds[1], kind->type == SOCK_STREAM) };
}

struct pair open_pair(const char *transport)
{
	const struct kind *kind = kind_of(transport);
	struct pair pair;

	if (kind->type == SOCK_DGRAM || strcmp(transport, "pair") == 0) {
		pair = kind->type == SOCK_DGRAM ? bound_pair(kind) : socket_pair(kind);
		meet(pair.client, pair.server);
		tell_end(pair.client, kind->told, "unknown");
		tell_end(pair.server, kind->told, "unknown");
		return pair;
	}
	int listener = listen_on(transport);

	pair.client = connect_to(transport, listener);
	pair.server = accept_from(transport, listener, pair.client);
	close(listener);
	return pair;
}

void close_pair(struct pair pair)
{
	MUST(close(pair.client->fd));
	if (pair.server->stream)
		while (read(pair.server->fd, &(char){ 0 }, 1) > 0)
			fail("bytes that nobody has received");
	MUST(close(pair.server->fd));
	tell_closed(pair.client, "fin|closed"); /* whose own end may go before the other side's FIN comes */
	tell_closed(pair.server, "fin");
}
