/* sendmmsg and recvmmsg: all, some, with a time-out, only until one has come, and more than the receiver asks for. */
#include "exchange.h"
#include "vectors.h"

#define MOST 200
#define SIZE 1500
#define SEGMENTS 3

struct batch {
	struct mmsghdr messages[MOST];
	struct iovec segments[MOST][SEGMENTS];
	uint8_t bytes[MOST][SIZE];
};

static struct batch out, in;

static void lay(struct batch *batch, int count)
{
	for (int i = 0; i < count; i++)
		batch->messages[i] = (struct mmsghdr){ .msg_hdr = { .msg_iov = batch->segments[i], .msg_iovlen = SEGMENTS } };
}

/* Messages of unequal length; each call is told as so many messages. */
static void give(struct end *from, struct end *to, int count)
{
	uint64_t at = from->sent;

	lay(&out, count);
	for (int i = 0; i < count; i++) {
		size_t size = (size_t)(1 + (i * 37 + count) % SIZE);

		fill(out.bytes[i], (uint32_t)from->number, at, size);
		cut(out.segments[i], SEGMENTS, out.bytes[i], size);
		at += size;
	}
	int done = (int)MUST(sendmmsg(from->fd, out.messages, (unsigned)count, 0));

	for (int i = 0; i < done; i++)
		sent(from, to, "sendmmsg", out.messages[i].msg_len);
}

/* At most count messages; how many came. */
static int take(struct end *to, int count, int flags, struct timespec *timeout)
{
	lay(&in, count);
	for (int i = 0; i < count; i++)
		cut(in.segments[i], SEGMENTS, in.bytes[i], SIZE);
	int done = recvmmsg(to->fd, in.messages, (unsigned)count, flags, timeout);

	for (int i = 0; i < done; i++)
		received(to, "recvmmsg", in.segments[i], SEGMENTS, in.messages[i].msg_len, in.messages[i].msg_len);
	return done;
}

/* However long they are on their way. */
static void take_all(struct end *to, int count, int flags)
{
	while (count > 0) {
		int done = take(to, count, flags, NULL);

		if (done < 0 && errno != EAGAIN)
			fail("messages could not be received");
		if (done < 0)
			usleep(STEP_US);
		else
			count -= done;
	}
}

static void datagrams(struct end *from, struct end *to)
{
	give(from, to, 1);
	take_all(to, 1, 0);
	give(from, to, MOST);
	take_all(to, MOST, 0);
	give(from, to, 50);
	for (int i = 0; i < 50; i += 7) /* the same array again and again */
		take(to, i + 7 <= 50 ? 7 : 50 - i, 0, NULL);
	give(from, to, 3);
	for (int left = 3; left > 0;)
		left -= (int)MUST(take(to, 10, MSG_WAITFORONE, NULL));
	give(from, to, 4);
	if (take(to, 4, 0, &(struct timespec){ .tv_sec = 300 }) != 4)
		fail("not all messages in time");
	if (take(to, 10, MSG_DONTWAIT, NULL) != -1 || errno != EAGAIN)
		fail("messages that nobody sent");
	give(from, to, 2);
	take_all(to, 2, MSG_DONTWAIT);
}

/* Of a stream each message is a call's worth, and the last one received is as long as what is left. */
static void stream(struct end *from, struct end *to)
{
	give(from, to, 100);
	await_bytes(to->fd, from->sent - to->received);
	while (to->received < from->sent)
		MUST(take(to, 20, MSG_DONTWAIT, NULL));
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: manymessages TRANSPORT");
	begin();
	stay();
	struct pair pair = open_pair(words[1]);

	for (int i = 0; i < 3; i++) {
		(pair.client->stream ? stream : datagrams)(pair.client, pair.server);
		(pair.client->stream ? stream : datagrams)(pair.server, pair.client);
	}
	close_pair(pair);
}
