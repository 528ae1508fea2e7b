"""Calls functions of TLS libraries, whether they can do what they are asked for or not."""
import ctypes, random, ssl, subprocess, sys, tempfile

folder = tempfile.mkdtemp()
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x", "-days", "2",
                "-keyout", folder + "/key", "-out", folder + "/cert"], check=True, stderr=subprocess.DEVNULL)
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(folder + "/cert", folder + "/key")
client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client_context.check_hostname, client_context.verify_mode = False, ssl.CERT_NONE

print("ready", flush=True)
sys.stdin.readline()

# SSL_read_ex and SSL_write_ex.
up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
client, server = client_context.wrap_bio(down, up), server_context.wrap_bio(up, down, server_side=True)
for step in (client, server, client, server):
    try:
        step.do_handshake()
    except ssl.SSLWantReadError:
        pass
random.seed(1)
for i in range(300):
    client.write(bytes(random.randrange(1, 20000)))
    for _ in range(3):
        try:
            server.read(random.randrange(1, 30000))
        except ssl.SSLWantReadError:
            pass

# SSL_read and SSL_write, of a session that is set to nothing, that waits for the other side, and with sizes that cannot be.
lib = ctypes.CDLL("libssl.so.3")
for name in ("TLS_method", "SSL_CTX_new", "SSL_new"):
    getattr(lib, name).restype = ctypes.c_void_p
context = ctypes.c_void_p(lib.SSL_CTX_new(ctypes.c_void_p(lib.TLS_method())))
session = ctypes.c_void_p(lib.SSL_new(context))
data = ctypes.create_string_buffer(4096)
for i in range(200):
    if i == 100:
        lib.SSL_set_connect_state(session)
    for size in (-1, 0, 1 + i, 4096):
        lib.SSL_write(session, data, size)
        lib.SSL_read(session, data, size)

gnutls = ctypes.CDLL("libgnutls.so.30")
session = ctypes.c_void_p()
gnutls.gnutls_init(ctypes.byref(session), 2)
gnutls.gnutls_record_send.argtypes = gnutls.gnutls_record_recv.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
for i in range(200):
    gnutls.gnutls_record_send(session, data, i)
    gnutls.gnutls_record_recv(session, data, 1 + i)
