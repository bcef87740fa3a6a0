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
import re
import subprocess
import sys
import tempfile

from server import Server

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SERVERS = pathlib.Path(os.environ.get("SERVERS", REPOSITORY / "servers")).resolve()
VERBOSE = "-v" in sys.argv[1:]
OPTIONS = {"provideFormatter": False, "handledSchemaProtocols": ["file"]}
CASES = json.loads((HERE / "language_servers.json").read_text())


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
            lambda folder: Server(words, folder, settings, OPTIONS))
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
