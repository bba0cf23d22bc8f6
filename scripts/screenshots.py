"""Owns the pictures of this repository's own site: `make screenshots` takes them anew.

`docs/images/screenshot.png` is the one that the READMEs show, small enough to keep in git: the front page on a desktop,
and a post on a telephone beside it, in the dark. With a folder as argument every kind of page is put there too, on
desktop and telephone, light and dark, and on paper: pictures to look at while working on a theme.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import get_args

from browsing import Scheme, chromium, examples, opened, served, visitor
from PIL import Image
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/images/screenshot.png"
DESKTOP, TELEPHONE = 1280, 360
COLOURS = 128
LARGEST = 300_000
"""Bytes that the READMEs' picture may have."""


def build(root: Path, home: str) -> Path:
    """Build a copy of this repository's site for the address `home`; gives the folder that was built."""
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    command = (sys.executable, str(ROOT / "build.py"), "--root", str(root), "--base-url", home)
    subprocess.run((*command, "--output", str(root / "public")), check=True)
    return root / "public"


def newest_post(public: Path) -> str:
    """The address of the newest post: the last day folder in order, its first page."""
    posts = (path.relative_to(public).parent for path in public.glob("[0-9]*/*/*/*/index.html"))
    return f"{max(posts).as_posix()}/"


def seen(browser: Browser, home: str, path: str, *, width: int, scheme: Scheme) -> bytes:
    """A picture of what a reader sees first of a page."""
    with visitor(browser, home, width=width, scheme=scheme) as reader:
        return reader.visit(path).screenshot(animations="disabled")


def side_by_side(desktop: bytes, telephone: bytes) -> Image.Image:
    """Both pictures on one canvas, the telephone's right of the desktop's, the same height."""
    left, right = (Image.open(BytesIO(data)).convert("RGB") for data in (desktop, telephone))
    right = right.resize((right.width * left.height // right.height, left.height), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", (left.width + right.width, left.height))
    canvas.paste(left, (0, 0))
    canvas.paste(right, (left.width, 0))
    return canvas


def write_picture(picture: Image.Image) -> None:
    """Write the READMEs' picture with few colours, and see that it is small."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"screenshots: {PICTURE.name} has {size} bytes, more than {LARGEST}")


def write_gallery(browser: Browser, home: str, public: Path, into: Path) -> None:
    """Every kind of page in every light, and on paper."""
    into.mkdir(parents=True, exist_ok=True)
    names = {path: path.strip("/").replace("/", "-") or "home" for path in examples(public)}
    for width, scheme in product((DESKTOP, TELEPHONE), get_args(Scheme)):
        with visitor(browser, home, width=width, scheme=scheme) as reader:
            for path, name in names.items():
                reader.visit(path).screenshot(path=into / f"{name}-{width}-{scheme}.png", full_page=True)
    with visitor(browser, home) as reader:
        for path, name in names.items():
            reader.visit(path).pdf(path=into / f"{name}-print.pdf", format="A4")


def main(gallery: str = "") -> None:
    """Build, serve, look, write."""
    executable = chromium() or sys.exit("screenshots: no Chromium here: apt-get install chromium fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch, "public")) as home:
        public = build(Path(scratch), home)
        with opened(executable) as browser:
            front = seen(browser, home, "", width=DESKTOP, scheme="light")
            post = seen(browser, home, newest_post(public), width=TELEPHONE, scheme="dark")
            write_picture(side_by_side(front, post))
            if gallery:
                write_gallery(browser, home, public, Path(gallery))


if __name__ == "__main__":
    main(*sys.argv[1:])
