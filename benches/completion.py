"""How long rust-analyzer takes to complete after an edit, in the programs of `builds editor COUNT`, which must have run.

    python3 benches/completion.py COUNT ROUNDS [rust-analyzer]

A struct is added in the middle of `src/main.rs`, as in the editor, not saved; then all variants of the enum of configs are asked for. The
figures of the least round: seconds by the clock from the edit to the answer, CPU seconds of rust-analyzer for it; and its memory
at the end. One program after the other, so that they do not disturb each other.
"""

import pathlib
import re
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests/editor"))
from server import Server

PROGRAMS = {
    "rollbook, serde's derive": ("ours", "registry::model::Config", "serde::Deserialize"),
    "rollbook, its own derive": ("ours-derived", "registry::model::Config", "rollbook::Config"),
    "serde's tagged enum": ("serde", "Tagged", "serde::Deserialize"),
}
OPTIONS = {"checkOnSave": False, "cargo": {"targetDir": True}}
MARK = "fn main() {\n"


def cpu(process):
    """CPU seconds of a process and those of its children that have ended."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / 100


def measure(folder, path, derive, count, rounds, program):
    file = folder / "src/main.rs"
    text = file.read_text()
    before, after = text.split(MARK, 1)
    before += f"{MARK}    let _ = {path}::"
    row, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    uri = file.as_uri()
    end = time.monotonic() + 600
    server = Server([program], folder, OPTIONS, OPTIONS)
    server.open(uri, "rust", f"{before};\n{after}")

    def answer():
        # While it loads, and if an edit comes between, it has no answer.
        while len(found := server.completions(uri, row, column)) < count:
            if time.monotonic() > end:
                raise SystemExit(f"{folder}: {len(found)} completions of {count}")
            time.sleep(0.01)

    answer()
    # What it does besides, such as filling its caches.
    server.wait(lambda: any("cachePriming" in token for token in server.ended), 120)
    time.sleep(2)
    least = None
    middle = before.find("\n#[derive(", len(before) // 2) + 1
    line = before[:middle].count("\n")
    for number in range(rounds):
        new = f"#[derive({derive}, Debug)]\npub struct Edit{number} {{ a: u32, b: String, c: Option<f64> }}\n"
        place = {"line": line, "character": 0}
        spent, began = cpu(server.process), time.monotonic()
        server.tell("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": number + 2},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": new}],
        })
        row += new.count("\n")
        answer()
        took = time.monotonic() - began, cpu(server.process) - spent
        least = min(least or took, took)
        time.sleep(1)
    memory = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    memory = int(re.search(r"VmHWM:\s+(\d+)", memory)[1]) / 1024
    server.process.kill()
    return [*least, memory]


def main():
    count, rounds = map(int, sys.argv[1:3])
    program = sys.argv[3] if len(sys.argv) > 3 else "rust-analyzer"
    work = pathlib.Path(tempfile.gettempdir()) / "rollbook-benches"
    rows = {
        title: measure(work / f"{name}-{count}-editor", path, derive, count, rounds, program)
        for title, (name, path, derive) in PROGRAMS.items()
    }
    of = rows["serde's tagged enum"]
    print("| program | answer, s | CPU s | peak MiB | each of serde's enum |\n|" + " --- |" * 5)
    for title, row in rows.items():
        ratios = ", ".join(f"{figure / base:.2f}" for figure, base in zip(row, of))
        print(f"| {title} | {row[0]:.2f} | {row[1]:.2f} | {row[2]:.0f} | {ratios} |")


main()
