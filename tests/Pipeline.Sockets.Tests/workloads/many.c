/* Many connections, one after the other and at once, each of a few bytes. */
#include "exchange.h"

#define AT_ONCE 100
#define ROUNDS 5
#define SIZE 50

static uint8_t bytes[SIZE];

static void exchange(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: many TRANSPORT");
	begin();
	int listener = listen_on(words[1]);

	for (int round = 0; round < ROUNDS; round++) {
		struct pair pairs[AT_ONCE];

		for (int i = 0; i < AT_ONCE; i++) {
			pairs[i].client = connect_to(words[1], listener);
			pairs[i].server = accept_from(words[1], listener, pairs[i].client);
		}
		for (int i = 0; i < AT_ONCE; i++) {
			exchange(pairs[i].client, pairs[i].server);
			exchange(pairs[i].server, pairs[i].client);
		}
		for (int i = AT_ONCE; i-- > 0;)
			close_pair(pairs[i]);
	}
}
