/* OpenSSL. EXTENDED: by the functions that tell of bytes where they are asked to, and not by what they return. */
#include "speaking.h"

#include <openssl/ec.h>
#include <openssl/ssl.h>

static EVP_PKEY *key;
static X509 *certificate;

void prepare(void)
{
	key = EVP_EC_gen("P-256");
	certificate = X509_new();
	CHECK(key && certificate);
	CHECK(X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) && X509_gmtime_adj(X509_getm_notAfter(certificate), 3600));
	CHECK(X509_set_pubkey(certificate, key) == 1 && X509_sign(certificate, key, EVP_sha256()) > 0);
}

void *meet(int fd, bool is_client, bool is_old)
{
	SSL_CTX *context = SSL_CTX_new(is_client ? TLS_client_method() : TLS_server_method());
	SSL *session;

	CHECK(context && SSL_CTX_set_max_proto_version(context, is_old ? TLS1_2_VERSION : TLS1_3_VERSION) == 1);
	if (!is_client)
		CHECK(SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1);
	session = SSL_new(context);
	CHECK(session && SSL_set_fd(session, fd) == 1 && (is_client ? SSL_connect(session) : SSL_accept(session)) == 1);
	CHECK(SSL_version(session) == (is_old ? TLS1_2_VERSION : TLS1_3_VERSION));
	SSL_CTX_free(context);
	return session;
}

void say(void *session, const unsigned char *bytes, size_t size)
{
#ifdef EXTENDED
	size_t said;

	CHECK(SSL_write_ex(session, bytes, size, &said) == 1 && said == size);
#else
	CHECK(SSL_write(session, bytes, size) == (int)size);
#endif
}

size_t hear(void *session, unsigned char *bytes, size_t size)
{
	size_t heard = 0;
#ifdef EXTENDED
	const int result = SSL_read_ex(session, bytes, size, &heard);
#else
	const int result = SSL_read(session, bytes, size);

	if (result > 0)
		heard = result;
#endif
	CHECK(result > 0 || SSL_get_error(session, result) == SSL_ERROR_ZERO_RETURN);
	return heard;
}

void part(void *session, bool is_client)
{
	CHECK(SSL_shutdown(session) == (is_client ? 0 : 1));
	if (is_client)
		CHECK(SSL_shutdown(session) == 1);
	SSL_free(session);
}

void digest(const unsigned char *bytes, size_t size, unsigned char result[DIGEST])
{
	CHECK(EVP_Digest(bytes, size, result, NULL, EVP_sha256(), NULL) == 1);
}
