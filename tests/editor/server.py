"""A language server that is spoken to over its standard input and output, for the scripts that ask one."""

import json
import os
import queue
import subprocess
import threading
import time


class Server:
    """A language server over a folder. `settings` are what it asks for, `options` what it is started with."""

    def __init__(self, command, folder, settings, options={}, document={}):
        self.settings = settings
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.last = 0
        self.answers = {}
        self.problems = {}
        self.ended = set()
        self.news = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()
        uri = folder.as_uri()
        self.ask("initialize", {
            "processId": os.getpid(),
            "rootUri": uri,
            "workspaceFolders": [{"uri": uri, "name": folder.name}],
            "capabilities": {
                "textDocument": {
                    "completion": {"completionItem": {
                        "snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}},
                    "publishDiagnostics": {},
                    "diagnostic": {"dynamicRegistration": True},
                    **document,
                },
                "window": {"workDoneProgress": True},
                "workspace": {"configuration": True, "workspaceFolders": True},
            },
            "initializationOptions": options,
        })
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": settings})

    def listen(self):
        stream = self.process.stdout
        while True:
            length = None
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.news.put(None)
                return
            message = json.loads(stream.read(length))
            if "method" in message and "id" in message:
                result = None
                if message["method"] == "workspace/configuration":
                    items = message["params"]["items"]
                    result = [self.settings.get(item.get("section"), self.settings) for item in items]
                self.send({"id": message["id"], "result": result})
            elif message.get("method") == "textDocument/publishDiagnostics":
                self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif message.get("method") == "$/progress" and message["params"]["value"]["kind"] == "end":
                self.ended.add(str(message["params"]["token"]))
            elif "id" in message:
                self.answers[message["id"]] = message
            self.news.put(message)

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def wait(self, done, seconds):
        end = time.monotonic() + seconds
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            try:
                if self.news.get(timeout=left) is None:
                    raise SystemExit("a server ended")
            except queue.Empty:
                return False
        return True

    def ask(self, method, parameters, seconds=60):
        self.last += 1
        number = self.last
        self.send({"id": number, "method": method, "params": parameters})
        if not self.wait(lambda: number in self.answers, seconds):
            raise SystemExit(f"no answer to {method}")
        return self.answers.pop(number).get("result")

    def open(self, uri, language, text):
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": language, "version": 1, "text": text}})

    def problems_of(self, uri):
        """Pulled if the server has that, else what it sends within a while."""
        self.wait(lambda: self.problems.get(uri), 4)
        if self.problems.get(uri):
            return self.problems[uri]
        try:
            answer = self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}}, 10)
        except SystemExit:
            answer = None
        return (answer or {}).get("items", [])

    def completions(self, uri, line, column):
        answer = self.ask("textDocument/completion", {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": column}})
        items = answer.get("items", []) if isinstance(answer, dict) else answer or []
        found = {}
        for item in items:
            text = item.get("documentation") or item.get("detail") or ""
            text = text.get("value", "") if isinstance(text, dict) else text
            # A sign of the cursor, of quotes, or of the value that follows, is the server's own.
            found[item["label"].strip('"')] = text
        return found
