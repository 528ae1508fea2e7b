/* 32-bit calls, by int 0x80 and with buffers below 4 GiB, as programs for the older processors make them; ordinary calls in between. Of the former nobody tells the name. */
#include "exchange.h"

#define SIZE 9000
#define IA32_READ 3
#define IA32_WRITE 4
#define IA32_SENDTO 369
#define IA32_RECVFROM 371

static uint8_t *bytes;

static long ia32(long number, long first, long second, long third)
{
	long result;

	__asm__ volatile("xor %%esi, %%esi\n\txor %%edi, %%edi\n\tpush %%rbp\n\txor %%ebp, %%ebp\n\tint $0x80\n\tpop %%rbp"
			 : "=a"(result)
			 : "a"(number), "b"(first), "c"(second), "d"(third)
			 : "memory", "rsi", "rdi", "r8", "r9", "r10", "r11");
	return (int)result;
}

static void exchange(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "unknown", ia32(IA32_WRITE, from->fd, (long)bytes, SIZE)));
	await_bytes(to->fd, SIZE);
	MUST(received_plain(to, "unknown", bytes, ia32(IA32_READ, to->fd, (long)bytes, SIZE)));
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "unknown", ia32(IA32_SENDTO, from->fd, (long)bytes, SIZE)));
	await_bytes(to->fd, SIZE);
	MUST(received_plain(to, "unknown", bytes, ia32(IA32_RECVFROM, to->fd, (long)bytes, SIZE)));
}

static void exchange_natively(struct end *from, struct end *to)
{
	prepare_bytes(from, bytes, SIZE);
	MUST(sent(from, to, "write", write(from->fd, bytes, SIZE)));
	await_bytes(to->fd, SIZE);
	MUST(received_plain(to, "read", bytes, read(to->fd, bytes, SIZE)));
}

int main(int count, char **words)
{
	if (count != 2)
		fail("usage: compat TRANSPORT");
	bytes = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (bytes == MAP_FAILED)
		fail("no memory below 4 GiB");
	begin();
	struct pair pair = open_pair(words[1]);

	for (int i = 0; i < 5; i++) {
		exchange(pair.client, pair.server);
		exchange_natively(pair.client, pair.server);
		exchange(pair.server, pair.client);
	}
	close_pair(pair);
}
