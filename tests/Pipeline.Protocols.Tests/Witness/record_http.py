"""Records HTTP/1 over loopback in a network of its own: record_http.py FILE. Prints what each client did; ends when the file holds all of it."""
import contextlib, http.server, os, random, signal, socket, subprocess, sys, tempfile, threading, time

if os.environ.get("TALK") != "alone":
    os.execvpe("unshare", ["unshare", "-n", sys.executable] + sys.argv, dict(os.environ, TALK="alone"))
signal.alarm(590)
socket.setdefaulttimeout(240)
path = os.path.abspath(sys.argv[1])
folder = tempfile.TemporaryDirectory(prefix="http-")
os.chdir(folder.name)
os.chmod(".", 0o755)
chance = random.Random(5)
subprocess.check_call(["ip", "link", "set", "lo", "up"])

os.makedirs("www/files")
for name, size in (("empty.txt", 0), ("small.txt", 20), ("some.txt", 5000), ("large.bin", 200_000)):
    with open("www/files/" + name, "wb") as file:
        file.write(("some words of text, " * (size // 20 + 1)).encode()[:size] if name.endswith("txt") else chance.randbytes(size))
with open("nginx.conf", "w") as file:
    file.write("""
daemon off; master_process off; user root; pid nginx.pid; error_log error.log; events { worker_connections 256; }
http {
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s; client_max_body_size 64m;
  types { text/plain txt; application/octet-stream bin; application/json json; }
  keepalive_timeout 1h; client_header_timeout 1h; client_body_timeout 1h; send_timeout 1h; lingering_time 1h; lingering_timeout 1h;
  proxy_connect_timeout 1h; proxy_read_timeout 1h; proxy_send_timeout 1h;
  keepalive_requests 100000; gzip_types text/plain; gzip_min_length 500; large_client_header_buffers 8 64k;
  server {
    listen 127.0.0.1:18080; listen [::1]:18080; root www;
    location / { return 200 '{"answer": 42}'; default_type application/json; }
    location /files/ { add_header Set-Cookie a=b; add_header Set-Cookie c=d; }
    location /zipped/ { alias www/files/; gzip on; }
    location /away { return 302 /files/small.txt; }
    location /through/ {
      proxy_pass http://127.0.0.1:18081/; proxy_http_version 1.1; proxy_request_buffering off; proxy_buffering off;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
    }
  }
}
""")


class Handler(http.server.BaseHTTPRequestHandler):
    """What nginx does not do by itself."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        place = self.path.split("?")[0]
        if place == "/until-close":
            self.close_connection = True
            self.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"until the end of it " * 30)
        elif place == "/chunks":
            self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: Checked\r\n\r\n")
            for _ in range(chance.randrange(1, 12)):
                part = chance.randbytes(chance.choice([1, 3, 700, 9000]))
                self.raw(b"%x%s\r\n%s\r\n" % (len(part), chance.choice([b"", b";part=yes"]), part))
            self.raw(b"0\r\nChecked: yes\r\n\r\n")
        elif place == "/interim":
            self.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
        elif place == "/none":
            self.raw(b"HTTP/1.1 204 No Content\r\nX-Empty:\r\n\r\n")
        elif place == "/slow":
            time.sleep(0.05)
            self.raw(b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nslow")
        elif place == "/upgrade":
            self.raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n")
            self.close_connection = True
            with contextlib.suppress(OSError):
                while part := self.connection.recv(65536):
                    self.connection.sendall(part)
        else:
            self.raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    def do_POST(self):
        size = 0
        if self.headers.get("Transfer-Encoding") == "chunked":
            while length := int(self.rfile.readline().split(b";")[0], 16):
                size += len(self.rfile.read(length + 2)) - 2
            while self.rfile.readline().strip():
                pass
        else:
            size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        body = b'{"bytes": %d}' % size
        self.raw(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    do_PUT = do_POST

    def raw(self, data):
        self.wfile.write(data)
        self.wfile.flush()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


threading.Thread(target=Server(("127.0.0.1", 18081), Handler).serve_forever, daemon=True).start()
nginx = subprocess.Popen(["nginx", "-p", folder.name, "-c", "nginx.conf", "-e", "error.log"])
while nginx.poll() is None:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", 18080)):
        break
    time.sleep(0.05)
dump = subprocess.Popen(["tcpdump", "-i", "lo", "--nano", "-w", path, "-U", "-Z", "root", "-B", "262144", "-s", "262144", "tcp"], stderr=subprocess.PIPE, text=True)
for line in dump.stderr:
    if "listening on" in line:
        break
NGINX, PYTHON = ("127.0.0.1", 18080), ("127.0.0.1", 18081)


def curl(*words):
    subprocess.run(["curl", "-s", "-o", "out", *words], check=True, timeout=300, stdout=subprocess.DEVNULL)


for host in ("127.0.0.1", "[::1]"):
    base = f"http://{host}:18080"
    for name, size in (("upload", 50_000), ("expected", 1_050_000)):
        with open(name, "wb") as upload:
            upload.write(chance.randbytes(size))
    # So much that curl waits to be told to go on.
    curl("-T", "expected", base + "/through/put")
    for _ in range(3):
        curl(base + "/files/small.txt", "-H", "Cookie: a=1", "-H", "X-Twice: one", "-H", "X-Twice: two")
        curl(base + "/files/empty.txt", "--next", "-s", "-o", "out", base + "/files/some.txt", "--next", "-s", "-I", base + "/files/some.txt")
        curl("-H", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", base + "/files/some.txt", base + "/files/none.txt", base + "/away")
        curl("--compressed", base + "/zipped/some.txt", base + "/zipped/small.txt")
        curl("-r", "100-299", base + "/files/some.txt", "-o", "out", base + "/files/large.bin")
        curl("-0", base + "/files/small.txt")
        curl("-T", "upload", base + "/through/put")
        curl("--data-binary", "@upload", "-H", "Transfer-Encoding: chunked", base + "/through/post?chunked", "-o", "out", base + "/through/chunks")
        curl("-X", "OPTIONS", base + "/files/", "-X", "DELETE", base + "/files/small.txt")
    for place in ("until-close", "interim", "none", "slow", "chunks?a=b", "missing", "until-close?again"):
        curl(f"{base}/through/{place}")
print("curl done", flush=True)


def read_until(client, end, times):
    data = b""
    while data.count(end) < times:
        part = client.recv(65536)
        if not part:
            raise EOFError(data)
        data += part


# Requests behind one another without a wait, cut anywhere.
for turn in range(10):
    with socket.create_connection(NGINX if turn % 2 else PYTHON) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        many = b"".join(b"GET /none?turn=%d&n=%d HTTP/1.1\r\nHost: x\r\nX-Odd:  %s \r\n\r\n" % (turn, n, b"v" * chance.randrange(60)) for n in range(20))
        at = 0
        while at < len(many):
            step = chance.choice([1, 7, 100, 5000])
            client.sendall(many[at : at + step])
            at += step
        read_until(client, b"HTTP/1.1 20", 20)
        client.sendall(b"GET /last?turn=%d HTTP/1.1\r\nHost: x\r\n\r\n" % turn)
        read_until(client, b"HTTP/1.1", 1)
for place in ("/through/upgrade", "/upgrade"):
    with socket.create_connection(NGINX if "through" in place else PYTHON) as client:
        client.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n" % place.encode())
        read_until(client, b"\r\n\r\n", 1)
        client.sendall(b"GET /not-http HTTP/1.1\r\n\r\n")
        read_until(client, b"\r\n\r\n", 1)
# Closed and reset in the middle of a request, and of a response.
for place in (b"GET /half HTTP/1.1\r\nHos", b"GET /files/large.bin HTTP/1.1\r\nHost: x\r\n\r\n"):
    with socket.create_connection(NGINX) as client:
        client.sendall(place)
        if b"large" in place:
            client.recv(1000)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
print("sockets done", flush=True)

with open("uris", "w") as file:
    file.writelines(f"http://127.0.0.1:18080/{place}\n" for place in ("load/a", "files/small.txt", "load/b?c=d", "files/some.txt", "files/empty.txt"))
subprocess.run(["h2load", "--h1", "-n", "800", "-c", "8", "-i", "uris"], check=True, timeout=300, stdout=subprocess.DEVNULL)
with open("stop.lua", "w") as file:
    # Ends when each request has its answer; the first request wrk makes only to look at it.
    file.write("""
local asked, answered = 0, 1
function delay() return asked < 400 and 0 or 3600000 end
function request() asked = asked + 1 return wrk.format("GET", "/wrk/" .. asked) end
function response() answered = answered + 1 if asked >= 400 and answered == asked then os.exit(0) end end
""")
subprocess.run(["wrk", "-t", "1", "-c", "4", "-d", "1h", "-s", "stop.lua", "http://127.0.0.1:18080/"], check=True, timeout=300, stdout=subprocess.DEVNULL)
print("load done", flush=True)

# Until the last answer is written down.
curl("http://127.0.0.1:18081/missing?the-end")
for _ in range(4000):
    with open(path, "rb") as recorded:
        _, asked, behind = recorded.read().rpartition(b"the-end")
    if asked and b"404 Not Found" in behind:
        break
    time.sleep(0.05)
else:
    sys.exit("tcpdump did not record everything")
dump.send_signal(signal.SIGINT)
said = dump.stderr.read()
dump.wait()
nginx.terminate()
nginx.wait()
if "\n0 packets dropped by kernel" not in said:
    sys.exit(said)
