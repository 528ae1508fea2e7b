/* Buffers whose pages are not there when the call begins, or not when it ends: a file mapped and never touched, memory given back, a page that cannot be read. */
#include "files.h"

#define SIZE (14 * 4096) /* a datagram can be as long */
#define PAGE 4096

static void give(struct end *from, struct end *to, const uint8_t *bytes, size_t size)
{
	MUST(sent(from, to, "write", write(from->fd, bytes, size)));
	read_all(to);
}

static void of_file(struct end *from, struct end *to)
{
	int file = file_for(from, SIZE);
	uint8_t *bytes = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, file, 0);

	give(from, to, bytes, SIZE);
	munmap(bytes, SIZE);
	close(file);
}

/* Received into memory that was given back a moment before. */
static void into_nothing(struct end *from, struct end *to)
{
	uint8_t *bytes = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	await_bytes(to->fd, SIZE);
	MUST(madvise(bytes, SIZE, MADV_DONTNEED));
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
	munmap(bytes, SIZE);
}

/* The call ends where memory does: the bytes before that are sent. */
static void up_to_a_hole(struct end *from, struct end *to)
{
	uint8_t *bytes = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	prepare_bytes(from, bytes, SIZE / 2);
	MUST(munmap(bytes + SIZE / 2, PAGE));
	ssize_t result = sent(from, to, "write", write(from->fd, bytes, SIZE));

	if (result < 0 && errno != EFAULT)
		fail("a hole was not told as one");
	read_all(to);
	munmap(bytes, SIZE / 2);
	munmap(bytes + SIZE / 2 + PAGE, SIZE / 2 - PAGE);
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: absent TRANSPORT");
	begin();
	struct pair pair = open_pair(words[1]);

	for (int i = 0; i < 3; i++) {
		of_file(pair.client, pair.server);
		into_nothing(pair.client, pair.server);
		up_to_a_hole(pair.server, pair.client);
		of_file(pair.server, pair.client);
	}
	close_pair(pair);
}
