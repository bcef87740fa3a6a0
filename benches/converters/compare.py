#!/usr/bin/env python3
"""COCO to YOLO, converters beside globox and panlabel: CPU seconds and peak memory, on a memory file system.

    python3 -m venv venv && venv/bin/pip install globox==2.9.0 panlabel==0.7.0
    cargo build --release -p converters
    venv/bin/python benches/converters/compare.py target/release/converters 1000000

Each program runs three times, in turn; the least is shown.
"""
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

GLOBOX = """
import sys
from pathlib import Path
from globox import AnnotationSet
boxes = AnnotationSet.from_coco(Path(sys.argv[1]))
labels = {label: index for index, label in enumerate(sorted(boxes._labels()))}
boxes.save_yolo_v5(Path(sys.argv[2]), label_to_id=labels)
"""


def make(path, count):
    """A COCO file of that many boxes, 7.5 an image, in no order; the same each time."""
    rng = random.Random(1)
    images, boxes = [], []
    while len(boxes) < count:
        image = len(images) + 1
        width, height = rng.choice([(640, 480), (480, 640), (1280, 720), (1920, 1080)])
        images.append({"id": image, "file_name": f"{image:012}.jpg", "width": width, "height": height})
        for _ in range(min(rng.randint(1, 14), count - len(boxes))):
            w, h = round(rng.uniform(2, width / 2), 2), round(rng.uniform(2, height / 2), 2)
            x, y = round(rng.uniform(0, width - w), 2), round(rng.uniform(0, height - h), 2)
            boxes.append({
                "id": len(boxes) + 1, "image_id": image, "category_id": rng.randint(1, 80),
                "bbox": [x, y, w, h], "area": round(w * h, 2), "iscrowd": 0,
            })
    rng.shuffle(boxes)
    categories = [{"id": n, "name": f"class{n}"} for n in range(1, 81)]
    path.write_text(json.dumps({"images": images, "annotations": boxes, "categories": categories}))


def measure(command):
    """CPU seconds and peak memory in bytes of a command."""
    pid = os.fork()
    if pid == 0:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    ours, count = sys.argv[1], int(sys.argv[2])
    folder = Path(tempfile.mkdtemp(prefix="converters-", dir="/dev/shm"))
    try:
        source = folder / "boxes.json"
        # In a process of its own: the memory of this one would count as that of the programs.
        pid = os.fork()
        if pid == 0:
            make(source, count)
            os._exit(0)
        os.waitpid(pid, 0)
        size = source.stat().st_size
        target = folder / "target"
        job = folder / "job.toml"
        job.write_text(
            f'output = "{target}"\n[converter]\ntype = "Coco"\nannotations = "{source}"\n'
            '[writer]\ntype = "Yolo"\n'
        )
        bin = Path(sys.executable).parent
        programs = {
            "converters": [ours, "run", str(job), "-q"],
            "globox": [sys.executable, "-c", GLOBOX, str(source), str(target)],
            "panlabel": [
                str(bin / "panlabel"), "convert", "--from", "coco", "--to", "yolo",
                "--input", str(source), "--output", str(target), "--allow-lossy",
            ],
        }
        best = {}
        for _ in range(3):
            for name, command in programs.items():
                shutil.rmtree(target, ignore_errors=True)
                cpu, peak = measure(command)
                before = best.get(name, (cpu, peak))
                best[name] = (min(cpu, before[0]), min(peak, before[1]))
        mine = best["converters"][0]
        print(f"{count} boxes, {size / 1e6:.1f} MB")
        print(f"{'':12} {'CPU s':>8} {'times':>8} {'peak MB':>8} {'x input':>8}")
        for name, (cpu, peak) in best.items():
            print(f"{name:12} {cpu:8.2f} {cpu / mine:8.1f} {peak / 1e6:8.0f} {peak / size:8.2f}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
