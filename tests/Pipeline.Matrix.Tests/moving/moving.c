/* Moves bytes between sockets of its own in every way that needs no library: at port 17004 by TCP, at port 17005 by UDP. Ends with 1 where a call fails. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define LARGE 70000

static char bytes[LARGE], got[LARGE];

static long must(long result, long expected, const char *what)
{
	if (result == expected)
		return result;
	fprintf(stderr, "%s: %ld instead of %ld: %s\n", what, result, expected, strerror(errno));
	exit(1);
}

#define MUST(expected, call) must((long)(call), expected, #call)

static void await(int fd, int size)
{
	int ready = 0;

	for (int i = 0; i < 20000 && ready < size; i++) {
		usleep(1000);
		MUST(0, ioctl(fd, FIONREAD, &ready));
	}
	MUST(1, ready >= size);
}

static socklen_t address_of(struct sockaddr_storage *address, int family, int port)
{
	struct sockaddr_in6 *v6 = (void *)address;
	struct sockaddr_in *v4 = (void *)address;

	memset(address, 0, sizeof *address);
	address->ss_family = family;
	v4->sin_port = htons(port);
	if (family == AF_INET6)
		v6->sin6_addr = in6addr_loopback;
	else
		v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return family == AF_INET6 ? sizeof *v6 : sizeof *v4;
}

/* Three segments of so many bytes each. */
static void segment(struct iovec segments[3], char *at, int size)
{
	for (int i = 0; i < 3; i++)
		segments[i] = (struct iovec){ at + i * size, size };
}

static void many(struct mmsghdr messages[3], struct iovec segments[3], char *at, int size, struct sockaddr_storage names[3], socklen_t name_size)
{
	memset(messages, 0, 3 * sizeof *messages);
	segment(segments, at, size);
	for (int i = 0; i < 3; i++) {
		messages[i].msg_hdr.msg_iov = &segments[i];
		messages[i].msg_hdr.msg_iovlen = 1;
		messages[i].msg_hdr.msg_name = name_size ? &names[i] : NULL;
		messages[i].msg_hdr.msg_namelen = name_size;
	}
}

static void talk(int client, int server)
{
	static const char request[] = "GET /moving HTTP/1.1\r\nHost: matrix\r\n\r\n";
	struct iovec segments[3];
	struct mmsghdr messages[3];
	struct msghdr message = { .msg_iov = segments, .msg_iovlen = 3 };
	int size = sizeof request - 1;
	FILE *file = tmpfile();

	MUST(size, write(client, request, size));
	MUST(size, read(server, got, size));
	segment(segments, bytes, 100);
	MUST(300, writev(server, segments, 3));
	await(client, 300);
	segment(segments, got, 100);
	MUST(300, readv(client, segments, 3));
	MUST(LARGE, send(client, bytes, LARGE, 0));
	MUST(LARGE, recv(server, got, LARGE, MSG_WAITALL));
	segment(segments, bytes, 7);
	MUST(21, sendmsg(server, &message, 0));
	await(client, 21);
	MUST(21, recv(client, got, 50, MSG_PEEK));
	segment(segments, got, 7);
	MUST(21, recvmsg(client, &message, 0));
	many(messages, segments, bytes, 50, NULL, 0);
	MUST(3, sendmmsg(client, messages, 3, 0));
	await(server, 150);
	many(messages, segments, got, 50, NULL, 0);
	MUST(3, recvmmsg(server, messages, 3, 0, NULL));
	for (int i = 0; i < 4; i++) {
		MUST(1, send(server, bytes + i, 1, 0));
		MUST(1, recv(client, got, 10, 0));
	}
	MUST(3000, fwrite(bytes, 1, 3000, file));
	MUST(0, fflush(file));
	MUST(3000, sendfile(client, fileno(file), &(off_t){ 0 }, 3000));
	await(server, 3000);
	MUST(3000, read(server, got, LARGE));
	fclose(file);
}

static void tcp(int family)
{
	struct sockaddr_storage address;
	socklen_t size = address_of(&address, family, 17004);
	int listener = socket(family, SOCK_STREAM, 0), client = socket(family, SOCK_STREAM, 0), server;

	MUST(0, setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)));
	MUST(0, bind(listener, (void *)&address, size));
	MUST(0, listen(listener, 1));
	MUST(0, connect(client, (void *)&address, size));
	server = accept(listener, NULL, NULL);
	MUST(0, setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)));
	MUST(0, setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)));
	talk(client, server);
	MUST(0, close(client));
	MUST(0, read(server, got, 1));
	MUST(0, close(server));
	MUST(0, close(listener));
}

static void udp(int family)
{
	struct sockaddr_storage address, names[3];
	socklen_t size = address_of(&address, family, 17005), name_size = sizeof *names;
	int server = socket(family, SOCK_DGRAM, 0), client = socket(family, SOCK_DGRAM, 0);
	struct iovec segments[3];
	struct mmsghdr messages[3];
	struct msghdr message = { .msg_iov = segments, .msg_iovlen = 3, .msg_name = names, .msg_namelen = sizeof *names };

	MUST(0, bind(server, (void *)&address, size));
	MUST(500, sendto(client, bytes, 500, 0, (void *)&address, size));
	MUST(500, recvfrom(server, got, LARGE, 0, (void *)&names[0], &name_size));
	MUST(600, sendto(server, bytes, 600, 0, (void *)&names[0], size));
	MUST(600, recv(client, got, LARGE, 0));
	MUST(0, connect(client, (void *)&address, size));
	MUST(40, write(client, bytes, 40));
	segment(segments, got, 100);
	MUST(40, recvmsg(server, &message, 0));
	names[1] = names[2] = names[0];
	many(messages, segments, bytes, 60, names, size);
	MUST(3, sendmmsg(server, messages, 3, 0));
	many(messages, segments, got, 60, NULL, 0);
	MUST(3, recvmmsg(client, messages, 3, 0, NULL));
	many(messages, segments, bytes, 70, NULL, 0);
	MUST(3, sendmmsg(client, messages, 3, 0));
	many(messages, segments, got, 70, names, sizeof *names);
	MUST(3, recvmmsg(server, messages, 3, 0, NULL));
	MUST(0, close(client));
	MUST(0, close(server));
}

int main(void)
{
	for (int i = 0; i < LARGE; i++)
		bytes[i] = (char)(i * 31 + i / 251);
	tcp(AF_INET);
	tcp(AF_INET6);
	udp(AF_INET);
	udp(AF_INET6);
	return 0;
}
