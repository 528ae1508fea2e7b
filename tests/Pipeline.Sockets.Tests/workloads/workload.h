/* What every workload has: a beginning that waits for the observers, children, and an end with a message where something fails. */
#pragma once
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "end.h"
#include "pattern.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KIB 1024
#define PIECE (30 * KIB) /* the longest payload of a row */
#define LIMIT (5 * KIB * KIB / 2) /* payload of a call */
#define LARGEST (3 * KIB * KIB)
#define STEP_US 1000 /* between two looks at what is waited for */

/* Evaluates to the result of a call that must not fail. */
#define MUST(call) must((long)(call), #call, __FILE__, __LINE__)

long must(long result, const char *call, const char *file, int line);
_Noreturn void fail(const char *what);

/* Memory that children share. */
void *share(size_t size);

/* Says the process number, and waits for SIGUSR1: everything from here on is observed. */
void begin(void);

/* From here on by one CPU: what is sent by several, loopback may deliver in another order. */
void stay(void);

/* Runs it in a process of its own, to its end. */
void in_child(void (*body)(void));

/* Until so many bytes can be read at once. */
void await_bytes(int fd, size_t size);
