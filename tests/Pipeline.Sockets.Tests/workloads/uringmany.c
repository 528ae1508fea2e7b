/* Many requests that wait for the bytes of one socket. */
#include "uring.h"

#define WAITING 24
#define SIZE 1500
#define ROUNDS 5

static struct uring uring;
static uint8_t in[WAITING][SIZE], out[SIZE];
static struct iovec segments[WAITING][2];
static struct msghdr messages[WAITING];

static void wait_for(struct end *to, int which)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	segments[which][0] = (struct iovec){ in[which], SIZE / 3 };
	segments[which][1] = (struct iovec){ in[which] + SIZE / 3, SIZE - SIZE / 3 };
	messages[which] = (struct msghdr){ .msg_iov = segments[which], .msg_iovlen = 2 };
	if (which & 1)
		io_uring_prep_recv(sqe, to->fd, in[which], SIZE, 0);
	else
		io_uring_prep_recvmsg(sqe, to->fd, &messages[which], 0);
	submit(&uring, sqe, (uint64_t)which);
}

static void give(struct end *from, struct end *to, size_t size)
{
	prepare_bytes(from, out, size);
	MUST(sent(from, to, "write", write(from->fd, out, size)));
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringmany TRANSPORT inline|async|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);

	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < WAITING; i++)
			wait_for(pair.server, i);
		for (int i = 0; i < WAITING; i++) {
			give(pair.client, pair.server, (size_t)(1 + i * 61));
			struct io_uring_cqe cqe = next_completion(&uring);

			if (MUST(received_plain(pair.server, "io_uring", in[cqe.user_data], cqe.res)) != 1 + i * 61)
				fail("a request got part of what there was");
		}
	}
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
