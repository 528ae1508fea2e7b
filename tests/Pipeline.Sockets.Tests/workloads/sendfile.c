/* sendfile: from the beginning, from an offset, and several times into one connection that other calls use too. */
#include <sys/sendfile.h>
#include "files.h"

static void send_file(struct end *from, struct end *to, size_t size, int with_offset)
{
	int file = file_for(from, size);
	off_t offset = 0;

	for (size_t left = size; left > 0;)
		left -= (size_t)MUST(sent(from, to, "sendfile", sendfile(from->fd, file, with_offset ? &offset : NULL, left)));
	close(file);
	read_all(to);
}

static void write_between(struct end *from, struct end *to)
{
	uint8_t bytes[5000];

	prepare_bytes(from, bytes, sizeof bytes);
	MUST(sent(from, to, "write", write(from->fd, bytes, sizeof bytes)));
	read_all(to);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: sendfile TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);

	for (size_t k = 0; k < COUNT(SIZES); k++) {
		write_between(pair.client, pair.server);
		send_file(pair.client, pair.server, SIZES[k], 0);
		send_file(pair.server, pair.client, SIZES[k], 1);
		write_between(pair.server, pair.client);
	}
	close_pair(pair);
}
