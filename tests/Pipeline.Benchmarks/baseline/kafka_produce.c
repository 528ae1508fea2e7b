// The baseline of the Kafka sink: librdkafka's own producer with messages that lie ready, to the same kind of mock brokers in its process.
//     kafka_produce FILE ROUNDS PASSES       prints messages/s and messages per second of CPU time of each of the rounds, which go over the file so often
// FILE holds messages: u32 bytes of the value, the value, u32 headers, and of each header: u32 bytes of its name, the name with a NUL, u32 bytes of its value, the value.
#include <librdkafka/rdkafka.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static rd_kafka_t *client;
static rd_kafka_queue_t *queue;

static double now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint32_t number(const char **at)
{
	uint32_t value;

	memcpy(&value, *at, sizeof(value));
	*at += sizeof(value);
	return value;
}

// How many reports there were.
static size_t take(int milliseconds)
{
	const rd_kafka_message_t *messages[1024];
	rd_kafka_event_t *event = rd_kafka_queue_poll(queue, milliseconds);
	size_t taken = 0, count;

	if (event && rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR)
		while ((count = rd_kafka_event_message_array(event, messages, 1024)) > 0) {
			for (size_t i = 0; i < count; i++)
				if (messages[i]->err) {
					fprintf(stderr, "kafka_produce: %s\n", rd_kafka_err2str(messages[i]->err));
					exit(1);
				}
			taken += count;
		}
	if (event)
		rd_kafka_event_destroy(event);
	return taken;
}

static rd_kafka_headers_t *headers_of(const char **at)
{
	uint32_t count = number(at);
	rd_kafka_headers_t *headers = count ? rd_kafka_headers_new(count) : NULL;

	for (; count > 0; count--) {
		uint32_t name_length = number(at), length;
		const char *name = *at;

		*at += name_length + 1;
		length = number(at);
		rd_kafka_header_add(headers, name, name_length, *at, length);
		*at += length;
	}
	return headers;
}

static size_t produce(rd_kafka_topic_t *topic, const char *file, size_t size, int passes)
{
	size_t sent = 0, reported = 0;

	for (const char *at = file; passes > 0;) {
		uint32_t length = number(&at);
		const char *value = at;
		const char *headers_at = at + length;
		rd_kafka_error_t *error;

		do {
			rd_kafka_headers_t *headers;
			rd_kafka_vu_t arguments[4] = {
				{ .vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = topic },
				{ .vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = { (void *)value, length } },
				{ .vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY },
				{ .vtype = RD_KAFKA_VTYPE_HEADERS },
			};

			at = headers_at;
			headers = headers_of(&at);
			arguments[3].u.headers = headers;
			error = rd_kafka_produceva(client, arguments, headers ? 4 : 3);
			if (error) {
				if (headers)
					rd_kafka_headers_destroy(headers);
				rd_kafka_error_destroy(error);
				reported += take(100);
			}
		} while (error);
		if (at == file + size) {
			at = file;
			passes--;
		}
		if (++sent % 1024 == 0)
			for (size_t taken; (taken = take(0)) > 0; reported += taken)
				;
	}
	while (reported < sent)
		reported += take(100);
	return sent;
}

int main(int argc, char **argv)
{
	FILE *input = argc == 4 ? fopen(argv[1], "rb") : NULL;
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	rd_kafka_topic_t *topic;
	char *file, reason[512];
	long size;

	if (!input || fseek(input, 0, SEEK_END) || (size = ftell(input)) < 0) {
		fprintf(stderr, "usage: kafka_produce FILE ROUNDS PASSES\n");
		return 2;
	}
	rewind(input);
	file = malloc((size_t)size + 1);
	if (!file || fread(file, 1, (size_t)size, input) != (size_t)size) {
		fprintf(stderr, "kafka_produce: %s cannot be read\n", argv[1]);
		return 1;
	}
	// As the sink has it.
	const char *settings[][2] = {
		{ "test.mock.num.brokers", "1" }, { "enable.idempotence", "true" }, { "log_level", "0" },
		{ "queue.buffering.max.messages", "50000" }, { "queue.buffering.max.kbytes", "16384" },
	};
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (rd_kafka_conf_set(conf, settings[i][0], settings[i][1], reason, sizeof(reason)) != RD_KAFKA_CONF_OK) {
			fprintf(stderr, "kafka_produce: %s\n", reason);
			return 1;
		}
	rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_DR);
	client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof(reason));
	if (!client) {
		fprintf(stderr, "kafka_produce: %s\n", reason);
		return 1;
	}
	queue = rd_kafka_queue_get_main(client);
	topic = rd_kafka_topic_new(client, "lines", NULL);
	// The first finds out where the topic is.
	for (int rounds = atoi(argv[2]) + 1, first = 1; rounds > 0; rounds--, first = 0) {
		double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
		size_t sent = produce(topic, file, (size_t)size, atoi(argv[3]));
		if (!first)
			printf("%.0f messages/s %.0f messages/CPU-s\n", (double)sent / (now(CLOCK_MONOTONIC) - wall), (double)sent / (now(CLOCK_PROCESS_CPUTIME_ID) - cpu));
	}
	rd_kafka_topic_destroy(topic);
	rd_kafka_queue_destroy(queue);
	rd_kafka_destroy(client);
	return 0;
}
