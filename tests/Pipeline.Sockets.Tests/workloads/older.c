/* Connections that have carried bytes before anybody observes them. */
#include "exchange.h"

#define SIZE 5000

static uint8_t bytes[SIZE];

/* Nobody is told: it was before. */
static void before(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	from->sent += (uint64_t)MUST(write(from->fd, bytes, SIZE));
	await_bytes(to->fd, SIZE);
	to->received += (uint64_t)MUST(read(to->fd, bytes, SIZE));
}

static void exchange(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	await_bytes(to->fd, SIZE);
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
}

int main(void)
{
	static const char *transports[] = { "tcp", "tcp6", "mapped" };
	struct pair pairs[COUNT(transports)];

	for (size_t i = 0; i < COUNT(transports); i++) {
		pairs[i] = open_pair(transports[i]);
		before(pairs[i].client, pairs[i].server);
		before(pairs[i].client, pairs[i].server);
		before(pairs[i].server, pairs[i].client);
	}

	/* One of which bytes lie unread. */
	prepare_bytes(pairs[0].client, bytes, SIZE);
	pairs[0].client->sent += (uint64_t)MUST(write(pairs[0].client->fd, bytes, SIZE));
	begin();
	MUST(received_plain(pairs[0].server, "read", bytes, read(pairs[0].server->fd, bytes, SIZE)));
	for (int turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < COUNT(transports); i++) {
			exchange(pairs[i].client, pairs[i].server);
			exchange(pairs[i].server, pairs[i].client);
		}
	for (size_t i = 0; i < COUNT(transports); i++)
		close_pair(pairs[i]);
}
