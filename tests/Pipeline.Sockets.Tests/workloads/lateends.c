/* Connections of which bytes are read when TCP is done with them: behind both FINs, behind a reset, and while the last FIN comes. */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include "exchange.h"

#define SIZE 60000
#define PART 7000
#define ROOM (64 * KIB)
#define RACES 300
#define PATIENCE_STEPS 100000

static uint8_t given[SIZE], taken[SIZE];

static void give(struct end *from)
{
	prepare_bytes(from, given, SIZE);
	MUST(sent(from, from->peer, "write", write(from->fd, given, SIZE)));
}

static ssize_t take(struct end *to, size_t most)
{
	return MUST(received_plain(to, "read", taken, read(to->fd, taken, most)));
}

static void take_rest(struct end *to, size_t most)
{
	while (take(to, most) > 0)
		;
}

static void await_state(struct end *end, int state)
{
	struct tcp_info info = {};

	for (int i = 0; i < PATIENCE_STEPS; i++) {
		MUST(getsockopt(end->fd, IPPROTO_TCP, TCP_INFO, &info, &(socklen_t){ sizeof info }));
		if (info.tcpi_state == state)
			return;
		usleep(STEP_US);
	}
	fail("a connection never came into the state that was waited for");
}

/* Until the socket is in its last state. */
static void await_end(struct end *end)
{
	await_state(end, TCP_CLOSE);
}

/* The other side knows of it, too. */
static void done_sending(struct end *end)
{
	MUST(shutdown(end->fd, SHUT_WR));
	await_state(end->peer, TCP_CLOSE_WAIT);
}

static void reset(struct end *end)
{
	MUST(setsockopt(end->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger)));
	MUST(close(end->fd));
}

/* The client is done sending; the server sends and closes, and the client has read nothing. */
static struct pair ended(const char *transport)
{
	struct pair pair = open_pair(transport);

	done_sending(pair.client);
	give(pair.server);
	MUST(close(pair.server->fd));
	await_end(pair.client);
	tell_closed(pair.server, "fin");
	tell_closed(pair.client, "fin");
	return pair;
}

static void read_late(const char *transport)
{
	struct pair pair = ended(transport);

	take_rest(pair.client, PART);
	MUST(close(pair.client->fd));
}

static void never_read(const char *transport)
{
	MUST(close(ended(transport).client->fd));
}

/* The one that reads first dies of it. */
static void read_by_two(const char *transport)
{
	struct pair pair = ended(transport);
	pid_t child = (pid_t)MUST(fork());

	if (child == 0) {
		take(pair.client, PART);
		kill(getpid(), SIGKILL);
	}
	MUST(waitpid(child, NULL, 0));
	take(pair.client, PART);
	MUST(close(pair.client->fd));
}

/* What is left is given up for another connection of the same socket, of which nothing is read. */
static void used_again(const char *transport)
{
	struct pair pair = ended(transport), other;
	struct sockaddr_storage address = {};
	socklen_t size = sizeof address;
	int listener = listen_on(transport);

	take(pair.client, PART);
	MUST(connect(pair.client->fd, (struct sockaddr *)&(struct sockaddr){ .sa_family = AF_UNSPEC }, sizeof(struct sockaddr)));
	MUST(getsockname(listener, (struct sockaddr *)&address, &size));
	MUST(connect(pair.client->fd, (struct sockaddr *)&address, size));
	other.client = new_end(pair.client->fd, 1);
	other.server = accept_from(transport, listener, other.client);
	close(listener);
	give(other.server);
	await_bytes(other.client->fd, SIZE);
	MUST(close(other.client->fd));
	await_end(other.server);
	MUST(close(other.server->fd));
	tell_closed(other.client, "closed");
	tell_closed(other.server, "reset");
}

static void read_behind_reset(const char *transport)
{
	struct pair pair = open_pair(transport);

	give(pair.server);
	await_bytes(pair.client->fd, SIZE);
	reset(pair.server);
	await_end(pair.client);
	for (int left = SIZE; left > 0;)
		left -= (int)take(pair.client, PART);
	MUST(close(pair.client->fd));
	tell_closed(pair.server, "closed");
	tell_closed(pair.client, "reset");
}

/* By who has not read all, which gives it up. */
static void reset_unread(const char *transport)
{
	struct pair pair = open_pair(transport);

	give(pair.server);
	await_bytes(pair.client->fd, SIZE);
	take(pair.client, PART);
	reset(pair.client);
	await_end(pair.server);
	MUST(close(pair.server->fd));
	tell_closed(pair.client, "closed");
	tell_closed(pair.server, "reset");
}

/* Nobody accepts it: the listener closes, and resets what waits. */
static void never_accepted(const char *transport)
{
	int listener = listen_on(transport);
	struct end *client = connect_to(transport, listener);

	client->peer = new_end(-1, 1);
	tell_end(client, "tcp", "client");
	give(client);
	MUST(close(listener));
	await_end(client);
	MUST(close(client->fd));
	tell_closed(client, "reset");
}

static void *take_into(void *argument)
{
	struct end *to = ((void **)argument)[0];
	uint8_t *memory = ((void **)argument)[1];

	if (MUST(received_plain(to, "read", memory, read(to->fd, memory, ROOM))) != SIZE)
		fail("a read was not whole");
	return NULL;
}

/* The last FIN comes while a call reads into memory that is not there yet, and waits until the call has given the socket back. */
static void held(const char *transport)
{
	struct pair pair = open_pair(transport);
	uint8_t *memory = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct uffdio_range range = { .start = (uintptr_t)memory, .len = ROOM };
	int faults = (int)MUST(syscall(SYS_userfaultfd, O_CLOEXEC));
	void *argument[] = { pair.client, memory };
	struct uffd_msg fault;
	pthread_t thread;

	MUST(ioctl(faults, UFFDIO_API, &(struct uffdio_api){ .api = UFFD_API }));
	MUST(ioctl(faults, UFFDIO_REGISTER, &(struct uffdio_register){ .range = range, .mode = UFFDIO_REGISTER_MODE_MISSING }));
	done_sending(pair.client);
	give(pair.server);
	await_bytes(pair.client->fd, SIZE);
	if (pthread_create(&thread, NULL, take_into, argument) != 0)
		fail("no thread");
	MUST(read(faults, &fault, sizeof fault));
	MUST(close(pair.server->fd));
	MUST(ioctl(faults, UFFDIO_ZEROPAGE, &(struct uffdio_zeropage){ .range = range }));
	pthread_join(thread, NULL);
	close(faults);
	munmap(memory, ROOM);
	await_end(pair.client);
	MUST(close(pair.client->fd));
	tell_closed(pair.server, "fin");
	tell_closed(pair.client, "fin");
}

static void *give_and_close(void *from)
{
	give(from);
	MUST(close(((struct end *)from)->fd));
	return NULL;
}

/* Any order of the last FIN and the calls that read. */
static void race(const char *transport, int number)
{
	struct pair pair = open_pair(transport);
	struct end *reader = number % 2 ? pair.client : pair.server;
	pthread_t thread;

	done_sending(reader);
	if (pthread_create(&thread, NULL, give_and_close, reader->peer) != 0)
		fail("no thread");
	usleep((useconds_t)(number % 5) * 20);
	take_rest(reader, number % 3 ? SIZE : PART);
	MUST(close(reader->fd));
	pthread_join(thread, NULL);
	tell_closed(pair.server, "fin");
	tell_closed(pair.client, "fin");
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: lateends tcp|tcp6");
	begin();
	read_late(words[1]);
	never_read(words[1]);
	read_by_two(words[1]);
	used_again(words[1]);
	read_behind_reset(words[1]);
	reset_unread(words[1]);
	never_accepted(words[1]);
	held(words[1]);
	for (int i = 0; i < RACES; i++)
		race(words[1], i);
}
