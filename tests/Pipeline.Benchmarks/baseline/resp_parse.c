// The baseline of the Redis parser: Debian's libhiredis over commands and replies in turn, each as its pieces came; both are RESP2 values.
//     resp_parse FILE ROUNDS          prints MB/s and commands/s of each of the rounds
//     resp_parse FILE digest          prints what was parsed, as one number
// FILE holds pieces: u32 bytes, the bytes; commands and their replies in turn.
#include <hiredis/hiredis.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t commands, total;

static uint64_t hash(uint64_t hash, const char *bytes, size_t length, int upper)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char b = bytes[i];
		hash = (hash ^ (upper && b >= 'a' && b <= 'z' ? b & 0xdf : b)) * 1099511628211u;
	}
	return hash;
}

// As the text of a row: a single value as it is, what has elements as JSON.
static uint64_t text_of(uint64_t h, const redisReply *reply, int inside)
{
	char digits[24];

	switch (reply->type) {
	case REDIS_REPLY_ARRAY:
		h = hash(h, "[", 1, 0);
		for (size_t i = 0; i < reply->elements; i++) {
			if (i > 0)
				h = hash(h, ",", 1, 0);
			h = text_of(h, reply->element[i], 1);
		}
		return hash(h, "]", 1, 0);
	case REDIS_REPLY_INTEGER:
		return hash(h, digits, (size_t)snprintf(digits, sizeof(digits), "%lld", reply->integer), 0);
	case REDIS_REPLY_NIL:
		return hash(h, "null", 4, 0);
	default:
		if (inside)
			h = hash(h, "\"", 1, 0);
		h = hash(h, reply->str, (size_t)reply->len, 0);
		return inside ? hash(h, "\"", 1, 0) : h;
	}
}

static void add(const redisReply *value, int is_reply)
{
	uint64_t h = 14695981039346656037u;

	if (is_reply) {
		h = text_of(h, value, 0);
	} else {
		h = hash(h, value->element[0]->str, (size_t)value->element[0]->len, 1);
		for (size_t i = 1; i < value->elements; i++)
			h = hash(hash(h, "|", 1, 0), value->element[i]->str, (size_t)value->element[i]->len, 0);
	}
	// Sums: commands that were pipelined come before their replies here, and with them in rows.
	total += h * (is_reply ? 3 : 1);
}

static double parse(const char *file, size_t size, int digests)
{
	redisReader *readers[2] = { redisReaderCreate(), redisReaderCreate() };
	struct timespec start, end;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (size_t at = 0, side = 0; at < size; side ^= 1) {
		uint32_t length;
		void *value = NULL;

		memcpy(&length, file + at, sizeof(length));
		redisReaderFeed(readers[side], file + at + sizeof(length), length);
		for (;;) {
			if (redisReaderGetReply(readers[side], &value) != REDIS_OK) {
				fprintf(stderr, "resp_parse: %s at byte %zu\n", readers[side]->errstr, at);
				exit(1);
			}
			if (!value)
				break;
			if (digests)
				add(value, side == 1);
			commands += side;
			freeReplyObject(value);
		}
		at += sizeof(length) + length;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	redisReaderFree(readers[0]);
	redisReaderFree(readers[1]);
	return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

int main(int argc, char **argv)
{
	FILE *input = argc == 3 ? fopen(argv[1], "rb") : NULL;
	char *file;
	long size;
	int digests;

	if (!input || fseek(input, 0, SEEK_END) || (size = ftell(input)) < 0) {
		fprintf(stderr, "usage: resp_parse FILE ROUNDS|digest\n");
		return 2;
	}
	rewind(input);
	file = malloc((size_t)size + 1);
	if (!file || fread(file, 1, (size_t)size, input) != (size_t)size) {
		fprintf(stderr, "resp_parse: %s cannot be read\n", argv[1]);
		return 1;
	}
	digests = strcmp(argv[2], "digest") == 0;
	for (int rounds = digests ? 1 : atoi(argv[2]); rounds > 0; rounds--) {
		double seconds;
		commands = 0;
		seconds = parse(file, (size_t)size, digests);
		if (digests)
			printf("%llu commands, digest %016llx\n", (unsigned long long)commands, (unsigned long long)total);
		else
			printf("%.1f MB/s %.0f commands/s\n", (double)size / seconds / 1e6, (double)commands / seconds);
	}
	return 0;
}
