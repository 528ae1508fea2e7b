/* A ring, and its completions one by one. */
#pragma once
#include <liburing.h>
#include "exchange.h"
#include "vectors.h"

#define ENTRIES 64

struct uring {
	struct io_uring ring;
	unsigned flags; /* of each submission */
};

/* mode is inline, async (by workers), sqpoll (by the kernel's thread) or defer (when the program asks). */
static inline void open_uring(struct uring *uring, const char *mode)
{
	struct io_uring_params parameters = { .flags = strcmp(mode, "sqpoll") == 0 ? IORING_SETUP_SQPOLL :
						       strcmp(mode, "defer") == 0 ? IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN : 0 };

	uring->flags = strcmp(mode, "async") == 0 ? IOSQE_ASYNC : 0;
	if (io_uring_queue_init_params(ENTRIES, &uring->ring, &parameters) != 0)
		fail("no io_uring");
}

static inline struct io_uring_sqe *next_sqe(struct uring *uring)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&uring->ring);

	if (!sqe)
		fail("the ring is full");
	return sqe;
}

static inline void submit(struct uring *uring, struct io_uring_sqe *sqe, uint64_t which)
{
	sqe->flags |= uring->flags;
	io_uring_sqe_set_data64(sqe, which);
	MUST(io_uring_submit(&uring->ring));
}

/* The next completion. */
static inline struct io_uring_cqe next_completion(struct uring *uring)
{
	struct __kernel_timespec patience = { .tv_sec = 300 };
	struct io_uring_cqe *cqe;
	int error;

	/* Who is stopped and goes on is interrupted, too. */
	while ((error = io_uring_wait_cqe_timeout(&uring->ring, &cqe, &patience)) == -EINTR)
		;
	if (error != 0)
		fail("no completion came");
	struct io_uring_cqe copy = { cqe->user_data, cqe->res, cqe->flags };

	io_uring_cqe_seen(&uring->ring, cqe);
	return copy;
}

/* The result of the only request there is; of one without copying, the notice that follows is waited for. */
static inline ssize_t complete(struct uring *uring)
{
	struct io_uring_cqe first = next_completion(uring);

	if (first.flags & IORING_CQE_F_MORE)
		while (!(next_completion(uring).flags & IORING_CQE_F_NOTIF))
			;
	if (first.res < 0)
		errno = -first.res;
	return first.res < 0 ? -1 : first.res;
}
