/* send_zc and sendmsg_zc, from ordinary and from registered memory. */
#include "uring.h"

#define SEGMENTS 17

static struct uring uring;
static uint8_t *bytes, *into;

static void take(struct end *from, struct end *to)
{
	do
		MUST(received_plain(to, "read", into, read(to->fd, into, LARGEST)));
	while (to->stream && to->received < from->sent);
}

static void exchange(struct end *from, struct end *to, size_t size, int how)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	struct iovec segments[SEGMENTS];
	struct msghdr message = { .msg_iov = segments, .msg_iovlen = SEGMENTS };

	prepare_bytes(from, bytes, size);
	cut(segments, SEGMENTS, bytes, size);
	if (how == 0)
		io_uring_prep_send_zc(sqe, from->fd, bytes, size, MSG_WAITALL, 0);
	else if (how == 1)
		io_uring_prep_send_zc_fixed(sqe, from->fd, bytes, size, MSG_WAITALL, 0, 0);
	else
		io_uring_prep_sendmsg_zc(sqe, from->fd, &message, MSG_WAITALL);
	submit(&uring, sqe, 0);

	/* The notice comes when the receiver has read. */
	struct io_uring_cqe cqe = next_completion(&uring);

	if (cqe.res < 0)
		fail("a request failed");
	sent(from, to, "io_uring", cqe.res);
	take(from, to);
	if (cqe.flags & IORING_CQE_F_MORE && !(next_completion(&uring).flags & IORING_CQE_F_NOTIF))
		fail("no notice");
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringzerocopy tcp|tcp6|udp|udp6 inline|async|sqpoll|defer");
	bytes = room();
	into = room();
	begin();
	open_uring(&uring, words[2]);
	if (io_uring_register_buffers(&uring.ring, &(struct iovec){ bytes, LARGEST }, 1) != 0)
		fail("memory cannot be registered");
	struct pair pair = open_pair(words[1]);
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES - 1;

	for (size_t k = 0; k < sizes; k++)
		for (int how = 0; how < 3; how++)
			if (k < DATAGRAM_SIZES || (int)(k % 3) == how)
				exchange(how & 1 ? pair.client : pair.server, how & 1 ? pair.server : pair.client, SIZES[k], how);
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
