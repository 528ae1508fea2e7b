#include "workload.h"
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <sys/un.h>
#include "told.h"

static void print_address(const char *name, const struct sockaddr_storage *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	int port = 0;

	if (address->ss_family == AF_INET) {
		inet_ntop(AF_INET, &((struct sockaddr_in *)address)->sin_addr, text, sizeof text);
		port = ntohs(((struct sockaddr_in *)address)->sin_port);
	} else if (address->ss_family == AF_INET6) {
		inet_ntop(AF_INET6, &((struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
		port = ntohs(((struct sockaddr_in6 *)address)->sin6_port);
	}
	printf(",\"%s\":\"%s\",\"%s_port\":%d", name, text, name, port);
}

void tell_end(struct end *end, const char *transport, const char *role)
{
	struct sockaddr_storage local = {}, remote = {};
	socklen_t size = sizeof local;

	MUST(getsockname(end->fd, (struct sockaddr *)&local, &size));
	size = sizeof remote;
	if (getpeername(end->fd, (struct sockaddr *)&remote, &size) != 0)
		remote.ss_family = AF_UNSPEC;
	printf("{\"end\":%d,\"peer\":%d,\"transport\":\"%s\",\"role\":\"%s\"", end->number, end->peer ? end->peer->number : 0, transport, role);
	print_address("local", &local);
	print_address("remote", &remote);
	printf("}\n");
}

void tell_closed(struct end *end, const char *reason)
{
	printf("{\"closed\":%d,\"reason\":\"%s\"}\n", end->number, reason);
}

static void tell_call(struct end *end, pid_t pid, const char *direction, const char *function, uint64_t position, ssize_t size, size_t copied, struct datagram from, int peer)
{
	printf("{\"call\":\"%s\",\"pid\":%d,\"end\":%d,\"direction\":\"%s\",\"position\":%" PRId64 ",\"size\":%zd,\"copied\":%zu,\"key\":%u,\"at\":%" PRIu64 ",\"peer\":%d}\n",
	       function, pid, end->number, direction, (int64_t)position, size, copied, from.key, from.at, peer);
}

ssize_t sent(struct end *end, struct end *to, const char *function, ssize_t result)
{
	struct datagram what = { (uint32_t)end->number, (uint32_t)result, end->sent };

	if (result < 0)
		return result;
	if (!end->stream) {
		if (to->arriving - to->arrived == MOST_WAITING)
			fail("more datagrams on their way than this program remembers");
		to->waiting[to->arriving++ % MOST_WAITING] = what;
	}
	tell_call(end, getpid(), "egress", function, end->sent, result, (size_t)result, what, to->number);
	end->sent += (uint64_t)result;
	return result;
}

ssize_t sent_anywhere(struct end *end, pid_t pid, const char *function, ssize_t result)
{
	if (result >= 0) {
		tell_call(end, pid, "egress", function, ANYWHERE, result, (size_t)result, (struct datagram){}, end->peer->number);
		__atomic_fetch_add(&end->sent, (uint64_t)result, __ATOMIC_RELAXED);
	}
	return result;
}

static void check(const struct iovec *segments, size_t count, size_t copied, struct datagram from)
{
	for (size_t i = 0; i < count && copied > 0; i++) {
		size_t part = segments[i].iov_len < copied ? segments[i].iov_len : copied;

		if (!resembles(segments[i].iov_base, from.key, from.at, part))
			fail("what was received is not what was sent");
		from.at += part;
		copied -= part;
	}
}

ssize_t received(struct end *end, const char *function, const struct iovec *segments, size_t count, ssize_t result, size_t copied)
{
	struct datagram from = {};

	if (result < 0)
		return result;
	if (!end->stream)
		from = end->waiting[end->arrived++ % MOST_WAITING];
	else if (end->peer)
		from = (struct datagram){ (uint32_t)end->peer->number, (uint32_t)result, end->received };
	check(segments, count, copied, from);
	tell_call(end, getpid(), "ingress", function, end->received, result, copied, from, (int)from.key);
	end->received += (uint64_t)result;
	return result;
}

ssize_t received_plain(struct end *end, const char *function, const void *buffer, ssize_t result)
{
	return received(end, function, &(struct iovec){ (void *)buffer, (size_t)result }, 1, result, (size_t)result);
}

ssize_t received_anywhere(struct end *end, const char *function, ssize_t result)
{
	if (result >= 0) {
		tell_call(end, getpid(), "ingress", function, ANYWHERE, result, (size_t)result, (struct datagram){}, end->peer->number);
		__atomic_fetch_add(&end->received, (uint64_t)result, __ATOMIC_RELAXED);
	}
	return result;
}

void tell_content(struct end *end, uint64_t position, size_t size, uint32_t key, uint64_t at)
{
	printf("{\"content\":%d,\"position\":%" PRIu64 ",\"size\":%zu,\"key\":%u,\"at\":%" PRIu64 "}\n", end->number, position, size, key, at);
}
