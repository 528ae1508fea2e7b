/* What a library that encrypts has to do for speaking.c. Each ends the program where the library fails. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGEST 32

#define CHECK(what)                                                                                                      \
	do {                                                                                                             \
		if (!(what)) {                                                                                           \
			fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #what, strerror(errno));                  \
			exit(1);                                                                                         \
		}                                                                                                        \
	} while (0)

/* Makes a certificate, and the key to it. */
void prepare(void);

/* Shakes hands; `is_old`: by TLS 1.2, otherwise 1.3. */
void *meet(int fd, bool is_client, bool is_old);

void say(void *session, const unsigned char *bytes, size_t size);

/* Returns how many came, 0: the other side has said that it says nothing more. */
size_t hear(void *session, unsigned char *bytes, size_t size);

/* Says that it says nothing more; a client then hears the same. */
void part(void *session, bool is_client);

/* SHA-256. */
void digest(const unsigned char *bytes, size_t size, unsigned char result[DIGEST]);
