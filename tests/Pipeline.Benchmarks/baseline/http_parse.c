// The baseline of the HTTP/1 parser: Debian's libhttp-parser over requests and responses in turn, each message as its pieces came.
//     http_parse FILE ROUNDS          prints MB/s and requests/s of each of the rounds
//     http_parse FILE digest          prints what was parsed, as one number
// FILE holds pieces: u32 bytes, the bytes; a request and its response in turn.
#include <http_parser.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_FIELDS = 256 };

struct span { const char *at; size_t length; };

// What a user of the library keeps of a message: where its parts lie. Parts never cross pieces in the files that are measured.
struct message {
	struct span target, names[MOST_FIELDS], values[MOST_FIELDS];
	unsigned fields;
	uint64_t body;
};

static struct message messages[2];
static uint64_t completed, total, pending;
static int digests;

static uint64_t hash(uint64_t hash, const char *bytes, size_t length, int lower)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char b = bytes[i];
		hash = (hash ^ (lower && b >= 'A' && b <= 'Z' ? b | 0x20 : b)) * 1099511628211u;
	}
	return (hash ^ 256) * 1099511628211u;
}

static uint64_t fields_of(const struct message *message)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < message->fields; i++)
		sum += hash(hash(14695981039346656037u, message->names[i].at, message->names[i].length, 1), message->values[i].at, message->values[i].length, 0);
	return sum;
}

static int begin(http_parser *parser)
{
	struct message *message = parser->data;
	message->fields = 0;
	message->body = 0;
	return 0;
}

static int url(http_parser *parser, const char *at, size_t length)
{
	struct message *message = parser->data;
	message->target = (struct span){ at, length };
	return 0;
}

static int field(http_parser *parser, const char *at, size_t length)
{
	struct message *message = parser->data;
	if (message->fields < MOST_FIELDS)
		message->names[message->fields] = (struct span){ at, length };
	return 0;
}

static int value(http_parser *parser, const char *at, size_t length)
{
	struct message *message = parser->data;
	if (message->fields < MOST_FIELDS)
		message->values[message->fields++] = (struct span){ at, length };
	return 0;
}

static int body(http_parser *parser, const char *at, size_t length)
{
	(void)at;
	((struct message *)parser->data)->body += length;
	return 0;
}

static int complete(http_parser *parser)
{
	struct message *message = parser->data;
	completed++;
	if (!digests)
		return 0;
	if (parser->type == HTTP_REQUEST) {
		const char *method = http_method_str(parser->method);
		pending = hash(hash(14695981039346656037u, method, strlen(method), 0), message->target.at, message->target.length, 0) + 3 * fields_of(message) + message->body;
	} else {
		pending += 5 * fields_of(message) + 7 * message->body + 11 * (uint64_t)parser->status_code;
		total = total * 31 + pending;
	}
	return 0;
}

static double parse(const char *file, size_t size)
{
	http_parser parsers[2];
	http_parser_settings settings;
	struct timespec start, end;

	http_parser_settings_init(&settings);
	settings.on_message_begin = begin;
	settings.on_url = url;
	settings.on_header_field = field;
	settings.on_header_value = value;
	settings.on_body = body;
	settings.on_message_complete = complete;
	for (int i = 0; i < 2; i++) {
		http_parser_init(&parsers[i], i == 0 ? HTTP_REQUEST : HTTP_RESPONSE);
		parsers[i].data = &messages[i];
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (size_t at = 0, side = 0; at < size; side ^= 1) {
		uint32_t length;
		memcpy(&length, file + at, sizeof(length));
		if (http_parser_execute(&parsers[side], &settings, file + at + sizeof(length), length) != length) {
			fprintf(stderr, "http_parse: %s at byte %zu\n", http_errno_description(HTTP_PARSER_ERRNO(&parsers[side])), at);
			exit(1);
		}
		at += sizeof(length) + length;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

int main(int argc, char **argv)
{
	FILE *input = argc == 3 ? fopen(argv[1], "rb") : NULL;
	char *file;
	long size;

	if (!input || fseek(input, 0, SEEK_END) || (size = ftell(input)) < 0) {
		fprintf(stderr, "usage: http_parse FILE ROUNDS|digest\n");
		return 2;
	}
	rewind(input);
	file = malloc((size_t)size + 1);
	if (!file || fread(file, 1, (size_t)size, input) != (size_t)size) {
		fprintf(stderr, "http_parse: %s cannot be read\n", argv[1]);
		return 1;
	}
	digests = strcmp(argv[2], "digest") == 0;
	for (int rounds = digests ? 1 : atoi(argv[2]); rounds > 0; rounds--) {
		double seconds;
		completed = 0;
		seconds = parse(file, (size_t)size);
		if (digests)
			printf("%llu messages, digest %016llx\n", (unsigned long long)completed, (unsigned long long)total);
		else
			printf("%.1f MB/s %.0f requests/s\n", (double)size / seconds / 1e6, (double)completed / 2 / seconds);
	}
	return 0;
}
