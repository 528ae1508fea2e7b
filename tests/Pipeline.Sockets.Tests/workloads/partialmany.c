/* sendmmsg of which only some messages find room, or one is refused; the error of a call comes with the next one. */
#include "exchange.h"

#define MESSAGES 64
#define SIZE (60 * KIB)
#define REFUSED 70000 /* longer than any datagram */

static uint8_t bytes[MESSAGES][REFUSED];
static struct iovec segments[MESSAGES];
static struct mmsghdr messages[MESSAGES];

static int give(struct end *from, struct end *to, int count, int refused)
{
	uint64_t at = from->sent;

	for (int i = 0; i < count; i++) {
		size_t size = i == refused ? REFUSED : (size_t)(SIZE - i);

		fill(bytes[i], (uint32_t)from->number, at, size);
		segments[i] = (struct iovec){ bytes[i], size };
		messages[i] = (struct mmsghdr){ .msg_hdr = { .msg_iov = &segments[i], .msg_iovlen = 1 } };
		at += size;
	}
	int done = sendmmsg(from->fd, messages, (unsigned)count, MSG_DONTWAIT);

	for (int i = 0; i < done; i++)
		sent(from, to, "sendmmsg", messages[i].msg_len);
	return done;
}

static void take(struct end *to, int flags)
{
	static uint8_t into[SIZE];
	ssize_t result = recv(to->fd, into, SIZE, flags);

	received_plain(to, "recv", into, result);
}

int main(void)
{
	begin();
	stay();
	struct pair udp = open_pair("udp"), tcp = open_pair("tcp");

	for (int refused = 0; refused < 4; refused++) {
		if (give(udp.client, udp.server, 4, refused) != (refused == 0 ? -1 : refused))
			fail("not the messages before the one that is too long");
		if (give(udp.client, udp.server, 2, -1) != 2)
			fail("messages that can be sent were not");
		while (udp.server->arrived < udp.server->arriving)
			take(udp.server, 0);
	}

	/* Until nothing more fits. */
	MUST(setsockopt(tcp.client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ 500000 }, sizeof(int)));
	MUST(setsockopt(tcp.server->fd, SOL_SOCKET, SO_RCVBUF, &(int){ 500000 }, sizeof(int)));
	for (int done = MESSAGES; done == MESSAGES;)
		done = give(tcp.client, tcp.server, MESSAGES, -1);
	while (tcp.server->received < tcp.client->sent)
		take(tcp.server, 0);
	close_pair(tcp);
	close_pair(udp);
}
