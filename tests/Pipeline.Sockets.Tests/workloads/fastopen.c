/* Connections that the first bytes open: MSG_FASTOPEN, and TCP_FASTOPEN_CONNECT with the first write. Where no cookie is known the bytes follow the handshake. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include "exchange.h"

#define SIZE 1000

static uint8_t bytes[SIZE];

static void exchange(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	await_bytes(to->fd, (size_t)(from->sent - to->received));
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
}

static void open_with_bytes(const char *transport, int by_message)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	int listener = listen_on(transport);
	struct end *client;

	MUST(setsockopt(listener, IPPROTO_TCP, TCP_FASTOPEN, &(int){ 5 }, sizeof(int)));
	MUST(getsockname(listener, (struct sockaddr *)&address, &length));
	client = new_end((int)MUST(socket(address.ss_family, SOCK_STREAM, 0)), 1);
	prepare_bytes(client, bytes, SIZE);
	ssize_t result;

	if (by_message) {
		result = MUST(sendto(client->fd, bytes, SIZE, MSG_FASTOPEN, (struct sockaddr *)&address, length));
	} else {
		MUST(setsockopt(client->fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &(int){ 1 }, sizeof(int)));
		MUST(connect(client->fd, (struct sockaddr *)&address, length));
		result = MUST(write(client->fd, bytes, SIZE));
	}
	struct pair pair = { client, accept_from(transport, listener, client) };

	sent(client, pair.server, by_message ? "sendto" : "write", result);
	await_bytes(pair.server->fd, SIZE);
	MUST(received_plain(pair.server, "read", bytes, read(pair.server->fd, bytes, SIZE)));
	exchange(pair.server, pair.client);
	exchange(pair.client, pair.server);
	close(listener);
	close_pair(pair);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: fastopen tcp|tcp6");
	begin();
	for (int i = 0; i < 3; i++) {
		open_with_bytes(words[1], 1);
		open_with_bytes(words[1], 0);
	}
}
