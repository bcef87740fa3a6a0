"""How long mmengine takes for what `vision time` measures; runs both in turn, so that a busy machine slows both.

    cargo build --release && python reference/timing.py target/release/vision CONFIG
"""

import subprocess
import sys
import time

PROGRAM = """
import sys, time, warnings
warnings.simplefilter("ignore")
start = time.perf_counter()
sys.path.insert(0, {folder!r})
import reference
reference.compiled_operators()
import torch
# Weights are allocated, and neither touched nor initialised.
for layer in (torch.nn.modules.conv._ConvNd, torch.nn.Linear):
    layer.reset_parameters = lambda self: None
reference.prepare({config!r})
imported = time.perf_counter() - start
read = built = float("inf")
for _ in range({runs}):
    start = time.perf_counter()
    model = reference.read({config!r})
    read = min(read, time.perf_counter() - start)
    reference.built(model)
    built = min(built, time.perf_counter() - start)
print(imported, read, built)
"""


def main(program, config):
    import os

    folder = os.path.dirname(os.path.abspath(__file__))
    ours, theirs, starts = [], [], []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([program, "time", config, "--runs", "1"], check=True, capture_output=True)
        first = time.perf_counter() - start
        text = subprocess.run([program, "time", config], check=True, capture_output=True, text=True).stdout
        words = text.split()
        ours.append((float(words[1]), float(words[6])))
        source = PROGRAM.format(folder=folder, config=config, runs=5)
        text = subprocess.run([sys.executable, "-c", source], check=True, capture_output=True, text=True).stdout
        imported, read, built = map(float, text.split()[-3:])
        theirs.append((read, built))
        starts.append((first, imported + built))
    for what, our, their in [
        ("read the config", min(o[0] for o in ours), min(t[0] for t in theirs)),
        ("read it and build the model without weights", min(o[1] for o in ours), min(t[1] for t in theirs)),
        ("from start to the first model", min(s[0] for s in starts), min(s[1] for s in starts)),
    ]:
        print(f"{what}: vision {our * 1e3:.3f} ms, mmengine {their * 1e3:.1f} ms, {their / our:.0f} times")


if __name__ == "__main__":
    main(*sys.argv[1:])
