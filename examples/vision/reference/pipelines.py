"""Writes what mmcv makes of a small image in other sizes: `expected/resized.json`."""

import json
import pathlib

import mmcv
import numpy as np
from reference import uniform

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 13, 9

image = ((uniform("image", WIDTH * HEIGHT * 3) + 1.0) * 127.5).astype(np.uint8).reshape(HEIGHT, WIDTH, 3)
cases = []
for backend in ("cv2", "pillow"):
    for interpolation in ("nearest", "bilinear", "bicubic"):
        for width, height in ((13, 20), (26, 18), (7, 5), (5, 9)):
            resized = mmcv.imresize(image, (width, height), interpolation=interpolation, backend=backend)
            cases.append(dict(backend=backend, interpolation=interpolation, width=width, height=height, values=resized.flatten().tolist()))
text = ",\n".join(json.dumps(case) for case in cases)
(HERE / "expected/resized.json").write_text("[\n" + text + "\n]\n")
