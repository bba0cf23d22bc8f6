"""The house rules of DESIGN section 5 and ARCHITECTURE.md, read from the source itself."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "digest"
ORDER: tuple[frozenset[str], ...] = (
    frozenset({"__init__"}),
    frozenset({"errors", "fingerprint", "wording", "model", "moments", "orders", "forms", "stopping", "thawing"}),
    frozenset({"text"}),
    frozenset({"sourcing"}),
    frozenset({"config", "content"}),
    frozenset({"site"}),
    frozenset({"theme"}),
    frozenset({"output"}),
    frozenset({"patching"}),
    frozenset({"shortcut"}),
    frozenset({"dressing"}),
    frozenset({"gathering"}),
    frozenset({"modelling"}),
    frozenset({"builder"}),
    frozenset({"desk", "reporting", "theming", "verifying"}),
    frozenset({"drawing"}),
    frozenset({"console"}),
    frozenset({"commands"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
"""Rooms from the bottom up; a room imports itself and lower ones. Neighbours on one step only where OPEN says so."""
OPEN = ({"errors", "fingerprint", "wording", "model", "moments", "orders"}, {"config", "content"})
PRINTING = {"cli", "console"}
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 40, 10
SPEAKERS = {"problem": 0, "warning": 0, "say": 0}
"""Functions whose first argument is a code of the catalogue."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Entry = dict[str, str]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room(dotted: str) -> str:
    """`digest.text.names` is in the room `text`; the package itself in `__init__`."""
    return [*dotted.split("."), "__init__"][1]


def imported(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module of ours that is imported anywhere in a module, inside functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "digest")
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            whole = ".".join(part for part in (base, node.module or "") if part)
            if whole == "digest":
                yield from (f"digest.{alias.name}" for alias in node.names)
            elif whole.startswith("digest."):
                yield whole


def allowed(importer: str, target: str) -> bool:
    rank = {name: number for number, names in enumerate(ORDER) for name in names}
    together = any({importer, target} <= rooms for rooms in OPEN)
    return importer == target or together or rank[target] < rank[importer]


def is_known(name: str) -> bool:
    return any(name in names for names in ORDER)


def target_room(dotted: str) -> str:
    """`from digest import __version__` asks the package itself."""
    found = room(dotted)
    return found if is_known(found) or (PACKAGE / found).exists() or (PACKAGE / f"{found}.py").exists() else "__init__"


def test_every_room_has_its_step() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert [name for name in sorted(rooms) if not is_known(name)] == []


@pytest.mark.parametrize("path", modules(), ids=named)
def test_arrows_only_point_down(path: Path) -> None:
    dotted = ".".join(("digest", *path.relative_to(PACKAGE).with_suffix("").parts))
    here = room(dotted)
    package = dotted.rpartition(".")[0]
    backwards = [name for name in imported(parsed(path), package) if not allowed(here, target_room(name))]
    assert backwards == [], f"{named(path)} must not import {backwards}"


@pytest.mark.parametrize(
    ("importer", "target", "fine"),
    [
        ("text", "model", True),
        ("sourcing", "text", True),
        ("text", "content", False),
        ("sourcing", "site", False),
        ("theme", "output", False),
        ("site", "theme", False),
        ("errors", "model", True),
        ("builder", "cli", False),
        ("cli", "desk", True),
    ],
)
def test_the_order_itself(*, importer: str, target: str, fine: bool) -> None:
    assert allowed(importer, target) is fine


def test_imports_are_found_wherever_they_hide() -> None:
    source = "import digest.cli\ndef f():\n  from ..site import urls\n  from digest import desk\n  import os"
    assert list(imported(ast.parse(source), "digest.text")) == ["digest.cli", "digest.site", "digest.desk"]


def prints(tree: ast.Module) -> list[int]:
    """Lines that print or take hold of the standard streams."""
    streams = {"stdout", "stderr"}
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in streams and getattr(node.value, "id", "") == "sys")
    ]


@pytest.mark.parametrize("path", modules(), ids=named)
def test_only_the_command_line_prints(path: Path) -> None:
    if room(".".join(("digest", *path.relative_to(PACKAGE).with_suffix("").parts))) not in PRINTING:
        assert prints(parsed(path)) == []


@pytest.mark.parametrize("path", [path for path in modules() if not path.name.startswith("__")], ids=named)
def test_every_module_says_what_it_owns(path: Path) -> None:
    opening = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0]
    assert "Owns" in opening


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_module_is_too_long(path: Path) -> None:
    """A list of types may be longer: nothing in it has to be followed."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    followed = any(isinstance(node, Function) for node in ast.walk(parsed(path)))
    assert not followed or lines <= LONGEST_MODULE


def functions() -> Iterator[tuple[str, int]]:
    """Every function and its lines from `def` to its end, docstring not counted."""
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function) and node.end_lineno:
                yield (
                    f"{named(path)}:{node.lineno} {node.name}",
                    node.end_lineno - node.lineno + 1 - documentation(node),
                )


def documentation(node: Function) -> int:
    """Lines of a function's docstring: they explain, and are not what has to be followed."""
    first = node.body[0]
    told = ast.get_docstring(node) is not None
    return (first.end_lineno or first.lineno) - first.lineno + 1 if told else 0


def test_functions_are_short() -> None:
    lengths = dict(functions())
    long = [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_FUNCTION]
    assert long == [], "\n".join(long)
    assert median(lengths.values()) < MEDIAN_FUNCTION


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_drawer_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}


def catalogue() -> Iterator[tuple[str, str, Entry]]:
    """File, code and entry of every message."""
    for path in sorted((PACKAGE / "messages").glob("*.toml")):
        yield from ((path.name, code, entry) for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items())


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_each_code_stands_in_one_file() -> None:
    counted = Counter(code for _, code, _ in catalogue())
    assert [code for code, times in counted.items() if times > 1] == []
    assert [code for code in counted if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


@pytest.mark.parametrize("kind", ["", "hint", "near"])
def test_both_languages_say_the_same(kind: str) -> None:
    ja, en = (f"{kind}_{language}".lstrip("_") for language in ("ja", "en"))
    entries = [(code, entry) for _, code, entry in catalogue() if not kind or {ja, en} & set(entry)]
    assert [code for code, entry in entries if not (entry.get(ja, "").strip() and entry.get(en, "").strip())] == []
    assert [code for code, entry in entries if placeholders(entry[ja]) != placeholders(entry[en])] == []


def test_entries_hold_nothing_else() -> None:
    known = {"ja", "en", "hint_ja", "hint_en", "near_ja", "near_en"}
    assert [code for _, code, entry in catalogue() if set(entry) - known] == []


def calls() -> Iterator[tuple[str, str, set[str], bool]]:
    """Place, code, named arguments and whether more come in by `**`, of each call that speaks a literal code."""
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SPEAKERS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    names = {keyword.arg for keyword in node.keywords if keyword.arg}
                    yield f"{named(path)}:{node.lineno}", first.value, names, len(names) < len(node.keywords)


def constants(nodes: Iterable[ast.AST]) -> set[str]:
    """The texts among these nodes."""
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def everywhere() -> Iterator[ast.AST]:
    return (node for path in modules() for node in ast.walk(parsed(path)))


def is_spoken(code: str, texts: set[str], heads: set[str]) -> bool:
    """Whether a code is written out, or put together: `f"why-{reason}"`, with the reason somewhere in a text."""
    tails = [code.removeprefix(head) for head in heads if code.startswith(head)]
    within = any(tail in text for tail in tails for text in texts)
    return code in texts or within or any(is_spoken(tail, texts, heads) for tail in tails)


def test_every_spoken_code_has_its_sentence() -> None:
    codes = {code for _, code, _ in catalogue()}
    mute = [f"{place} {code}" for place, code, _, _ in calls() if code not in codes]
    assert mute == [], "\n".join(mute)


def test_every_sentence_is_spoken() -> None:
    texts = constants(everywhere())
    heads = constants(node.values[0] for node in everywhere() if isinstance(node, ast.JoinedStr) and node.values)
    heads = {head for head in heads if re.fullmatch(r"([a-z0-9]+-)+", head)}
    idle = [f"{file} {code}" for file, code, _ in catalogue() if not is_spoken(code, texts, heads)]
    assert idle == [], "\n".join(idle)


def test_sentences_get_what_they_ask_for() -> None:
    wanted = {
        code: set().union(*(placeholders(text) for name, text in entry.items() if not name.startswith("near_")))
        for _, code, entry in catalogue()
    }
    unfilled = [
        f"{place} {code} {sorted(wanted[code] - given)}"
        for place, code, given, more in calls()
        if not more and wanted.get(code, set()) - given
    ]
    assert unfilled == [], "\n".join(unfilled)
