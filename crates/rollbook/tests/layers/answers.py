"""What MMEngine makes of small configs: writes mmengine.json, which tests/layers.rs compares with `rollbook::toml::Layers`.

    python3 -m venv venv && venv/bin/pip install mmengine==0.10.7
    venv/bin/python answers.py > mmengine.json

A case has files, the one that is read, and options as after `--cfg-options`. `mmengine` is what MMEngine answered: a
value, or the class of its error. `ours` is there if rollbook differs on purpose, with the reason.
"""

import json
import os
import platform
import sys
import tempfile
import warnings

import mmengine
from mmengine.config import Config, DictAction

warnings.filterwarnings("ignore")
ERROR = "error"
cases = []


def case(name, files, options=(), ours=None, why=None):
    cases.append((name, files, list(options), ours, why))


def chain(base, child, **more):
    return {"base.json": base, "read.json": {"_base_": "base.json", **child}, **more}


def alone(value):
    return {"read.json": value}


# --- bases
case("one base, as a string", chain({"a": 1}, {"b": 2}))
case("one base, in a list", {"base.json": {"a": 1}, "read.json": {"_base_": ["base.json"], "b": 2}})
case("two bases", {"x.json": {"a": 1}, "y.json": {"b": 2}, "read.json": {"_base_": ["x.json", "y.json"]}})
case("a chain of three", {"x.json": {"a": {"i": 1, "j": 1, "k": 1}},
                          "y.json": {"_base_": "x.json", "a": {"j": 2, "k": 2}},
                          "read.json": {"_base_": "y.json", "a": {"k": 3}}})
case("paths are relative to the file that names them",
     {"models/parts/neck.json": {"neck": 1}, "models/net.json": {"_base_": "parts/neck.json", "net": 2},
      "read.json": {"_base_": "models/net.json"}})
case("a base in the folder above", {"base.json": {"a": 1}, "deep/mid.json": {"_base_": "../base.json"},
                                    "read.json": {"_base_": "deep/mid.json"}})
case("an empty list of bases", alone({"_base_": [], "a": 1}))
case("a base that is missing", alone({"_base_": "nowhere.json"}))
case("an empty path", alone({"_base_": ""}))
case("a base that is a number", alone({"_base_": 1}))
case("a list of lists", chain({"a": 1}, {"_base_": [["base.json"]]}))
case("a base that is null", alone({"_base_": None, "a": 1}))
case("a cycle of one", alone({"_base_": "read.json"}))
case("a cycle of two", {"x.json": {"_base_": "read.json"}, "read.json": {"_base_": "x.json"}})
case("two bases set the same key", {"x.json": {"a": 1}, "y.json": {"a": 2},
                                    "read.json": {"_base_": ["x.json", "y.json"]}})
case("two bases set different keys of one table",
     {"x.json": {"a": {"i": 1}}, "y.json": {"a": {"j": 2}}, "read.json": {"_base_": ["x.json", "y.json"]}})
case("two bases with one base in common",
     {"root.json": {"r": 1}, "x.json": {"_base_": "root.json", "a": 1}, "y.json": {"_base_": "root.json", "b": 2},
      "read.json": {"_base_": ["x.json", "y.json"]}},
     ours={"r": 1, "a": 1, "b": 2},
     why="both say the same, as they have it from one file: nothing has to be decided")
case("the same base twice", {"x.json": {"a": 1}, "read.json": {"_base_": ["x.json", "x.json"]}},
     ours={"a": 1}, why="both say the same: nothing has to be decided")
case("two bases disagree, and the file decides",
     {"x.json": {"a": 1}, "y.json": {"a": 2}, "read.json": {"_base_": ["x.json", "y.json"], "a": 3}})
case("a nested key `_base_` is only a key", chain({"a": 1}, {"b": {"_base_": "base.json"}}))

# --- values
case("tables merge", chain({"a": {"x": 1, "y": 1}}, {"a": {"y": 2, "z": 2}}))
case("tables merge at every depth", chain({"a": {"b": {"c": {"x": 1, "y": 1}}}}, {"a": {"b": {"c": {"y": 2}}}}))
case("an empty table changes nothing", chain({"a": {"x": 1}}, {"a": {}}))
case("lists replace", chain({"a": [1, 2, 3]}, {"a": [4]}))
case("an empty list replaces", chain({"a": [1, 2, 3]}, {"a": []}))
case("lists of tables replace", chain({"a": [{"x": 1}, {"y": 1}]}, {"a": [{"x": 2}]}))
case("a list replaces a table", chain({"a": {"x": 1}}, {"a": [1]}))
case("a number replaces a table", chain({"a": {"x": 1}}, {"a": 1}))
case("a boolean replaces a number", chain({"a": 1}, {"a": False}))
case("a string replaces a number", chain({"a": 1}, {"a": "1"}))
case("a table over a list", chain({"a": [1]}, {"a": {"x": 1}}))
case("a table over a number", chain({"a": 1}, {"a": {"x": 1}}))
case("a table over a boolean, deep", chain({"a": {"b": {"c": True}}}, {"a": {"b": {"c": {"x": 1}}}}))
case("in files, a number is no index", chain({"a": [1, 2]}, {"a": {"0": 5}}))
case("in files, a dot is part of the key", chain({"a": {"b": 1}}, {"a.b": 2}))
case("keys with quotes, blanks and none at all", chain({'"': 1, " ": 1, "": 1}, {'"': 2, "": 3}))
case("keys of any script", chain({"网络": {"é": 1}}, {"网络": {"ü": 2}}))
case("null replaces", chain({"a": {"x": 1}}, {"a": None}),
     ours={}, why="TOML has no null: the key is left out, so that the module's own default applies")
case("null among arguments", chain({"m": {"type": "A", "x": 1}}, {"m": {"x": None}}),
     ours={"m": {"type": "A"}}, why="TOML has no null: the key is left out")
case("a table over null", chain({"a": None}, {"a": {"x": 1}}),
     ours={"a": {"x": 1}}, why="null left the key out: there is nothing to conflict with")
case("null in a list", alone({"a": [1, None]}), ours=ERROR, why="TOML has no null, and the item cannot be left out")

# --- _delete_
case("_delete_ replaces", chain({"a": {"x": 1}}, {"a": {"_delete_": True, "y": 2}}))
case("_delete_ and nothing else", chain({"a": {"x": 1}}, {"a": {"_delete_": True}}))
case("_delete_ at depth", chain({"a": {"b": {"x": 1}, "c": 1}}, {"a": {"b": {"_delete_": True, "y": 2}}}))
case("_delete_ over a list", chain({"a": [1]}, {"a": {"_delete_": True, "x": 1}}))
case("_delete_ over a string", chain({"a": "s"}, {"a": {"_delete_": True, "x": 1}}))
case("_delete_ = false merges", chain({"a": {"x": 1}}, {"a": {"_delete_": False, "y": 2}}))
case("_delete_ in the middle of a chain", {"x.json": {"a": {"i": 1}}, "y.json": {"_base_": "x.json", "a": {"_delete_": True, "j": 2}},
                                           "read.json": {"_base_": "y.json", "a": {"k": 3}}})
case("_delete_ where nothing is", chain({}, {"a": {"_delete_": True, "x": 1}}),
     ours={"a": {"x": 1}}, why="`_delete_` is an instruction and never an argument; MMEngine hands it to the module")
case("_delete_ in a file without a base", alone({"a": {"_delete_": True, "x": 1}}),
     ours={"a": {"x": 1}}, why="`_delete_` is an instruction and never an argument; MMEngine hands it to the module")
case("_delete_ inside a table that replaces", chain({"a": {"x": 1}}, {"a": {"_delete_": True, "b": {"_delete_": True, "y": 2}}}),
     ours={"a": {"b": {"y": 2}}}, why="`_delete_` is an instruction and never an argument; MMEngine hands it to the module")
case("_delete_ in a list", chain({"a": [{"x": 1}]}, {"a": [{"_delete_": True, "y": 2}]}),
     ours={"a": [{"y": 2}]}, why="`_delete_` is an instruction and never an argument; MMEngine hands it to the module")
case("_delete_ at the top", chain({"a": 1}, {"_delete_": True, "b": 2}),
     ours={"b": 2}, why="the rule of every table; in MMEngine it becomes a key of the config")
case("_delete_ that is a number", chain({"a": {"x": 1}}, {"a": {"_delete_": 1, "y": 2}}),
     ours=ERROR, why="a misspelt `_delete_` must not decide by its truth value")

# --- modules
R50 = {"type": "ResNet", "depth": 50, "frozen": 1}
case("the same name: arguments merge", chain({"m": R50}, {"m": {"type": "ResNet", "depth": 18}}))
case("no name: arguments merge", chain({"m": R50}, {"m": {"depth": 18}}))
case("another name", chain({"m": R50}, {"m": {"type": "Swin", "dims": 96}}),
     ours={"m": {"type": "Swin", "dims": 96}},
     why="the arguments of one module are not those of another: MMEngine's users write `_delete_` by hand")
case("another name, and _delete_", chain({"m": R50}, {"m": {"_delete_": True, "type": "Swin", "dims": 96}}))
case("another name, at depth", chain({"m": {"type": "Net", "backbone": R50, "neck": {"type": "FPN", "out": 1}}},
                                     {"m": {"backbone": {"type": "Swin"}}}),
     ours={"m": {"type": "Net", "backbone": {"type": "Swin"}, "neck": {"type": "FPN", "out": 1}}},
     why="the arguments of one module are not those of another")
case("another name around a module", chain({"m": {"type": "Net", "backbone": R50}}, {"m": {"type": "Other", "backbone": {"depth": 18}}}),
     ours={"m": {"type": "Other", "backbone": {"depth": 18}}},
     why="what is below belongs to the arguments of the old module")
case("another name, and back", {"x.json": {"m": R50}, "y.json": {"_base_": "x.json", "m": {"type": "Swin", "dims": 96}},
                                "read.json": {"_base_": "y.json", "m": {"type": "ResNet"}}},
     ours={"m": {"type": "ResNet"}}, why="each change of the name drops what was there")
case("a name for a table that had none", chain({"m": {"depth": 50}}, {"m": {"type": "ResNet"}}))
case("another name, and its scope", chain({"m": {"type": "A", "_scope_": "mmdet", "x": 1}}, {"m": {"type": "B"}}),
     ours={"m": {"type": "B"}}, why="the scope was that of the old name")
case("a bare name replaces a table", chain({"m": R50}, {"m": "Swin"}))
case("the same bare name replaces a table", chain({"m": R50}, {"m": "ResNet"}))
case("a bare name replaces a bare name", chain({"m": "ResNet"}, {"m": "Swin"}))
case("arguments for a bare name", chain({"m": "ResNet"}, {"m": {"depth": 18}}),
     ours={"m": {"type": "ResNet", "depth": 18}}, why="a bare name is short for a table with the name alone")
case("a table with the same name over a bare name", chain({"m": "ResNet"}, {"m": {"type": "ResNet", "depth": 18}}),
     ours={"m": {"type": "ResNet", "depth": 18}}, why="a bare name is short for a table with the name alone")
case("a table with another name over a bare name", chain({"m": "ResNet"}, {"m": {"type": "Swin", "dims": 96}}),
     ours={"m": {"type": "Swin", "dims": 96}}, why="a bare name is short for a table with the name alone")

# --- options
M = {"model": {"backbone": {"type": "ResNet", "depth": 50}}, "pipeline": [{"type": "Load"}, {"type": "Resize", "size": 1}]}
case("an option", alone(M), ["model.backbone.depth=18"])
case("an option with a new key", alone(M), ["model.neck.out=3"])
case("an option at the top", alone(M), ["seed=7"])
case("an option into a list", alone(M), ["pipeline.1.size=9"])
ITEM = "an item is replaced as any value is; MMEngine fails on a value that is not a table"
case("an option for an item", alone({"a": [1, 2, 3]}), ["a.1=9"], ours={"a": [1, 9, 3]}, why=ITEM)
case("options into lists of lists", alone({"a": [[1, 2], [3]]}), ["a.0.1=9", "a.1.0=8"], ours={"a": [[1, 9], [8]]}, why=ITEM)
case("an index with a zero before it", alone({"a": [1, 2]}), ["a.01=9"], ours={"a": [1, 9]}, why=ITEM)
case("an index beyond the end", alone(M), ["pipeline.2.size=9"])
case("an index of the first free place", alone({"a": [1]}), ["a.1=2"])
case("an index below zero", alone({"a": [1, 2]}), ["a.-1=9"])
case("a word for an index", alone(M), ["pipeline.size=9"])
case("an index where no list is", alone({}), ["a.0.b=1"])
case("an index into a table", alone({"a": {"0": 1}}), ["a.0=2"])
case("an index in brackets", alone(M), ["pipeline[1].size=9"],
     ours={**M, "pipeline": [{"type": "Load"}, {"type": "Resize", "size": 9}]},
     why="the way errors write it; MMEngine sets a new key `pipeline[1]`")
case("an option below a number", alone({"a": 1}), ["a.b=2"])
case("an option that replaces a table", alone(M), ["model=1"])
case("an option that replaces a list", alone(M), ["pipeline=[1,2]"])
case("_delete_ as an option", alone(M), ["model.backbone._delete_=true", "model.backbone.x=1"])
case("options with the same key: the last one wins", alone({"a": 1}), ["a=2", "a=3"])
case("an option for another name", alone(M), ["model.backbone.type=Swin"],
     ours={**M, "model": {"backbone": {"type": "Swin"}}}, why="the arguments of one module are not those of another")
case("an option in an item with another name", alone(M), ["pipeline.1.type=Flip"],
     ours={**M, "pipeline": [{"type": "Load"}, {"type": "Flip"}]}, why="the arguments of one module are not those of another")
case("numbers", alone({}), ["a=1", "b=-2", "c=1.5", "d=1e3"])
case("words", alone({}), ["a=word", "b=two words", "c=a/b.txt", "d=x=y"],
     ours={"a": "word", "b": "two words", "c": "a/b.txt", "d": "x=y"}, why="MMEngine removes the blanks of a word")
case("true and false", alone({}), ["a=true", "b=false"])
case("True and None", alone({}), ["a=True", "b=None"], ours={"a": "True", "b": "None"},
     why="the value is TOML, and text that is not TOML is a word: Python's words mean nothing")
case("text in quotes", alone({}), ['a="x"', "b='y'", 'c=""'])
case("a list in brackets", alone({}), ["a=[1,2]", "b=[]", "c=[[1],[2,3]]"])
case("a list of bare words", alone({}), ["a=[x,y]"], ours=ERROR, why="the value is TOML: a list quotes its words")
case("a list without brackets", alone({}), ["a=1,2"], ours={"a": "1,2"}, why="the value is TOML: a list has brackets")
case("an empty value", alone({}), ["a="])
case("an option with a key that has a dot", alone({"a.b": 1}), ["a.b=2"])

# --- what is MMEngine's alone
case("names of the config's own methods", alone({"filename": "x"}), ours={"filename": "x"}, why="there is no such object")
case("keys with two underscores", alone({"__a": 1, "b": 2}), ours={"__a": 1, "b": 2}, why="nothing is left out in silence")
case("text that names the file", alone({"a": "{{ fileBasenameNoExtension }}"}), ours={"a": "{{ fileBasenameNoExtension }}"},
     why="files are read as they are: values are not replaced in their text")


def write(folder, files):
    for path, value in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)


def answer(files, options):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, files)
        try:
            config = Config.fromfile(os.path.join(folder, "read.json"))
            if options:
                parsed = {}
                for option in options:
                    key, value = option.split("=", maxsplit=1)
                    parsed[key] = DictAction._parse_iterable(value)
                config.merge_from_dict(parsed)
            return {"value": json.loads(json.dumps(config.to_dict()))}
        except Exception as error:
            return {"error": type(error).__name__}


def main():
    written = []
    for name, files, options, ours, why in cases:
        entry = {"name": name, "files": files}
        if options:
            entry["options"] = options
        entry["mmengine"] = answer(files, options)
        if why is not None:
            entry["ours"] = {"error": why} if ours == ERROR else {"value": ours}
            entry["why"] = why
        written.append(entry)
    lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in written)
    versions = f"mmengine {mmengine.__version__}, Python {platform.python_version()}"
    sys.stdout.write('{\n  "versions": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(versions), lines))


main()
