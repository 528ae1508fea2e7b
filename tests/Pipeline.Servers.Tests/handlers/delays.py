"""A server on a port that the kernel chooses and that it prints: GET /delay/MS/BYTES answers after so long with so many bytes, POST and PUT too."""
import http.server, time


class Delays(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        _, _, milliseconds, size = self.path.split("/")
        if int(milliseconds):
            time.sleep(int(milliseconds) / 1000)
        self.send_response(200)
        self.send_header("Content-Length", size)
        self.end_headers()
        self.wfile.write(b"p" * int(size))

    do_POST = do_PUT = do_GET

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


with Server(("127.0.0.1", 0), Delays) as server:
    print("listening on", server.server_port, flush=True)
    server.serve_forever()
