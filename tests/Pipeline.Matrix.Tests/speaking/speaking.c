/*
 * A client and a server, each a process, that speak TLS over loopback at a port: NAME PORT. Once its input has ended, by IPv4 and TLS 1.3, then by IPv6 and 1.2. Each end
 * says of each connection: "said NAME ADDRESS PORT ADDRESS PORT SENT SHA-256 RECEIVED SHA-256", its own address first.
 */
#include "speaking.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 65536

static const char request[] = "GET /speaking HTTP/1.1\r\nHost: matrix\r\n\r\n";

/* At once, one way and the other: less than a record, more than one, more than a row. The latter by TLS 1.3 only. */
static const size_t sizes[] = { sizeof(request) - 1, 100, 16385, 31000 };

struct stream {
	unsigned char bytes[MOST];
	size_t size;
};

static void fill(struct stream *stream, int direction)
{
	for (int i = 0; i < MOST; i++)
		stream->bytes[i] = i * 31 + i / 251 + i / 65521 + direction * 101;
	if (!direction)
		memcpy(stream->bytes, request, sizeof(request) - 1);
}

static socklen_t address_of(struct sockaddr_storage *address, int family, int port)
{
	struct sockaddr_in6 *v6 = (void *)address;
	struct sockaddr_in *v4 = (void *)address;

	memset(address, 0, sizeof(*address));
	address->ss_family = family;
	v4->sin_port = htons(port);
	if (family == AF_INET6)
		v6->sin6_addr = in6addr_loopback;
	else
		v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return family == AF_INET6 ? sizeof(*v6) : sizeof(*v4);
}

static int print_address(char *to, const struct sockaddr_storage *address)
{
	const struct sockaddr_in6 *v6 = (const void *)address;
	const struct sockaddr_in *v4 = (const void *)address;
	char text[INET6_ADDRSTRLEN];

	CHECK(inet_ntop(address->ss_family, address->ss_family == AF_INET6 ? (const void *)&v6->sin6_addr : &v4->sin_addr, text, sizeof(text)));
	return sprintf(to, " %s %d", text, ntohs(v4->sin_port));
}

static int print_stream(char *to, const struct stream *stream)
{
	unsigned char sum[DIGEST];
	int length = sprintf(to, " %zu ", stream->size);

	digest(stream->bytes, stream->size, sum);
	for (int i = 0; i < DIGEST; i++)
		length += sprintf(to + length, "%02x", sum[i]);
	return length;
}

static void report(const char *name, int fd, const struct stream *sent, const struct stream *received)
{
	struct sockaddr_storage here, there;
	socklen_t size = sizeof(here);
	char line[400];
	int length = sprintf(line, "said %s", name);

	CHECK(getsockname(fd, (void *)&here, &size) == 0);
	size = sizeof(there);
	CHECK(getpeername(fd, (void *)&there, &size) == 0);
	length += print_address(line + length, &here);
	length += print_address(line + length, &there);
	length += print_stream(line + length, sent);
	length += print_stream(line + length, received);
	line[length++] = '\n';
	CHECK(write(STDOUT_FILENO, line, length) == length);
}

static void say_next(void *session, struct stream *stream, size_t size)
{
	say(session, stream->bytes + stream->size, size);
	stream->size += size;
}

static void hear_next(void *session, struct stream *stream, size_t size)
{
	const size_t end = stream->size + size;

	while (stream->size < end) {
		const size_t heard = hear(session, stream->bytes + stream->size, end - stream->size);

		CHECK(heard);
		stream->size += heard;
	}
}

/* Nothing is left to be read when a socket closes: what is read under the end itself may be told as missed. */
static void speak(const char *name, int fd, bool is_client, bool is_old)
{
	static struct stream sent, received;
	void *session = meet(fd, is_client, is_old);

	fill(&sent, !is_client);
	sent.size = received.size = 0;
	for (int i = 0; i < (is_old ? 2 : 4); i++) {
		if (is_client)
			say_next(session, &sent, sizes[i]);
		hear_next(session, &received, sizes[i]);
		if (!is_client)
			say_next(session, &sent, sizes[i]);
	}
	if (!is_client)
		CHECK(hear(session, received.bytes + received.size, 1) == 0);
	part(session, is_client);
	report(name, fd, &sent, &received);
	if (!is_client)
		CHECK(read(fd, received.bytes, 1) == 0);
	CHECK(close(fd) == 0);
}

static void converse(const char *name, int port, int family)
{
	const bool is_old = family == AF_INET6;
	const int listener = socket(family, SOCK_STREAM, 0);
	struct sockaddr_storage address;
	const socklen_t size = address_of(&address, family, port);
	int status, fd;
	pid_t child;

	CHECK(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) == 0);
	CHECK(bind(listener, (void *)&address, size) == 0 && listen(listener, 1) == 0);
	child = fork();
	if (!child) {
		fd = socket(family, SOCK_STREAM, 0);
		CHECK(connect(fd, (void *)&address, size) == 0);
		speak(name, fd, true, is_old);
		_exit(0);
	}
	fd = accept(listener, NULL, NULL);
	CHECK(fd >= 0);
	speak(name, fd, false, is_old);
	CHECK(waitpid(child, &status, 0) == child && !status);
	CHECK(close(listener) == 0);
}

int main(int count, char **arguments)
{
	CHECK(count == 3);
	/* Its library may be looked into before it is used. */
	while (getchar() != EOF)
		continue;
	/* Where one end fails, the other would wait. */
	alarm(1000);
	prepare();
	converse(arguments[1], atoi(arguments[2]), AF_INET);
	converse(arguments[1], atoi(arguments[2]), AF_INET6);
	return 0;
}
