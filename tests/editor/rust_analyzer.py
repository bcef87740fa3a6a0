"""What a real rust-analyzer shows for a workspace, with the quick fixes that it offers.

    python3 tests/editor/rust_analyzer.py WORKSPACE FILE.rs [rust-analyzer] [the value of check.overrideCommand, in JSON]

FILE.rs is opened, relative to the workspace; then the script waits for the check and prints a line a diagnostic:
file, range (from 0, as the protocol counts), level, source, code and message. It ends when the check has ended."""

import json
import os
import pathlib
import subprocess
import sys
import threading
import time

root = pathlib.Path(sys.argv[1]).resolve()
opened = sys.argv[2]
program = sys.argv[3] if len(sys.argv) > 3 else "rust-analyzer"
server = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root)
shown, answers, ended = {}, {}, threading.Event()
new_answer = threading.Condition()


def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def receive():
    while True:
        length = 0
        while (line := server.stdout.readline()) != b"\r\n":
            if not line:
                return
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        message = json.loads(server.stdout.read(length))
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "$/progress":
            params = message["params"]
            if "flycheck" in str(params["token"]) and params["value"]["kind"] == "end":
                ended.set()
        elif method and "id" in message:
            send({"id": message["id"], "result": None})
        elif "id" in message:
            with new_answer:
                answers[message["id"]] = message.get("result")
                new_answer.notify_all()


def ask(number, method, params):
    send({"id": number, "method": method, "params": params})
    with new_answer:
        new_answer.wait_for(lambda: number in answers, timeout=300)
    return answers.get(number)


threading.Thread(target=receive, daemon=True).start()
options = {"checkOnSave": True, "cachePriming": {"enable": False}, "cargo": {"targetDir": True}}
if len(sys.argv) > 4:
    options["check"] = {"overrideCommand": json.loads(sys.argv[4])}
literal = {"codeActionKind": {"valueSet": ["", "quickfix"]}}
document = {"publishDiagnostics": {"relatedInformation": True}, "codeAction": {"codeActionLiteralSupport": literal}}
ask(1, "initialize", {
    "processId": os.getpid(),
    "rootUri": root.as_uri(),
    "workspaceFolders": [{"uri": root.as_uri(), "name": "w"}],
    "capabilities": {"textDocument": document, "window": {"workDoneProgress": True}},
    "initializationOptions": options,
})
send({"method": "initialized", "params": {}})
file = root / opened
item = {"uri": file.as_uri(), "languageId": "rust", "version": 1, "text": file.read_text()}
send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
if not ended.wait(300):
    print("the check did not end in 300 seconds")
time.sleep(3)
number = 2
for uri, diagnostics in sorted(shown.items()):
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
        for action in ask(number, "textDocument/codeAction", params) or []:
            if action.get("kind") == "quickfix":
                print(f"  quick fix: {action['title']}", flush=True)
        number += 1
server.kill()
