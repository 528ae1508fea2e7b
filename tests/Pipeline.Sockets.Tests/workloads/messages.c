/* sendmsg and recvmsg with segments, names and control messages. */
#include "exchange.h"
#include "vectors.h"

static void exchange(struct end *from, struct end *to, size_t size, size_t sending, size_t receiving)
{
	static uint8_t *bytes;
	struct iovec segments[MOST_SEGMENTS];
	struct sockaddr_storage name;
	uint8_t control[256];

	if (!bytes)
		bytes = room();
	prepare_bytes(from, bytes, size);
	cut(segments, sending, bytes, size);
	struct msghdr message = { .msg_iov = segments, .msg_iovlen = sending };

	if (MUST(sent(from, to, "sendmsg", sendmsg(from->fd, &message, 0))) != (long)size)
		fail("a sendmsg was not whole");
	if (to->stream)
		await_bytes(to->fd, size);
	memset(bytes, 0, size);
	cut(segments, receiving, bytes, size);
	message = (struct msghdr){ &name, sizeof name, segments, receiving, control, sizeof control, 0 };
	ssize_t result = recvmsg(to->fd, &message, 0);

	if (MUST(received(to, "recvmsg", segments, receiving, result, (size_t)result)) != (long)size)
		fail("a recvmsg was not whole");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: messages TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES;

	for (size_t k = 0; k < sizes; k++) {
		exchange(pair.client, pair.server, SIZES[k], 1, 17);
		exchange(pair.server, pair.client, SIZES[k], 2, MOST_SEGMENTS);
		if (k >= DATAGRAM_SIZES)
			continue;
		exchange(pair.client, pair.server, SIZES[k], MOST_SEGMENTS, 1);
		exchange(pair.server, pair.client, SIZES[k], 17, 2);
	}
	close_pair(pair);
}
