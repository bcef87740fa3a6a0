"""What a real rust-analyzer shows for a workspace, with the quick fixes that it offers.

    python3 tests/editor/rust_analyzer.py WORKSPACE FILE.rs [rust-analyzer] [the value of check.overrideCommand, in JSON]

FILE.rs is opened, relative to the workspace; then the script waits for the check and prints a line a diagnostic:
file, range (from 0, as the protocol counts), level, source, code and message. It ends when the check has ended."""

import json
import pathlib
import sys
import time

from server import Server

root = pathlib.Path(sys.argv[1]).resolve()
file = root / sys.argv[2]
program = sys.argv[3] if len(sys.argv) > 3 else "rust-analyzer"
options = {"checkOnSave": True, "cachePriming": {"enable": False}, "cargo": {"targetDir": True}}
if len(sys.argv) > 4:
    options["check"] = {"overrideCommand": json.loads(sys.argv[4])}
document = {
    "publishDiagnostics": {"relatedInformation": True},
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}}},
}
server = Server([program], root, options, options, document)
server.open(file.as_uri(), "rust", file.read_text())
if not server.wait(lambda: any("flycheck" in token for token in server.ended), 300):
    print("the check did not end in 300 seconds")
time.sleep(3)
for uri, diagnostics in sorted(server.problems.items()):
    for diagnostic in diagnostics:
        if diagnostic.get("severity", 1) > 2:
            continue
        start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
        name = uri.removeprefix(root.as_uri() + "/").replace("%20", " ")
        place = f"{start['line']}:{start['character']}-{end['line']}:{end['character']}"
        level = ["", "error", "warning"][diagnostic.get("severity", 1)]
        code = diagnostic.get("code", "")
        said = " / ".join(diagnostic["message"].splitlines())
        print(f"{name} {place} {level} {diagnostic.get('source')} {code}: {said}", flush=True)
        context = {"diagnostics": [diagnostic]}
        params = {"textDocument": {"uri": uri}, "range": diagnostic["range"], "context": context}
        for action in server.ask("textDocument/codeAction", params, 300) or []:
            if action.get("kind") == "quickfix":
                print(f"  quick fix: {action['title']}", flush=True)
server.process.kill()
