"""Full disks, locked folders, jumping clocks, names that file systems disagree on: told, and the old site intact."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from miniature import ALLOWANCE, REPOSITORY, Run, Site, environment, files_under

Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 東都港の演習\ndate: 2023-09-{day:02}\nkind: note\n{more}---\n{body}\n"
OTHER_TITLE = "title: 別の題\nbase_url: https://digest.example/\n"
MAP = "<svg xmlns='http://www.w3.org/2000/svg'/>"
PAGE = 4096
"""Bytes by which files take room in memory."""
WITHOUT_POWERS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Before a command: the superuser, too, may only do what the modes of files allow."""


def posts(count: int = 6, body: str = "本文") -> dict[str, str]:
    return {f"content/posts/2023/09/{day}.md": NOTE.format(day=day, more="", body=body) for day in range(1, count + 1)}


def run(blog: Site, *before: str, arguments: Sequence[str] = ("build",), most: int = 0) -> Run:
    """A command of the site's behind the words `before`, no file of it larger than `most` bytes where that is given."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        (*before, sys.executable, str(REPOSITORY / "build.py"), *arguments, "--root", str(blog.root)),
        env=environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=ALLOWANCE,
        check=False,
        preexec_fn=limit if most else None,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(done: Run) -> bool:
    """Whether a command ended with a problem at a place, and not with a bug of ours."""
    told = "[cannot-write]" in done.stderr or "[refused-by-system]" in done.stderr or "[unreadable]" in done.stderr
    return done.status == 1 and told and "Traceback" not in done.stderr


def built(site: Make, files: Mapping[str, str]) -> tuple[Site, dict[str, bytes]]:
    blog = site(files)
    assert blog.build().status == 0
    return blog, blog.tree()


@pytest.mark.parametrize("most", [1_000, 5_000, 12_000, 40_000])
def test_a_file_that_cannot_be_written_leaves_the_site_as_it_was(site: Make, most: int) -> None:
    blog, before = built(site, posts())
    blog.write("content/site.yaml", OTHER_TITLE)
    for path, text in posts(body="長い本文。" * 4000).items():
        blog.write(path, text)
    done = run(blog, most=most)
    assert refused(done), done.stderr
    assert blog.tree() == before
    assert not list(blog.root.glob(".*.staging"))
    assert blog.build("--verify").status == 0


def test_a_full_disk_leaves_a_whole_site_at_every_size(site: Make) -> None:
    """A small file system takes the site's folder in, smaller and smaller: either all is well, or all is as it was."""
    blog, before = built(site, posts(12))
    blog.write("content/site.yaml", OTHER_TITLE)
    wanted = site_of(blog)
    program = (
        'mount -t tmpfs -o size=$1k tmpfs "$2" && cp -r "$2-copy/." "$2/" && cd "$2" || exit 99; result=$3; shift 3; '
    )
    program += '"$@"; status=$?; cp -r public "$result"; exit $status'
    shutil.copytree(blog.root, f"{blog.root}-copy")
    size = sum(-(-path.stat().st_size // PAGE) for path in files_under(blog.root)) * PAGE // 1024
    ends = set()
    for more in (4, 60, 200, 400, 4000):
        result = blog.root.parent / f"result-{more}"
        done = run(
            blog,
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            program,
            "sh",
            str(size + more),
            str(blog.root),
            str(result),
        )
        if done.status == 99 or "unshare" in done.stderr:
            pytest.skip("no file system can be mounted here: " + done.stderr.strip())
        tree = {path.relative_to(result).as_posix(): path.read_bytes() for path in files_under(result)}
        assert done.status == 0 or refused(done), done.stderr
        assert tree == (before if tree == before else wanted)
        ends.add(done.status)
    assert ends == {0, 1}, "small ones are refused and large ones suffice"


def site_of(blog: Site) -> dict[str, bytes]:
    """What the site should be now, built elsewhere."""
    place = Site(blog.root.parent / "clean")
    shutil.copytree(blog.root / "content", place.root / "content")
    shutil.copytree(blog.root / "themes", place.root / "themes")
    assert place.build().status == 0
    return place.tree()


@contextmanager
def forbidden(path: Path, *, mode: int) -> Iterator[None]:
    """A file or folder that lost these rights."""
    before = path.stat().st_mode
    path.chmod(before & ~mode)
    try:
        yield
    finally:
        path.chmod(before)


def powerless() -> tuple[str, ...]:
    """What must stand before a command so that modes bind it."""
    if os.geteuid():
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("the tests run as the superuser, and setpriv is not here to take its powers away")
    return WITHOUT_POWERS


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (".", 0o222),
        ("public", 0o222),
        ("public/2023", 0o222),
        ("public/media", 0o222),
        ("public/2023/09/01", 0o222),
        (".digest", 0o222),
        (".digest/lock", 0o222),
        ("content/posts/2023", 0o777),
        ("content/posts/2023/09/1.md", 0o777),
        ("content/site.yaml", 0o777),
        ("content/topics.yaml", 0o777),
        ("content/media/map.svg", 0o777),
        ("themes/base/templates/base.html", 0o777),
    ],
)
def test_what_may_not_be_read_or_written_is_named_and_the_site_is_as_it_was(site: Make, path: str, mode: int) -> None:
    before_command = powerless()
    blog, before = built(site, {**posts(), "content/media/map.svg": MAP, "content/topics.yaml": "演習: {slug: x}\n"})
    blog.write("content/site.yaml", OTHER_TITLE)
    blog.write("content/media/new.svg", MAP)
    blog.write("content/media/map.svg", MAP + "\n")
    with forbidden(blog.root / path, mode=mode):
        done = run(blog, *before_command)
        assert refused(done), done.stderr
        assert path.strip(".") in done.stderr
    assert blog.tree() == before
    assert blog.build("--verify").status == 0


def test_files_from_the_future_and_from_the_past_are_read_when_they_change(site: Make) -> None:
    blog, _ = built(site, posts())
    post = blog.root / "content/posts/2023/09/1.md"
    for number, year in enumerate((2100, 1971, 2100, 2038, 1999)):
        post.write_text(NOTE.format(day=1, more="", body=f"{number}回目の本文"), encoding="utf-8")
        moment = (year - 1970) * 31_556_952
        os.utime(post, (moment, moment))
        done = blog.build("--verify")
        assert done.status == 0, done.stdout
        assert f"{number}回目の本文" in blog.read("2023/09/01/1/index.html")


def test_a_clock_that_goes_back_takes_posts_back_and_brings_them_again(site: Make) -> None:
    blog, _ = built(site, {**posts(), "content/ledger.tsv": ""})
    ledger = (blog.root / "content/ledger.tsv").read_bytes()
    for now, there in (("2023-09-03", 3), ("1999-01-01", 0), ("2023-09-05", 5), ("2999-12-31", 6), ("2023-09-01", 1)):
        done = blog.build("--now", now, "--strict", "--verify")
        assert done.status == 0, done.stderr
        assert sum(blog.exists(f"2023/09/{day:02}/{day}/index.html") for day in range(1, 7)) == there
    assert (blog.root / "content/ledger.tsv").read_bytes() == ledger


@pytest.mark.parametrize(("on_disk", "in_text"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_names_in_either_normal_form_are_one_name(site: Make, on_disk: str, in_text: str) -> None:
    def disk(text: str) -> str:
        return unicodedata.normalize(on_disk, text)  # type: ignore[arg-type]

    def said(text: str) -> str:
        return unicodedata.normalize(in_text, text)  # type: ignore[arg-type]

    def made(disk: Callable[[str], str], said: Callable[[str], str]) -> dict[str, str]:
        links = tuple(map(said, ("../../../media/ガダルカナル.svg", "パリ.md", "../../../media/Ö.svg")))
        body = "![図]({}) と [次の会談]({})、[図]({})".format(*links)
        return {
            disk("content/posts/2023/09/ベルリン.md"): NOTE.format(day=1, more="slug: berlin\n", body=body),
            disk("content/posts/2023/09/パリ.md"): NOTE.format(day=2, more="slug: paris\n", body="本文"),
            disk("content/media/ガダルカナル.svg"): MAP,
            disk("content/media/Ö.svg"): MAP,
        }

    files = made(disk, said)
    blog = site(files)
    done = blog.build("--strict", "--verify")
    assert done.status == 0, done.stderr
    plain = Site(blog.root.parent / "plain")
    shutil.copytree(blog.root / "themes", plain.root / "themes")
    shutil.copy(blog.root / "content/site.yaml", plain.write("content/site.yaml", ""))
    for path, text in made(lambda text: text, lambda text: text).items():
        plain.write(path, text)
    assert plain.build().status == 0
    assert blog.tree() == plain.tree(), "the site, its addresses and its ids are the same on every machine"


def test_one_name_in_two_normal_forms_is_a_clash(site: Make) -> None:
    blog, before = built(site, posts())
    for form in ("NFC", "NFD"):
        blog.write(unicodedata.normalize(form, "content/media/ガダルカナル.svg"), MAP)  # type: ignore[arg-type]
    done = blog.build()
    assert (done.status, "[output-clash]" in done.stderr) == (1, True)
    assert blog.tree() == before


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"content/posts/2023/09/x.md": "", "content/posts/2023/09/X.md": ""}, ""),
        ({"content/media/Map.svg": MAP, "content/media/map.svg": MAP}, "output-clash"),
        ({"content/media/Maps/a.svg": MAP, "content/media/maps/a.svg": MAP}, "output-clash"),
        ({"content/media/maps": MAP, "content/media/MAPS/a.svg": MAP}, "output-clash"),
        (
            {"content/posts/2023/09/x.md": "aliases: [/A/]\n", "content/posts/2023/09/y.md": "aliases: [/a/]\n"},
            "alias-clash",
        ),
        ({"content/posts/2023/09/x.md": f"aliases: [/{'長' * 86}/]\n"}, "name-too-long"),
        ({f"content/posts/2023/09/{'x' * 252}.md": ""}, "bad-file-name"),
        ({f"content/pages/{'x' * 252}.md": "---\ntitle: 案内\n---\n"}, "bad-page-name"),
        ({f"content/stories/{'x' * 252}.md": "---\ntitle: 港\n---\n"}, "bad-story-name"),
    ],
)
def test_names_that_cannot_stand_side_by_side_or_are_too_long_are_located(
    site: Make, files: Mapping[str, str], code: str
) -> None:
    blog, before = built(site, posts())
    for path, text in files.items():
        post = path.startswith("content/posts/")
        blog.write(path, NOTE.format(day=20, more=text, body="本文") if post else text)
    done = blog.build()
    assert done.status == 1
    assert f"[{code}]" in done.stderr if code else "clash" in done.stderr or "bad-file-name" in done.stderr
    assert any(path in done.stderr for path in files), "the file is named"
    assert "Traceback" not in done.stderr
    assert blog.tree() == before


def test_a_medium_with_the_longest_name_there_is_published(site: Make) -> None:
    name = "m" * 251 + ".svg"
    blog, _ = built(site, {**posts(), f"content/media/{name}": MAP})
    assert blog.exists(f"media/{name}")
