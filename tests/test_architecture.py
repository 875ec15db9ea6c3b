"""What holds the parts together: who imports whom, how long things are, which doors there are."""

import ast
import json
import os
import re
import statistics
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from creator_app.providers import ENGINES

ROOT = Path(__file__).parent.parent
APP = ROOT / "creator_app"
FILES = sorted(APP.rglob("*.py"))
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}

# Slow to import, or not there without an extra: the window and the help are there before them.
HEAVY = {
    "av",
    "azure",
    "ctranslate2",
    "cv2",
    "docx",
    "elevenlabs",
    "fal_client",
    "faster_whisper",
    "google",
    "httpx",
    "keyring",
    "lumaai",
    "moviepy",
    "onnxruntime",
    "openai",
    "opencc",
    "opentimelineio",
    "piper",
    "pysubs2",
    "runwayml",
    "scipy",
    "senko",
    "sounddevice",
    "soundcard",
    "soxr",
    "torch",
}
QT = {"PySide6", "shiboken6"}

# Everything that opens a file, and the files of ours in which it may stand.
DOORS = {
    "open": {"core/files.py"},
    "io.open": {"core/files.py"},
    "os.fdopen": {"core/files.py"},
    "os.open": {"core/files.py", "core/lock.py"},
    "sqlite3.connect": {"core/database.py"},
    "av.open": {"media/decode.py", "media/encode.py", "media/movie.py"},
}
DOORS |= {
    each: set()
    for each in (
        *("codecs.open", "wave.open", "zipfile.ZipFile", "np.fromfile", "np.memmap"),
        *("cv2.imread", "cv2.imwrite", "cv2.VideoCapture", "cv2.VideoWriter"),
    )
}
METHODS = {"read_bytes", "read_text", "write_bytes", "write_text", "tofile"}
MODE = re.compile(r"[rwax]b?\+?|[rwax]\+?b?")


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path):
    return path.relative_to(APP).as_posix()


def functions():
    """Return the length of every function in lines, with where it is."""
    return [
        (node.end_lineno - node.lineno + 1, f"{name_of(path)}:{node.lineno} {node.name}")
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def lengths():
    """Return the length of every file in lines, with its name."""
    return [(len(path.read_text(encoding="utf-8").splitlines()), name_of(path)) for path in FILES]


def at_share(counted, share):
    numbers = sorted(number for number, _ in counted)
    return numbers[int(share * (len(numbers) - 1))]


# How long things are


def test_functions_are_short():
    counted = functions()
    assert [where for length, where in counted if length > 60] == []
    assert statistics.median(length for length, _ in counted) <= 8
    assert at_share(counted, 0.9) <= 25


def test_files_are_short():
    counted = lengths()
    assert [where for length, where in counted if length > 500] == []
    assert at_share(counted, 0.9) <= 350


def test_whatever_may_fail_is_named_when_it_is_caught():
    broad = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and is_broad(node)
    ]
    lines = sum(length for length, _ in lengths())
    assert len(broad) <= max(1, lines // 1000), broad


def is_broad(handler):
    """Return whether a handler swallows whatever comes; one that raises it again does not."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {None if kind is None else ast.unparse(kind) for kind in kinds}
    is_raised = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return bool(names & {None, "Exception", "BaseException"}) and not is_raised


# What things are called and say


def test_everything_is_called_by_what_it_is():
    names = [part for path in FILES for part in Path(name_of(path)).with_suffix("").parts]
    names += [
        node.name for path in FILES for node in parsed(path).body if isinstance(node, ast.ClassDef)
    ]
    parts = {name: set(re.findall(r"[A-Z]?[a-z]+", name.replace("_", " "))) for name in names}
    forbidden = [
        name for name, words in parts.items() if {each.lower() for each in words} & FORBIDDEN_NAMES
    ]
    assert forbidden == []


def test_every_module_says_what_it_is_for():
    silent = [name_of(path) for path in FILES if parsed(path).body and not said_of(path)]
    assert silent == []


def said_of(path):
    return ast.get_docstring(parsed(path))


def test_nothing_is_imported_by_the_star():
    stars = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and any(each.name == "*" for each in node.names)
    ]
    assert stars == []


def test_the_page_on_the_architecture_names_every_package():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    packages = [path.parent.name for path in APP.glob("*/__init__.py")]
    assert [name for name in packages if f"| `{name}` |" not in page] == []


# Who imports whom


def test_imports_keep_their_contracts(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def modules(*packages):
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in packages
        for path in sorted((APP / package).rglob("*.py"))
    ]


IMPORTER = """
import importlib, json, sys
blocked, names, heavy = map(json.loads, sys.argv[1:])
for name in blocked:
    sys.modules[name] = None
failed, loaded = {}, {}
for name in names:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed[name] = str(error)
    for each in heavy:
        if sys.modules.get(each) is not None:
            loaded.setdefault(each, name)
print(json.dumps([failed, loaded]))
"""


def imported(names, blocked=(), heavy=()):
    """Import modules in a child; return which failed, and what each heavy one came with."""
    given = [json.dumps(sorted(each)) for each in (blocked, names, heavy)]
    child = subprocess.run(
        [sys.executable, "-c", IMPORTER, *given],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return json.loads(child.stdout)


def test_what_lies_below_the_window_starts_without_qt():
    failed, loaded = imported(modules("core", "media", "jobs"), blocked=QT, heavy=QT)
    assert failed == {}
    assert loaded == {}


def test_help_and_nouns_load_nothing_heavy():
    heavy = HEAVY | QT | {"numpy", "asyncio"}
    assert imported(["creator_app.__main__", "creator_app.cli"], heavy=heavy) == [{}, {}]
    assert imported(modules("core"), heavy=HEAVY | QT | {"numpy"}) == [{}, {}]


def test_the_window_loads_nothing_heavy():
    assert imported(["creator_app.app"], heavy=HEAVY | {"numpy"}) == [{}, {}]


def test_no_module_loads_anything_heavy_when_it_is_imported():
    heavy = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in FILES
        for node, name in imports_at_once(path)
        if name.partition(".")[0] in HEAVY
    ]
    assert heavy == []


def imports_at_once(path):
    """Yield the imports that run with the module itself, not those for the type checker."""
    for node in parsed(path).body:
        if isinstance(node, ast.Import):
            yield from ((node, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_engine_can_be_made(engine):
    module, _, attribute = engine.factory.partition(":")
    assert module.startswith("creator_app.providers.")
    assert callable(getattr(import_module(module), attribute))


def test_packaging_hides_no_library():
    names = {path.stem for path in (ROOT / "packaging").glob("*.py")}
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert (
        names & (set(sys.stdlib_module_names) | HEAVY | QT | {"pip", "build", "packaging"}) == set()
    )


# The doors


def called(node):
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def is_method_that_opens(node):
    """Return whether a call is one of a path's own: `path.open("rb")`, `path.read_text()`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in METHODS:
        return True
    modes = [
        each.value
        for each in [*node.args[:1], *(word.value for word in node.keywords)]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    is_path = ast.unparse(node.func.value).startswith("Path(")
    is_named = any(MODE.fullmatch(mode) for mode in modes)
    return node.func.attr == "open" and (is_path or is_named)


def opened_past_the_doors(path):
    name = name_of(path)
    for node in ast.walk(parsed(path)):
        call = called(node)
        if (call in DOORS and name not in DOORS[call]) or (
            is_method_that_opens(node) and call not in DOORS and name != "core/files.py"
        ):
            yield f"{name}:{node.lineno} {call}"


def test_files_and_databases_are_opened_at_their_doors_only():
    assert [found for path in FILES for found in opened_past_the_doors(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        "open(path)",
        "Path(name).open()",
        "path.open('rb')",
        "path.open(mode='w')",
        "path.read_text()",
        "path.write_bytes(b'')",
        "sqlite3.connect(path)",
        "av.open(path)",
        "os.open(path, 0)",
    ],
)
def test_every_way_past_a_door_is_seen(code, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "parsed", lambda _path: ast.parse(code))
    assert list(opened_past_the_doors(APP / "ui" / "x.py"))
