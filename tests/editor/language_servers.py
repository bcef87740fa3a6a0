"""What language servers make of the schemas: names and keys are completed with their documentation, each mistake is one line
at the word, and correct files are clean.

    npm install --prefix servers vscode-langservers-extracted yaml-language-server
    python3 -m venv servers/python && servers/python/bin/pip install tombi taplo
    SERVERS=servers python3 tests/editor/language_servers.py

Run it at the top of the repository. `SERVERS` is the folder that the servers are installed in. A server that is not there is
skipped, and said so. taplo's package has no server: it is asked about mistakes only. Prints a table; exit code 1 if anything is not
as it should be, and 2 if no server is there. `-v` prints what each server says.
"""
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SERVERS = pathlib.Path(os.environ.get("SERVERS", REPOSITORY / "servers")).resolve()
VERBOSE = "-v" in sys.argv[1:]
CASES = json.loads((HERE / "language_servers.json").read_text())


class Server:
    """A language server, spoken to over its standard input and output."""

    def __init__(self, command, folder, settings):
        self.settings = settings
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.last = 0
        self.answers = {}
        self.problems = {}
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
                },
                "workspace": {"configuration": True, "workspaceFolders": True},
            },
            "initializationOptions": {"provideFormatter": False, "handledSchemaProtocols": ["file"]},
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


class Taplo:
    """taplo without a server: its command line, which says what is wrong."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder

    def problems(self, path, schema):
        said = subprocess.run(
            [*self.command, "lint", "--no-auto-config", "--schema", schema.as_uri(), str(path)],
            cwd=self.folder, capture_output=True, text=True)
        out = re.sub(r"\x1b\[[0-9;]*m", "", said.stdout + said.stderr)
        found = []
        for message, line, column in re.findall(r"error: (.*)\n\s*┌─ .*:(\d+):(\d+)", out):
            found.append({"message": message, "range": {"start": {
                "line": int(line) - 1, "character": int(column) - 1}}})
        return found


def text_of(case, kind, head):
    """The text of a case in a format. `<>` is the cursor, `^` before a word is where the mistake is expected."""
    return head + case[kind]


def at(text, mark):
    """The text without the mark, and the mark's line and column."""
    before, after = text.split(mark, 1)
    return before + after, before.count("\n"), len(before) - before.rfind("\n") - 1


def run(name, kind, language, make):
    """All cases of one server. Returns its results as rows: what, outcome, what was said."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        heads = {}
        for schema, path in CASES["schemas"].items():
            target = folder / f"{schema}.schema.json"
            target.write_bytes((REPOSITORY / path).read_bytes())
            heads[schema] = {
                "toml": f"#:schema ./{target.name}\n\n",
                "yaml": f"# yaml-language-server: $schema=./{target.name}\n",
                "json": "",
            }[kind]
        server = make(folder)
        for number, case in enumerate(CASES["cases"]):
            if kind not in case:
                continue
            text = text_of(case, kind, heads[case["schema"]])
            if kind == "json":
                text = text.replace("{", f'{{"$schema": "./{case["schema"]}.schema.json",', 1)
            place = None
            for mark in ("<>", "^"):
                if mark in text:
                    text, *place = at(text, mark)
            path = folder / f"{number}.{kind}"
            path.write_text(text)
            uri = path.as_uri()
            if isinstance(server, Taplo):
                if "completes" in case:
                    continue
                problems = server.problems(path, folder / f"{case['schema']}.schema.json")
            else:
                server.open(uri, language, text)
                if "completes" in case:
                    server.wait(lambda: False, 1)
                    found = server.completions(uri, *place)
                    missing = [label for label in case["completes"] if label not in found]
                    extra = [label for label in case.get("not", []) if label in found]
                    plain = [label for label, doc in case["completes"].items()
                             if label in found and doc not in found[label]]
                    outcome = "no" if missing or extra else "without docs" if plain else "yes"
                    rows.append((case["what"], outcome, sorted(found)))
                    continue
                problems = server.problems_of(uri)
            said = [(p["range"]["start"]["line"], p["range"]["start"]["character"], p["message"]) for p in problems]
            if place is None:
                outcome = "yes" if not said else "no"
            else:
                lines = {line for line, _, _ in said}
                exact = len(said) == 1 and said[0][0] == place[0] and abs(said[0][1] - place[1]) <= 1
                outcome = "yes" if exact else "no" if place[0] not in lines else f"{len(said)} lines"
            rows.append((case["what"], outcome, [f"{line + 1}:{column + 1} {message}" for line, column, message in said]))
        if isinstance(server, Server):
            server.process.kill()
    return rows


def main():
    modules = SERVERS / "node_modules/.bin"
    python = SERVERS / "python/bin"
    lsp = {
        "vscode-json": ("json", "json", [modules / "vscode-json-language-server", "--stdio"],
                        {"json": {"validate": {"enable": True}, "format": {"enable": False}}}),
        "yaml": ("yaml", "yaml", [modules / "yaml-language-server", "--stdio"],
                 {"yaml": {"validate": True, "completion": True, "schemaStore": {"enable": False}}}),
        "tombi": ("toml", "toml", [python / "tombi", "lsp"], {}),
        "taplo lint": ("toml", "toml", [python / "taplo"], None),
    }
    wanted = [argument for argument in sys.argv[1:] if argument != "-v"]
    table = {}
    for name, (kind, language, command, settings) in lsp.items():
        if wanted and name not in wanted:
            continue
        if not command[0].exists():
            print(f"SKIPPED: {name} is not there ({command[0]})", file=sys.stderr)
            continue
        words = [str(part) for part in command]
        make = (lambda folder: Taplo(words, folder)) if settings is None else (
            lambda folder: Server(words, folder, settings))
        rows = run(name, kind, language, make)
        table[name] = {what: outcome for what, outcome, _ in rows}
        if VERBOSE:
            print(f"# {name}")
            for what, outcome, said in rows:
                print(f"{what}: {outcome}")
                for line in said[:30]:
                    print(f"    {line}")
    if not table:
        print("SKIPPED: no language server is there", file=sys.stderr)
        return 2
    print(f"| | {' | '.join(table)} |\n| --- |{' --- |' * len(table)}")
    wrong = False
    for case in CASES["cases"]:
        cells = [outcomes.get(case["what"], "-") for outcomes in table.values()]
        print(f"| {case['what']} | {' | '.join(cells)} |")
        for server, cell in zip(table, cells):
            expected = case.get("known", {}).get(server, "yes")
            if cell not in ("-", expected):
                wrong = True
                print(f"{server}: {case['what']}: {cell}, expected {expected}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
