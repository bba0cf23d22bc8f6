"""Owns what `theme list` and `theme new` say: the themes there are, and the files that a new one begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from digest.errors import ContentError, Mark, problem
from digest.text.names import nearest
from digest.theme.chain import shown_folder, theme_folders
from digest.theme.contract import CONTRACT
from digest.theme.manifest import NAME, read_manifest
from digest.theme.memory import Pair, Remembered


class Listing(NamedTuple):
    """A theme as `theme list` shows it; `extends` is empty for one that stands alone or cannot be read."""

    name: str
    extends: str
    shown: str
    readable: bool


def list_themes(folders: Sequence[Path]) -> tuple[Listing, ...]:
    """Every theme of the folders, by name."""
    known: Remembered[tuple[Pair, ...]] = Remembered(())
    listed = []
    for name, folder in theme_folders(folders).items():
        manifest, _ = read_manifest(folder, shown_folder(folder), known)
        listed.append(Listing(name, manifest.extends if manifest else "", shown_folder(folder), manifest is not None))
    return tuple(listed)


def new_theme(folders: Sequence[Path], name: str, extends: str) -> dict[str, str]:
    """The files of a new theme, by path below its themes folder (`name/theme.yaml`); nothing is written.

    Raises ContentError where the name is unfit or taken, or there is no theme `extends`.
    """
    themes = theme_folders(folders)
    found, mark = [], Mark(f"themes/{name}")
    if not NAME.fullmatch(name):
        found.append(problem("theme-bad-name", mark, name=name))
    if name in themes:
        found.append(problem("theme-taken", mark, name=name))
    if extends not in themes:
        known = ", ".join(themes) or "-"
        found.append(problem("theme-unknown", mark, name=extends, near=nearest(extends, themes), known=known))
    if found:
        raise ContentError(found)
    values = {"name": name, "extends": extends, "contract": str(CONTRACT)}
    return {f"{name}/{path}": _filled(text, values) for path, text in _FILES.items()}


def _filled(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"<{key}>", value)
    return text


_FILES = {
    "theme.yaml": """\
# テーマの名前はフォルダー名と同じにします。
name: <name>
# このテーマにないものは、ここに書いたテーマから取られます。
extends: <extends>
# このテーマが従う約束の番号(docs/theme-guide.md)。
contract: <contract>
# サイトごとに変えられる値とその既定値。テンプレートでは option("accent") で読めます。
# 色の # は注釈の始まりでもあるので、必ず引用符で囲みます。
options:
  accent: "#8a1538"
""",
    "templates/post.html": """\
{# 記事のページ。上書きしたいファイルだけを、同じ名前でここに置きます。
   "<extends>/post.html" と書くと、上書きされる元のファイルを指します。
   変えたいブロックだけを書けば、残りは元のままです。使える値は digest/site/views.py の PostView にあります。 #}
{% extends "<extends>/post.html" %}
""",
    "strings/ja.yaml": """\
# 画面の文言。変えたいものだけを「キー: 文」の形で書きます。キーは元のテーマの strings/ja.yaml にあります。
# 例:  home: 表紙
""",
    "strings/en.yaml": """\
# The words of the interface: only those that differ from the parent theme, as "key: text".
""",
    "assets/README.txt": """\
このフォルダーのファイルはサイトに公開されます(この説明は消してかまいません)。
元のテーマと同じ名前のファイルを置くと、それに代わります。
テンプレートでは asset("style.css")、スタイルシートでは url(img/x.svg) のように呼びます。
名前には中身の指紋が付くので、直せば必ず読み直されます。
""",
}
