#include "workload.h"
#include <sched.h>
#include <sys/ioctl.h>

#define PATIENCE_STEPS 100000

struct shared *shared;

long must(long result, const char *call, const char *file, int line)
{
	if (result >= 0)
		return result;
	fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, strerror(errno));
	exit(1);
}

void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		fail("no shared memory");
	return memory;
}

/* Before main: lines are whole whoever prints them, and a signal sent early is not lost. */
__attribute__((constructor)) static void prepare(void)
{
	sigset_t go;

	sigemptyset(&go);
	sigaddset(&go, SIGUSR1);
	sigprocmask(SIG_BLOCK, &go, NULL);
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	shared = share(sizeof *shared);
}

void begin(void)
{
	sigset_t go;
	int signal;

	printf("{\"pid\":%d}\n", getpid());
	sigemptyset(&go);
	sigaddset(&go, SIGUSR1);
	sigwait(&go, &signal);
}

void stay(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(MUST(sched_getcpu()), &one);
	MUST(sched_setaffinity(0, sizeof one, &one));
}

void in_child(void (*body)(void))
{
	int status;
	pid_t child = (pid_t)MUST(fork());

	if (child == 0) {
		body();
		exit(0);
	}
	MUST(waitpid(child, &status, 0));
	if (status != 0)
		fail("a child failed");
}

void await_bytes(int fd, size_t size)
{
	int ready = 0;

	for (int i = 0; i < PATIENCE_STEPS; i++) {
		MUST(ioctl(fd, FIONREAD, &ready));
		if ((size_t)ready >= size)
			return;
		usleep(STEP_US);
	}
	fail("bytes that were sent never came");
}
