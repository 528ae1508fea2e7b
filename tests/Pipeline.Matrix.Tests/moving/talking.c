/*
 * A client and a server of TLS that share a secret, at port 17006, with the library inside the program. They begin when a line comes on standard input.
 * Ends with 1 where a call fails.
 */
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BODY 40000

static const char request[] = "GET /talking HTTP/1.1\r\nHost: matrix\r\n\r\n";
static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n";
static char bytes[BODY], got[BODY];

static void must(int is_so, const char *what)
{
	if (is_so)
		return;
	perror(what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

#define MUST(what) must(what, #what)

static unsigned client_secret(SSL *ssl, const char *hint, char *identity, unsigned most, unsigned char *secret, unsigned size)
{
	(void)ssl, (void)hint;
	snprintf(identity, most, "matrix");
	memset(secret, 7, size < 32 ? size : 32);
	return size < 32 ? size : 32;
}

static unsigned server_secret(SSL *ssl, const char *identity, unsigned char *secret, unsigned size)
{
	(void)ssl, (void)identity;
	memset(secret, 7, size < 32 ? size : 32);
	return size < 32 ? size : 32;
}

static void receive(SSL *ssl, int size)
{
	for (int done = 0, more; done < size; done += more)
		MUST((more = SSL_read(ssl, got, sizeof got)) > 0);
}

static void ask(SSL *ssl)
{
	size_t moved;

	MUST(SSL_connect(ssl) == 1);
	for (int i = 0; i < 3; i++) {
		MUST(SSL_write_ex(ssl, request, sizeof request - 1, &moved) == 1);
		receive(ssl, sizeof head - 1 + BODY);
	}
	SSL_shutdown(ssl);
}

static void answer(SSL *ssl)
{
	size_t moved;

	MUST(SSL_accept(ssl) == 1);
	for (int i = 0; i < 3; i++) {
		MUST(SSL_read_ex(ssl, got, sizeof got, &moved) == 1);
		MUST(SSL_write(ssl, head, sizeof head - 1) > 0);
		MUST(SSL_write(ssl, bytes, BODY) == BODY);
	}
	/* Whoever has heard all hangs up. */
	MUST(SSL_read(ssl, got, sizeof got) == 0);
}

static SSL *session(const SSL_METHOD *method, int socket)
{
	SSL_CTX *context = SSL_CTX_new(method);
	SSL *ssl;

	SSL_CTX_set_psk_client_callback(context, client_secret);
	SSL_CTX_set_psk_server_callback(context, server_secret);
	ssl = SSL_new(context);
	MUST(ssl && SSL_set_fd(ssl, socket) == 1);
	return ssl;
}

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(17006), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int listener = socket(AF_INET, SOCK_STREAM, 0), client, server, status;
	pid_t child;

	memset(bytes, 'b', sizeof bytes);
	getchar();
	MUST(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) == 0);
	MUST(bind(listener, (void *)&address, sizeof address) == 0 && listen(listener, 1) == 0);
	MUST((child = fork()) >= 0);
	if (!child) {
		client = socket(AF_INET, SOCK_STREAM, 0);
		MUST(connect(client, (void *)&address, sizeof address) == 0);
		ask(session(TLS_client_method(), client));
		return 0;
	}
	MUST((server = accept(listener, NULL, NULL)) >= 0);
	answer(session(TLS_server_method(), server));
	MUST(waitpid(child, &status, 0) == child && !status);
	return 0;
}
