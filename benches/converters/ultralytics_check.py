#!/usr/bin/env python3
"""COCO train and val to a YOLO folder, in one job, read by Ultralytics itself: it must find every label.

    python3 -m venv venv && venv/bin/pip install ultralytics pillow
    cargo build -p converters
    venv/bin/python benches/converters/ultralytics_check.py target/debug/converters

For development; no test needs it. It prints what was found, and fails if anything is missing.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image


def coco(folder, part, names, first):
    """A COCO file with its pictures; names with folders, one of them called `images`."""
    images, annotations = [], []
    for number, name in enumerate(names, first):
        path = folder / f"{part}2017" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (100, 50), (90, 120, 60)).save(path)
        images.append({"id": number, "file_name": name, "width": 100, "height": 50})
        for box in ([10, 10, 20, 20], [50, 5, 40, 40]):
            annotations.append({
                "id": len(annotations) + 1, "image_id": number, "category_id": 3 + 4 * (number % 2), "bbox": box,
                "area": box[2] * box[3], "iscrowd": 0,
                "segmentation": [[box[0], box[1], box[0] + box[2], box[1], box[0], box[1] + box[3]]],
            })
    categories = [{"id": 3, "name": "cat"}, {"id": 7, "name": "no"}]
    text = json.dumps({"images": images, "annotations": annotations, "categories": categories})
    (folder / f"{part}.json").write_text(text)
    return len(annotations)


JOB = """output = "yolo"
[converter]
type = "Parts"
train = { type = "Coco", annotations = "train.json", images = "train2017" }
validation = { type = "Coco", annotations = "val.json", images = "val2017" }
[writer]
type = "Yolo"
images = "%s"
labels = "%s"
"""


def main():
    converters = Path(sys.argv[1]).resolve()
    # Imported here, so that the help above can be read without it.
    from ultralytics.data.dataset import YOLODataset
    from ultralytics.data.utils import check_det_dataset

    for mode in ("copy", "link"):
        for labels, task in (("boxes", "detect"), ("outlines", "segment")):
            folder = Path(tempfile.mkdtemp(prefix="converters-"))
            wanted = {
                "train": coco(folder, "train", ["a.jpg", "images/b.jpg", "x/images/c.png"], 1),
                "val": coco(folder, "val", ["a.jpg", "d.jpg"], 11),
            }
            (folder / "job.toml").write_text(JOB % (mode, labels))
            subprocess.run([converters, "-q", folder / "job.toml"], check=True)
            # From elsewhere: no path may be relative to where it is called.
            os.chdir("/")
            data = check_det_dataset(folder / "yolo/data.yaml", autodownload=False)
            assert data["names"] == {0: "cat", 1: "no"}, data["names"]
            for part, count in wanted.items():
                found = YOLODataset(img_path=data[part], data=data, task=task, augment=False)
                objects = sum(len(label["cls"]) for label in found.labels)
                print(f"{mode}, {labels}, {part}: {len(found.labels)} pictures, {objects} of {count} labels")
                assert objects == count, (objects, count)


main()
