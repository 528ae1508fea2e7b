/* What a workload says of itself, a JSON line each. */
#pragma once
#include <sys/types.h>
#include <sys/uio.h>
#include "end.h"

/* Where the receiver has to find out who sent what. */
#define ANYWHERE UINT64_MAX

/* An end there is from now on, with its addresses; role is client, server or unknown. */
void tell_end(struct end *end, const char *transport, const char *role);

/* That the connection of a stream ended: reason is fin, reset or closed; several are separated by |. */
void tell_closed(struct end *end, const char *reason);

/* A call that sent result bytes of the end's own stream, the next ones, to another end. Passes result on; a failure is told by nobody. */
ssize_t sent(struct end *end, struct end *to, const char *function, ssize_t result);

/* The same of an end whose other writers come in between, by the process that made the call. */
ssize_t sent_anywhere(struct end *end, pid_t pid, const char *function, ssize_t result);

/*
 * A call that received result bytes, of which the first copied lie in the segments; they must be what was sent. Passes result on.
 * Of a datagram the rest is gone for good.
 */
ssize_t received(struct end *end, const char *function, const struct iovec *segments, size_t count, ssize_t result, size_t copied);

/* The same of a plain buffer that took all. */
ssize_t received_plain(struct end *end, const char *function, const void *buffer, ssize_t result);

/* The same of bytes that are checked elsewhere. */
ssize_t received_anywhere(struct end *end, const char *function, ssize_t result);

/* What lies at a position of what an end received, found out after the fact. */
void tell_content(struct end *end, uint64_t position, size_t size, uint32_t key, uint64_t at);
