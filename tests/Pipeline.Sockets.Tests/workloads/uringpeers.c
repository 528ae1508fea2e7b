/* Datagrams of one socket to and from many others, none of them connected: each request names where to, or asks where from. */
#include <netinet/in.h>
#include "uring.h"

#define PEERS 8
#define SIZE 1200
#define ROUNDS 4

static struct uring uring;
static uint8_t bytes[SIZE];

static socklen_t address_of(struct end *end, struct sockaddr_storage *address)
{
	socklen_t size = sizeof *address;

	MUST(getsockname(end->fd, (struct sockaddr *)address, &size));
	return size;
}

static void give(struct end *from, struct end *to, size_t size, int by_message)
{
	struct sockaddr_storage address;
	socklen_t length = address_of(to, &address);
	struct iovec segment = { bytes, size };
	struct msghdr message = { .msg_name = &address, .msg_namelen = length, .msg_iov = &segment, .msg_iovlen = 1 };
	struct io_uring_sqe *sqe = next_sqe(&uring);

	prepare_bytes(from, bytes, size);
	if (by_message) {
		io_uring_prep_sendmsg(sqe, from->fd, &message, 0);
	} else {
		io_uring_prep_send(sqe, from->fd, bytes, size, 0);
		io_uring_prep_send_set_addr(sqe, (struct sockaddr *)&address, (uint16_t)length);
	}
	submit(&uring, sqe, 0);
	MUST(sent(from, to, "io_uring", complete(&uring)));
}

static void take(struct end *to)
{
	struct sockaddr_storage address;
	struct iovec segment = { bytes, SIZE };
	struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &segment, .msg_iovlen = 1 };
	struct io_uring_sqe *sqe = next_sqe(&uring);

	io_uring_prep_recvmsg(sqe, to->fd, &message, 0);
	submit(&uring, sqe, 0);
	MUST(received_plain(to, "io_uring", bytes, complete(&uring)));
}

int main(int count, char **words)
{
	struct end *server, *peers[PEERS];

	if (count != 3)
		fail("usage: uringpeers udp|udp6 inline|async|sqpoll|defer");
	begin();
	open_uring(&uring, words[2]);
	server = bind_udp(words[1]);
	for (int i = 0; i < PEERS; i++)
		peers[i] = bind_udp(words[1]);
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < PEERS; i++) {
			give(peers[i], server, 10 + (size_t)i, i & 1);
			take(server);
			give(server, peers[i], 1000 + (size_t)i, i >> 1 & 1);
			take(peers[i]);
		}
	io_uring_queue_exit(&uring.ring);
	close(server->fd);
	for (int i = 0; i < PEERS; i++)
		close(peers[i]->fd);
}
