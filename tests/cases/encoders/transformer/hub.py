"""A hub of one model, as far as a download asks for it: python hub.py FOLDER NAME prints its port and what it gave."""

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

folder, name = Path(sys.argv[1]), sys.argv[2]
files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
COMMIT = "c" * 40


class Hub(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith(f"/{name}/resolve/"):
            file = path.split("/", 5)[5]
            self.give(files.get(file))
            if self.command == "GET":
                sys.stdout.write(f"{file}\n")  # at once: of two threads that print, one may end the other's line
                sys.stdout.flush()
        elif path.startswith(f"/api/models/{name}/tree/"):
            self.give(json.dumps([entry(*item) for item in files.items()]).encode(), "application/json")
        elif path.startswith(f"/api/models/{name}"):
            siblings = [{"rfilename": file} for file in files]
            self.give(json.dumps({"id": name, "sha": COMMIT, "siblings": siblings}).encode(), "application/json")
        else:
            self.give(None)

    do_HEAD = do_GET

    def give(self, content: bytes | None, kind: str = "application/octet-stream") -> None:
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("ETag", f'"{hashlib.sha1(content or b"").hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        if content is None:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None:
        pass


def entry(path: str, content: bytes) -> dict[str, object]:
    return {"type": "file", "path": path, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}


server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
print(server.server_port, flush=True)
server.serve_forever()
