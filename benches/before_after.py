#!/usr/bin/env python3
"""Compares two versions of rollbook by what generated code costs: bytes, lines, and CPU seconds of rustc.

    python3 benches/before_after.py REVISION COUNT ROUNDS [check] [debug] [release] [edit] [edit-debug] [derived]

The version of the Git revision and the committed one of HEAD take turns in one run. A program of COUNT modules, each with
serde's derive (with `derived`: rollbook's), is checked, and built for debugging or release: what is named, or else check
and release. `edit` and `edit-debug` are incremental: one struct and one line of the manifest more, in the middle, in each
round. Its dependencies and build script are ready before the clock starts.
What counts is user and system time of Cargo and all that it starts, so that other work on the machine matters less.
"""

import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

TYPES = "u32 usize f64 bool String Option<u32> Option<String> Vec<u32> Vec<f64> Vec<String>".split()
WORDS = "Res Net Conv Mask Pool Swin Head Neck Loss Trans Former Block Edge Point Scale Dense".split()


def names(count, random_):
    found = set()
    while len(found) < count:
        number = str(random_.randint(1, 99)) if random_.random() < 0.6 else ""
        found.add("".join(random_.sample(WORDS, random_.randint(2, 4))) + number)
    return sorted(found)


WORKS = {
    "check": ["check"],
    "debug": ["build"],
    "release": ["build", "--release"],
    "edit": ["check"],
    "edit-debug": ["build"],
}


def struct(name, random_):
    fields = (f"f{n}_{random_.randint(0, 99)}: {random_.choice(TYPES)}" for n in range(random_.randint(2, 6)))
    return name, ", ".join(fields)


def program(count, derive, more=0):
    random_ = random.Random(42)
    source, manifest = "#![allow(dead_code)]\n", "[registry.model]\n[modules.model]\n"
    structs = [struct(name, random_) for name in names(count, random_)]
    for added in range(more):
        structs.insert(count // 2, struct(f"Added{added}", random.Random(added)))
    for name, fields in structs:
        source += f"#[derive({derive}, Debug)]\npub struct {name} {{ {fields} }}\n"
        manifest += f'{name} = "crate::{name}"\n'
    source += (
        "mod registry { rollbook::include_registry!(); }\nfn main() { for text in std::env::args().skip(1) {\n"
        'println!("{}", serde_json::from_str::<registry::model::Config>(&text).is_ok()); } }\n'
    )
    return source, manifest


class Version:
    def __init__(self, title, revision, work, source, manifest, features):
        self.title, self.source = title, source
        tree, self.folder, self.target = (work / f"{title}-{what}" for what in ("tree", "program", "target"))
        tree.mkdir()
        archive = subprocess.run(["git", "archive", revision], check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(["tar", "-x", "-C", tree], check=True, input=archive)
        (self.folder / "src").mkdir(parents=True)
        (self.folder / "Cargo.toml").write_text(
            '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n'
            'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
            f'rollbook = {{ path = "{tree}/crates/rollbook", features = [{features}] }}\n'
            f'[build-dependencies]\nrollbook-build = {{ path = "{tree}/crates/rollbook-build" }}\n'
        )
        (self.folder / "build.rs").write_text('fn main() { rollbook_build::generate("registry.toml"); }\n')
        (self.folder / "registry.toml").write_text(manifest)
        (self.folder / "Cargo.lock").write_bytes((tree / "Cargo.lock").read_bytes())

    def cargo(self, source, arguments, incremental="0"):
        (self.folder / "src/main.rs").write_text(source)
        environment = dict(os.environ, CARGO_TARGET_DIR=str(self.target), CARGO_INCREMENTAL=incremental)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["cargo", "--quiet", *arguments], cwd=self.folder, env=environment, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def seconds(self, arguments):
        self.cargo("fn main() {}\n", arguments)
        return self.cargo(self.source, arguments)

    def edited(self, arguments, source, manifest):
        (self.folder / "registry.toml").write_text(manifest)
        return self.cargo(source, arguments, incremental="1")

    def generated(self):
        path = next(self.target.glob("*/build/program-*/out/registry.rs"))
        return path.read_text()


def main():
    revision, count, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    derive, features = "serde::Deserialize", ""
    if "derived" in sys.argv[4:]:
        derive, features = "rollbook::Config", '"derive"'
    source, manifest = program(count, derive)
    with tempfile.TemporaryDirectory() as work:
        versions = [
            Version(title, of, pathlib.Path(work), source, manifest, features)
            for title, of in (("before", revision), ("after", "HEAD"))
        ]
        named = [work for work in WORKS if work in sys.argv[4:]]
        for work_ in named or ["check", "release"]:
            taken = {version.title: [] for version in versions}
            # The first round of an edit has nothing to compare with.
            first = 1 if work_.startswith("edit") else 0
            for round_ in range(rounds + first):
                for version in versions:
                    if first:
                        seconds = version.edited(WORKS[work_], *program(count, derive, round_))
                    else:
                        seconds = version.seconds(WORKS[work_])
                    if round_ >= first:
                        taken[version.title].append(seconds)
            for title, all_ in taken.items():
                shown = ", ".join(f"{one:.2f}" for one in all_)
                print(f"{count} modules, {work_}, {title}: {min(all_):.2f} s of {shown}", flush=True)
        for version in versions:
            text = version.generated()
            lines = text.count("\n")
            print(f"{count} modules, {version.title}: {len(text.encode())} bytes, {lines} lines, {lines / count:.1f} each")


main()
