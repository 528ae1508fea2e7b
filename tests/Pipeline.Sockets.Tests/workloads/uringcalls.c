/* Each operation of io_uring that moves bytes, with data there before it is asked for, and after. */
#include "uring.h"

#define SEGMENTS 17

struct buffer {
	uint8_t *bytes;
	size_t size;
	struct iovec segments[SEGMENTS];
	struct msghdr message;
};

static struct uring uring;
static struct buffer out, in;

typedef void (*prepare)(struct io_uring_sqe *sqe, int fd, struct buffer *buffer);

static void by_send(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_send(sqe, fd, b->bytes, b->size, 0); }
static void by_recv(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_recv(sqe, fd, b->bytes, b->size, 0); }
static void by_sendmsg(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_sendmsg(sqe, fd, &b->message, 0); }
static void by_recvmsg(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_recvmsg(sqe, fd, &b->message, 0); }
static void by_write(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_write(sqe, fd, b->bytes, (unsigned)b->size, (uint64_t)-1); }
static void by_read(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_read(sqe, fd, b->bytes, (unsigned)b->size, (uint64_t)-1); }
static void by_writev(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_writev(sqe, fd, b->segments, SEGMENTS, 0); }
static void by_readv(struct io_uring_sqe *sqe, int fd, struct buffer *b) { io_uring_prep_readv(sqe, fd, b->segments, SEGMENTS, 0); }

static const prepare senders[] = { by_send, by_sendmsg, by_write, by_writev };
static const prepare receivers[] = { by_recv, by_recvmsg, by_read, by_readv };

static void lay(struct buffer *buffer, size_t size)
{
	buffer->size = size;
	cut(buffer->segments, SEGMENTS, buffer->bytes, size);
	buffer->message = (struct msghdr){ .msg_iov = buffer->segments, .msg_iovlen = SEGMENTS };
}

static ssize_t told(struct end *to, ssize_t result)
{
	return received_plain(to, "io_uring", in.bytes, result);
}

/* What the sender's call left is not waited for by one receive. */
static void receive_rest(struct end *from, struct end *to, prepare receive)
{
	while (to->stream && to->received < from->sent) {
		struct io_uring_sqe *sqe = next_sqe(&uring);

		receive(sqe, to->fd, &in);
		submit(&uring, sqe, 0);
		MUST(told(to, complete(&uring)));
	}
}

static void one_after_the_other(struct end *from, struct end *to, prepare send, prepare receive, size_t size)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);

	prepare_bytes(from, out.bytes, size);
	lay(&out, size);
	lay(&in, size);
	send(sqe, from->fd, &out);
	submit(&uring, sqe, 0);
	MUST(sent(from, to, "io_uring", complete(&uring)));
	if (to->stream)
		await_bytes(to->fd, (size_t)(from->sent - to->received));
	else
		receive(sqe = next_sqe(&uring), to->fd, &in), submit(&uring, sqe, 0), MUST(told(to, complete(&uring)));
	receive_rest(from, to, receive);
}

/* The receiver is there first, and is woken. */
static void receiver_first(struct end *from, struct end *to, prepare send, prepare receive, size_t size)
{
	struct io_uring_sqe *sqe = next_sqe(&uring);
	ssize_t results[2];

	prepare_bytes(from, out.bytes, size);
	lay(&out, size);
	lay(&in, size);
	receive(sqe, to->fd, &in);
	submit(&uring, sqe, 0);
	usleep(1000);
	sqe = next_sqe(&uring);
	send(sqe, from->fd, &out);
	submit(&uring, sqe, 1);
	for (int i = 0; i < 2; i++) {
		struct io_uring_cqe cqe = next_completion(&uring);

		results[cqe.user_data] = cqe.res;
	}
	if (results[0] < 0 || results[1] < 0)
		fail("a request failed");
	sent(from, to, "io_uring", results[1]);
	told(to, results[0]);
	receive_rest(from, to, receive);
}

int main(int count, char **words)
{
	if (count != 3)
		fail("usage: uringcalls TRANSPORT inline|async|sqpoll|defer");
	out.bytes = room();
	in.bytes = room();
	begin();
	open_uring(&uring, words[2]);
	struct pair pair = open_pair(words[1]);
	size_t sizes = pair.client->stream ? COUNT(SIZES) : DATAGRAM_SIZES;

	for (size_t k = 0; k < sizes; k++)
		for (size_t i = 0; i < COUNT(senders); i++) {
			if (k >= DATAGRAM_SIZES && k % COUNT(senders) != i)
				continue; /* each large one once */
			one_after_the_other(pair.client, pair.server, senders[i], receivers[(i + k) % COUNT(receivers)], SIZES[k]);
			receiver_first(pair.server, pair.client, senders[i], receivers[(i + k) % COUNT(receivers)], SIZES[k]);
		}
	io_uring_queue_exit(&uring.ring);
	close_pair(pair);
}
