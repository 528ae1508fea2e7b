/* Files in memory with the bytes that an end will send. */
#pragma once
#include "exchange.h"

/* One whose first size bytes are those that an end sends next. */
static inline int file_for(struct end *end, size_t size)
{
	int file = (int)MUST(memfd_create("bytes", MFD_CLOEXEC));
	uint8_t *bytes = room();

	prepare_bytes(end, bytes, size);
	if (MUST(write(file, bytes, size)) != (long)size)
		fail("a file was not written");
	free(bytes);
	MUST(lseek(file, 0, SEEK_SET));
	return file;
}

/* Receives all that an end has not received yet. */
static inline void read_all(struct end *to)
{
	uint8_t *bytes = room();

	while (to->received < to->peer->sent)
		MUST(received_plain(to, "read", bytes, read(to->fd, bytes, LARGEST)));
	free(bytes);
}
