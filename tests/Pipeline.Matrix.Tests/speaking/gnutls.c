/* GnuTLS. */
#include "speaking.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <time.h>

static gnutls_certificate_credentials_t credentials;

void prepare(void)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;

	CHECK(!gnutls_x509_privkey_init(&key) && !gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
	CHECK(!gnutls_x509_crt_init(&certificate) && !gnutls_x509_crt_set_version(certificate, 3) && !gnutls_x509_crt_set_serial(certificate, "1", 1));
	CHECK(!gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 3600) && !gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600));
	CHECK(!gnutls_x509_crt_set_dn(certificate, "CN=matrix", NULL) && !gnutls_x509_crt_set_key(certificate, key));
	CHECK(!gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0));
	CHECK(!gnutls_certificate_allocate_credentials(&credentials) && gnutls_certificate_set_x509_key(credentials, &certificate, 1, key) >= 0);
}

void *meet(int fd, bool is_client, bool is_old)
{
	gnutls_session_t session;

	CHECK(!gnutls_init(&session, is_client ? GNUTLS_CLIENT : GNUTLS_SERVER));
	CHECK(!gnutls_priority_set_direct(session, is_old ? "NORMAL:-VERS-ALL:+VERS-TLS1.2" : "NORMAL:-VERS-ALL:+VERS-TLS1.3", NULL));
	CHECK(!gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials));
	gnutls_transport_set_int(session, fd);
	CHECK(!gnutls_handshake(session));
	return session;
}

void say(void *session, const unsigned char *bytes, size_t size)
{
	while (size) {
		const ssize_t said = gnutls_record_send(session, bytes, size);

		CHECK(said > 0);
		bytes += said;
		size -= said;
	}
}

size_t hear(void *session, unsigned char *bytes, size_t size)
{
	ssize_t heard;

	/* Between records of plain text there are others. */
	do
		heard = gnutls_record_recv(session, bytes, size);
	while (heard == GNUTLS_E_AGAIN);
	CHECK(heard >= 0);
	return heard;
}

void part(void *session, bool is_client)
{
	CHECK(!gnutls_bye(session, is_client ? GNUTLS_SHUT_RDWR : GNUTLS_SHUT_WR));
	gnutls_deinit(session);
}

void digest(const unsigned char *bytes, size_t size, unsigned char result[DIGEST])
{
	CHECK(!gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, size, result));
}
