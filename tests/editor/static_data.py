"""What it would cost a program to hold the arguments of its modules as static data: names, types, defaults, documentation.

    python3 tests/editor/static_data.py

Compiles two small programs with `rustc -Copt-level=3 -Cstrip=symbols`: one holds a table of 1,102 modules with four documented arguments
each, the other holds nothing. Prints the size of each, and the CPU time of its compilation.
"""
import pathlib
import resource
import subprocess
import tempfile

FIELDS = [
    ("depth", "How many layers it has.", "u32", "None", "true"),
    ("width", "How wide it is.", "f32", 'Some("0.0")', "false"),
    ("name", "Its name.", "Option<String>", "None", "false"),
    ("pads", "How much is added at each side.", "Vec<(u8, u8)>", 'Some("[]")', "false"),
]
TYPES = """use std::hint::black_box;
pub struct Field { pub name: &'static str, pub doc: &'static str, pub ty: &'static str, pub default: Option<&'static str>, pub required: bool }
pub struct Module { pub name: &'static str, pub doc: &'static str, pub fields: &'static [Field] }
"""


def module(number):
    # No two texts are the same, as in a real program.
    fields = ", ".join(
        f'Field {{ name: "{name}", doc: "{doc} {number}", ty: "{ty}", default: {default}, required: {required} }}'
        for name, doc, ty, default, required in FIELDS)
    return f'Module {{ name: "M{number}", doc: "The module number {number}.", fields: &[{fields}] }},\n'


def compiled(folder, name, source):
    (folder / f"{name}.rs").write_text(source)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["rustc", "--edition=2024", "-Copt-level=3", "-Cstrip=symbols", f"{name}.rs", "-o", name], cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name}: {(folder / name).stat().st_size} bytes, compiled in {seconds:.2f} s of CPU time")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        compiled(folder, "without", TYPES + "fn main() { black_box(0); }\n")
        table = "".join(module(number) for number in range(1102))
        compiled(folder, "with", f"{TYPES}static ALL: &[Module] = &[\n{table}];\nfn main() {{ black_box(ALL); }}\n")


if __name__ == "__main__":
    main()
