/*
 * What programs do with OpenSSL beside a call to write and a call to read: sessions MODE CERTIFICATE KEY. A client and a server,
 * each a process, over loopback.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pattern.h"

#define CHECK(what)                                                                                 \
	do {                                                                                        \
		if (!(what)) {                                                                      \
			fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #what, strerror(errno)); \
			exit(1);                                                                    \
		}                                                                                   \
	} while (0)

#define EARLY 3000	/* bytes that are sent before the handshake is done */

struct end {
	SSL *ssl;
	int fd, port, other;	/* it writes to the other, where that is not 0 */
	bool is_client;
	long sent, received;
};

static const char *mode, *certificate, *key;

/* Of the connection before, which a client may go on with. */
static SSL_SESSION *kept;

static bool is(const char *name)
{
	return !strcmp(mode, name);
}

static void wait_for(struct end *end, int result)
{
	const int error = SSL_get_error(end->ssl, result);
	struct pollfd entry = { end->fd, error == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN, 0 };

	CHECK(error == SSL_ERROR_WANT_WRITE || error == SSL_ERROR_WANT_READ);
	poll(&entry, 1, -1);
}

static void send_bytes(struct end *end, int size)
{
	unsigned char *bytes = malloc(size);
	int done = 0;

	fill(bytes, end->port, end->is_client ? REQUEST : RESPONSE, end->sent, size);
	while (done < size) {
		size_t moved = 0;
		int result;

		if (is("ex"))
			result = SSL_write_ex(end->ssl, bytes + done, size - done, &moved);
		else
			moved = result = SSL_write(end->ssl, bytes + done, size - done);
		if (result > 0)
			done += moved;
		else
			wait_for(end, result);
	}
	end->sent += size;
	free(bytes);
}

static void check_received(struct end *end, const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		CHECK(bytes[i] == pattern_byte(end->port, end->is_client ? RESPONSE : REQUEST, end->received + (long)i));
	end->received += size;
}

static void receive_bytes(struct end *end, int size)
{
	unsigned char bytes[5000];

	while (size) {
		const int most = size < (int)sizeof(bytes) ? size : (int)sizeof(bytes);
		size_t moved = 0;
		int result;

		if (is("ex")) {
			SSL_peek(end->ssl, bytes, most);
			result = SSL_read_ex(end->ssl, bytes, most, &moved);
		} else {
			moved = result = SSL_read(end->ssl, bytes, most);
		}
		if (result <= 0) {
			wait_for(end, result);
			continue;
		}
		check_received(end, bytes, moved);
		size -= moved;
	}
}

static const int sizes[] = { 1, 100, 16384, 16385, 300000 };

static void exchange(struct end *end)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (end->is_client)
			send_bytes(end, sizes[i]);
		receive_bytes(end, sizes[i]);
		if (!end->is_client)
			send_bytes(end, sizes[i]);
	}
}

static void send_early(struct end *end, int size)
{
	unsigned char bytes[EARLY];
	size_t moved;

	fill(bytes, end->port, end->is_client ? REQUEST : RESPONSE, end->sent, size);
	for (int done = 0; done < size; done += moved)
		CHECK(SSL_write_early_data(end->ssl, bytes + done, size - done, &moved) == 1);
	end->sent += size;
}

/* Bytes that a client sends with its first words, and a server before it has heard the last ones. */
static void exchange_early(struct end *end)
{
	unsigned char bytes[EARLY];
	size_t moved;
	int result;

	if (end->is_client) {
		if (!kept)
			return;
		CHECK(SSL_set_session(end->ssl, kept) == 1);
		send_early(end, 100);
		send_early(end, EARLY);
		return;
	}
	do {
		result = SSL_read_early_data(end->ssl, bytes, sizeof(bytes), &moved);
		CHECK(result != SSL_READ_EARLY_DATA_ERROR);
		check_received(end, bytes, moved);
		if (moved && !end->sent)
			send_early(end, 100);
	} while (result != SSL_READ_EARLY_DATA_FINISH);
	CHECK(!kept == !end->received);
}

static void handshake(struct end *end)
{
	int result;

	if (is("early"))
		exchange_early(end);

	/* Otherwise within the first calls that move bytes. */
	if (is("implicit"))
		return;
	while ((result = SSL_do_handshake(end->ssl)) != 1)
		wait_for(end, result);
	if (is("early") && end->is_client && kept)
		receive_bytes(end, 100);
}

static SSL_CTX *context(bool is_client)
{
	SSL_CTX *made = SSL_CTX_new(is_client ? TLS_client_method() : TLS_server_method());

	CHECK(made);
	if (!is_client)
		CHECK(SSL_CTX_use_certificate_file(made, certificate, SSL_FILETYPE_PEM) == 1 && SSL_CTX_use_PrivateKey_file(made, key, SSL_FILETYPE_PEM) == 1);
	SSL_CTX_set_options(made, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	if (is("renegotiated"))
		SSL_CTX_set_max_proto_version(made, TLS1_2_VERSION);
	if (is("early") && !is_client)
		CHECK(SSL_CTX_set_max_early_data(made, 16384) == 1);
	SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS);
	if (is("partial"))
		SSL_CTX_set_mode(made, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return made;
}

static void again(struct end *end)
{
	if (end->is_client && is("renegotiated")) {
		CHECK(SSL_renegotiate(end->ssl) == 1);
		while (SSL_do_handshake(end->ssl) != 1)
			continue;
	}
	if (is("updated"))
		CHECK(SSL_key_update(end->ssl, SSL_KEY_UPDATE_REQUESTED) == 1);
}

static void set_socket(struct end *end)
{
	const int small = 8192;

	if (is("partial") || is("nonblocking")) {
		setsockopt(end->fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
		fcntl(end->fd, F_SETFL, O_NONBLOCK);
	}
	SSL_set_fd(end->ssl, end->fd);
	if (end->other)
		SSL_set_wfd(end->ssl, end->other);
	if (end->is_client)
		SSL_set_connect_state(end->ssl);
	else
		SSL_set_accept_state(end->ssl);
}

/* One more line than was asked for, before TLS begins. */
static void say_hello(struct end *end)
{
	char word[16];

	if (!is("starttls"))
		return;
	if (end->is_client)
		CHECK(write(end->fd, "STARTTLS\r\n", 10) == 10 && read(end->fd, word, sizeof(word)) == 4);
	else
		CHECK(read(end->fd, word, sizeof(word)) == 10 && write(end->fd, "220\n", 4) == 4);
}

static void run(struct end *end)
{
	say_hello(end);
	handshake(end);
	exchange(end);
	again(end);
	/* The parent has shaken hands, and its child goes on. */
	if (is("forked")) {
		const pid_t child = fork();
		int status;

		if (!child) {
			exchange(end);
			if (end->is_client)
				printf("conn %d %ld %ld\n", end->port, end->sent, end->received);
			fflush(stdout);
			_exit(0);
		}
		CHECK(waitpid(child, &status, 0) == child && !status);
		return;
	}
	exchange(end);
	if (is("early"))
		kept = SSL_get1_session(end->ssl);
	if (end->is_client)
		printf("conn %d %ld %ld\n", end->port, end->sent, end->received);
	fflush(stdout);
}

/* Connections one after the other; of the same session where that is cleared or its room is used again. */
static void play(bool is_client, int listener, const struct sockaddr_in *address)
{
	const int connections = 3;
	SSL_CTX *made = context(is_client);
	SSL *ssl = SSL_new(made);

	for (int i = 0; i < connections; i++) {
		struct sockaddr_in peer;
		socklen_t size = sizeof(peer);
		struct end end = { .ssl = ssl, .is_client = is_client };

		if (is_client) {
			end.fd = socket(AF_INET, SOCK_STREAM, 0);
			CHECK(connect(end.fd, (const void *)address, sizeof(*address)) == 0);
			CHECK(getsockname(end.fd, (void *)&peer, &size) == 0);
		} else {
			end.fd = accept(listener, (void *)&peer, &size);
		}
		/* What one end reads from the other writes to. */
		if (is("split") && is_client) {
			end.other = end.fd;
			end.fd = socket(AF_INET, SOCK_STREAM, 0);
			CHECK(connect(end.fd, (const void *)address, sizeof(*address)) == 0);
		} else if (is("split")) {
			end.other = accept(listener, NULL, NULL);
		}
		end.port = ntohs(peer.sin_port);
		set_socket(&end);
		run(&end);
		SSL_shutdown(ssl);
		if (is("cleared")) {
			CHECK(SSL_clear(ssl) == 1);
		} else {
			SSL_free(ssl);
			ssl = SSL_new(made);
		}
		close(end.fd);
		if (end.other)
			close(end.other);
	}
}

int main(int count, char **arguments)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	const int listener = socket(AF_INET, SOCK_STREAM, 0);
	int status;
	pid_t child;

	CHECK(count == 4);
	mode = arguments[1];
	certificate = arguments[2];
	key = arguments[3];
	/* Its libraries may be looked into before it uses them. */
	if (is("told")) {
		puts("ready");
		fflush(stdout);
		getchar();
	}
	CHECK(bind(listener, (void *)&address, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, (void *)&address, &size) == 0);
	child = fork();
	play(child != 0, listener, &address);
	if (!child)
		return 0;
	CHECK(waitpid(child, &status, 0) == child && !status);
	return 0;
}
