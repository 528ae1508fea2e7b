/* An end of a connection. All ends lie in memory that the processes of a program share: whoever moves bytes counts them there. */
#pragma once
#include <stdint.h>

#define MOST_ENDS 4096
#define MOST_WAITING 1024

/* A datagram on its way: which bytes it carries. */
struct datagram {
	uint32_t key;
	uint32_t size;
	uint64_t at;
};

struct end {
	int fd;
	int number; /* and the key of the stream it sends; from 1 */
	int stream; /* no datagrams */
	struct end *peer; /* of a connected one */
	uint64_t sent, received;
	uint64_t arriving, arrived; /* datagrams ever sent here, and taken */
	struct datagram waiting[MOST_WAITING];
};

struct shared {
	int count;
	struct end ends[MOST_ENDS];
};

extern struct shared *shared;

static inline struct end *new_end(int fd, int stream)
{
	struct end *end = &shared->ends[__atomic_fetch_add(&shared->count, 1, __ATOMIC_RELAXED)];

	end->fd = fd;
	end->stream = stream;
	end->number = (int)(end - shared->ends) + 1;
	return end;
}
