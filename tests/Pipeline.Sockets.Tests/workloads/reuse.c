/* The same descriptor number again and again, for other connections and for what is no connection; closed by close, dup2 and close_range. */
#include <fcntl.h>
#include "exchange.h"

#define SIZE 3000
#define NUMBER 100 /* and the next one: what all ends are moved to */

static uint8_t bytes[SIZE];

static void exchange(struct end *from, struct end *to, int sending, int receiving)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(sending, bytes, SIZE)));
	if (to->stream)
		await_bytes(receiving, SIZE);
	MUST(received_plain(to, "read", bytes, read(receiving, bytes, SIZE)));
}

static void move_to(struct end *end, int number)
{
	MUST(dup2(end->fd, number));
	close(end->fd);
	end->fd = number;
}

/* A file by the same number, whose bytes are no row. */
static void use_file(void)
{
	int file = (int)MUST(memfd_create("bytes", 0));

	MUST(dup2(file, NUMBER));
	close(file);
	MUST(write(NUMBER, "not from a socket", 17));
	MUST(pread(NUMBER, bytes, 17, 0));
}

int main(void)
{
	static const char *transports[] = { "tcp", "udp", "tcp6", "tcp", "udp6", "mapped", "tcp" };

	begin();
	for (size_t i = 0; i < COUNT(transports); i++) {
		struct pair pair = open_pair(transports[i]);

		move_to(pair.client, NUMBER);
		move_to(pair.server, NUMBER + 1);
		exchange(pair.client, pair.server, NUMBER, NUMBER + 1);
		exchange(pair.server, pair.client, NUMBER + 1, NUMBER);
		if (i % 3 == 0) {
			MUST(close_range(NUMBER, ~0U, 0));
		} else if (i % 3 == 1) {
			use_file();
			MUST(close(NUMBER + 1));
		} else {
			MUST(close(NUMBER));
			MUST(close(NUMBER + 1));
		}
		tell_closed(pair.client, "fin|closed");
		tell_closed(pair.server, "fin");
	}
}
