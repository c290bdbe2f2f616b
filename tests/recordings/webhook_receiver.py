"""A server that receives webhooks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook:
    """A server that gives the answers it was set to and remembers what it was sent."""

    def __init__(self):
        self.answers: list[int] = []
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.requests.append((self.path, dict(self.headers), body))
                self.send_response(hook.answers.pop(0) if hook.answers else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self):
                hook.requests.append((self.path, {}, b""))

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_address[1]}/hook?key=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()
