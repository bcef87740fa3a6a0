"""Writes what PyTorch computes: `expected/*.json`, which `vision compare` compares with.

    python reference.py [NAME ...]

Networks are those of mmpretrain and mmdet, built by mmengine from the config files that `cases.json` names. Weights and
inputs are made by a fixed rule, the one of `mmengine/src/weights.rs`, so that no checkpoint is needed. requirements.txt
holds the versions. mmcv-lite comes without compiled operators: those that are needed here are torchvision's.
"""

import json
import math
import pathlib
import sys
import types

import numpy as np
import torch
import torchvision

HERE = pathlib.Path(__file__).parent
CORPUS = HERE / "../../../../shared/corpus/configs"
SAMPLES = 256


def uniform(name, count):
    """Numbers in [-1, 1) from a name: FNV-1a of it, then SplitMix64."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    with np.errstate(over="ignore"):
        state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return (state >> np.uint64(40)).astype(np.float64) / float(1 << 23) - 1.0


def by_rule(name, shape):
    count = math.prod(shape)
    last = name.rsplit(".", 1)[-1]
    if len(shape) <= 1:
        offset, scale = {"running_var": (1.0, 0.5), "weight": (1.0, 0.1)}.get(last, (0.0, 0.1))
    else:
        offset, scale = 0.0, math.sqrt(3.0 / max(count // max(shape[0], 1), 1))
    values = (offset + scale * uniform(name, count)).astype(np.float32)
    return torch.from_numpy(values.reshape(shape))


def compiled_operators():
    """mmdet imports many operators that mmcv compiles; torchvision has the ones that its networks here compute with."""

    class Absent(torch.nn.Module):
        def __init__(self, *args, **kwargs):
            raise NotImplementedError("an operator that mmcv compiles")

    def nms(boxes, scores, iou_threshold, offset=0, score_threshold=0, max_num=-1):
        assert offset == 0
        keep = torchvision.ops.nms(boxes, scores, iou_threshold)
        keep = keep[:max_num] if max_num > 0 else keep
        return torch.cat([boxes[keep], scores[keep, None]], dim=1), keep

    def batched_nms(boxes, scores, idxs, nms_cfg, class_agnostic=False):
        """As mmcv/ops/nms.py: boxes of each class are moved to a place of their own."""
        nms_cfg = dict(nms_cfg)
        nms_cfg.pop("type", None)
        if boxes.numel() == 0:
            return torch.cat([boxes, scores[:, None]], dim=1), idxs
        offsets = idxs.to(boxes) * (boxes.max() + 1)
        moved = boxes if class_agnostic else boxes + offsets[:, None]
        _, keep = nms(moved, scores, **nms_cfg)
        return torch.cat([boxes[keep], scores[keep, None]], dim=1), keep

    class RoIAlign(torchvision.ops.RoIAlign):
        def __init__(self, output_size, spatial_scale=1.0, sampling_ratio=0, pool_mode="avg", aligned=True):
            size = output_size if isinstance(output_size, tuple) else (output_size, output_size)
            super().__init__(size, spatial_scale, sampling_ratio, aligned)

    ops = types.ModuleType("mmcv.ops")
    ops.__path__ = []
    known = {"nms": nms, "batched_nms": batched_nms, "RoIAlign": RoIAlign}

    def find(name):
        if name.startswith("__"):
            raise AttributeError(name)
        return known.get(name) or type(name, (Absent,), {})

    ops.__getattr__ = find

    class Finder:
        """Every submodule of `mmcv.ops` is that one, too."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.startswith("mmcv.ops"):
                import importlib.machinery

                return importlib.machinery.ModuleSpec(name, Finder)

        @staticmethod
        def create_module(spec):
            return ops if spec.name == "mmcv.ops" else types.ModuleType(spec.name)

        @staticmethod
        def exec_module(module):
            if module is not ops:
                module.__path__ = []
                module.__getattr__ = ops.__getattr__

    sys.meta_path.insert(0, Finder)


def tensors(value):
    """All tensors of an output, in order."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [tensor for part in value for tensor in tensors(part)]


def sampled(tensor):
    flat = tensor.detach().float().flatten()
    step = max(1, math.ceil(len(flat) / SAMPLES))
    return {
        "shape": list(tensor.shape),
        "step": step,
        "norm": float(flat.double().norm()),
        "values": [float(f"{value:.9g}") for value in flat[::step].tolist()],
    }


def read(path):
    """The config of the model. As mmengine's runner does, it takes the file's `data_preprocessor`."""
    from mmengine.config import Config

    cfg = Config.fromfile(str(path), import_custom_modules=False)
    model = dict(cfg.model)
    if cfg.get("data_preprocessor"):
        model.setdefault("data_preprocessor", cfg.data_preprocessor)
    # They would be downloaded.
    strip(model)
    return Config(dict(model=model)).model


def prepare(path):
    """Imports the packages, which registers their modules, and enters the config's scope."""
    from mmengine.registry import init_default_scope

    scope = json.loads(pathlib.Path(path).read_text()).get("default_scope", "mmpretrain")
    if scope == "mmdet":
        from mmdet.utils import register_all_modules
    else:
        from mmpretrain.utils import register_all_modules
    register_all_modules(init_default_scope=False)
    import mmdet.models  # noqa: F401
    import mmpretrain.models  # noqa: F401

    init_default_scope(scope)


def built(model):
    from mmengine.registry import MODELS

    model = MODELS.build(model).eval()
    head = getattr(model, "bbox_head", None)
    if head is not None and not hasattr(head, "loss_cls"):
        # mmdet 3.3.0 asks every head for it; SSDHead has none, and fails.
        head.loss_cls = None
    return model


def build(path):
    prepare(path)
    return built(read(path))


def strip(value):
    if isinstance(value, dict):
        # A tuple in the config that was written in Python.
        if "basesize_ratio_range" in value:
            value["basesize_ratio_range"] = tuple(value["basesize_ratio_range"])
        init = value.get("init_cfg")
        if isinstance(init, dict) and init.get("type") == "Pretrained":
            value.pop("init_cfg")
        value = value.values()
    if isinstance(value, (list, type({}.values()))):
        for part in value:
            strip(part)


def main(names):
    compiled_operators()
    import mmcv
    import mmdet
    import mmengine
    import mmpretrain

    versions = {m.__name__: m.__version__ for m in (torch, torchvision, mmengine, mmcv, mmpretrain, mmdet)}
    (HERE / "expected").mkdir(exist_ok=True)
    for case in json.loads((HERE / "cases.json").read_text()):
        if names and case["name"] not in names:
            continue
        path = HERE / ".." / "configs" / case["config"]
        if not path.exists():
            path = CORPUS / case["config"]
        model = build(path)
        state = {
            name: by_rule(name, tensor.shape) if tensor.is_floating_point() else tensor
            for name, tensor in model.state_dict().items()
        }
        model.load_state_dict(state)
        shape = case["input"]
        image = torch.from_numpy((2.0 * uniform("input", math.prod(shape))).astype(np.float32).reshape(shape))
        with torch.no_grad():
            outputs = tensors(model(image, mode="tensor"))
        expected = {
            "versions": versions,
            "parameters": sum(tensor.numel() for tensor in state.values() if tensor.is_floating_point()),
            "outputs": [sampled(output) for output in outputs],
        }
        if case.get("objects"):
            expected["objects"] = objects(model, image)
        (HERE / "expected" / (case["name"] + ".json")).write_text(json.dumps(expected, indent=1) + "\n")
        print(case["name"], [list(output.shape) for output in outputs])


def objects(model, image):
    """What a detector finds: [left, top, right, bottom, score, class], the best first."""
    from mmdet.structures import DetDataSample

    height, width = image.shape[-2:]
    sample = DetDataSample(metainfo=dict(img_shape=(height, width), ori_shape=(height, width), scale_factor=(1.0, 1.0), batch_input_shape=(height, width), pad_shape=(height, width)))
    with torch.no_grad():
        (result,) = model(image, [sample], mode="predict")
    found = result.pred_instances
    rows = torch.cat([found.bboxes, found.scores[:, None], found.labels[:, None].float()], dim=1)
    return [[float(f"{value:.9g}") for value in row] for row in rows.tolist()]


if __name__ == "__main__":
    main(sys.argv[1:])
