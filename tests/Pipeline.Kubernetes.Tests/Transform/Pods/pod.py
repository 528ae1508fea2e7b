# What runs in a pod of a test: obeys one line at a time and answers each with a line. Bounded: it ends with its input.
import http.server
import subprocess
import sys
import threading
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"served\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


print("ready", flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "serve":
        server = http.server.ThreadingHTTPServer(("", int(words[1])), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("serving", flush=True)
    elif words[0] == "get":
        with urllib.request.urlopen(words[1], timeout=300) as answer:
            answer.read()
            print(answer.status, flush=True)
    elif words[0] == "run":
        print(subprocess.run(words[1:], stdout=subprocess.DEVNULL).returncode, flush=True)
