"""The command line: what it answers, in which language, and with which exit status."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from miniature import LEAST_SETTINGS, REPOSITORY, Site, environment

import digest
from digest import cli

Make = Callable[[Mapping[str, str]], Site]
POST = "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n---\n本文\n"
GOOD = {"content/posts/a.md": POST}


def test_build_is_what_is_done_without_a_command(site: Make) -> None:
    blog = site(GOOD)
    done = blog.run()
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.startswith("public: 1 post, ")
    assert blog.exists("2023/09/05/a/index.html")


def test_it_speaks_the_authors_language(site: Make) -> None:
    blog = site({"content/posts/a.md": POST.replace("date", "dat")})
    assert "「dat」という項目はありません" in blog.build(env={"DIGEST_LANG": "ja"}).stderr
    assert "there is no field “dat”" in blog.build(env={"DIGEST_LANG": "en"}).stderr
    locale = {"DIGEST_LANG": "", "LC_ALL": "ja_JP.UTF-8", "PYTHONIOENCODING": "ascii"}
    assert "「dat」という項目はありません" in blog.build(env=locale).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("buidl",), "buidl"),
        (("build", "--output"), "--output"),
        (("build", "--now", "きのう"), "--now: "),
        (("build", "--jobs", "-1"), "-1"),
        (("build", "--jobs", "many"), "--jobs"),
        (("build", "--base-url", "digest.example"), "--base-url: "),
        (("--root", "nowhere"), "nowhere"),
        (("build", "--flie"), "--flie"),
    ],
)
def test_what_makes_no_sense_exits_with_2_and_makes_nothing(site: Make, arguments: tuple[str, ...], told: str) -> None:
    blog = site(GOOD)
    done = blog.run(*arguments)
    assert (done.status, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not blog.exists("")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["buidl"], "digest: 「buidl」というコマンドはありません [unknown-command]\n  hint: 「build」ではありませんか"),
        (["build", "--jobs", "many"], "digest build: --jobs には整数を指定してください（「many」ではなく）"),
        (
            ["build", "--ouput", "x"],
            "このコマンドに --ouput x という引数はありません [arguments-unknown]\n  hint: --output",
        ),
        (["build", "--output"], "--output の値がありません"),
        (["build", "--clean=3"], "--clean に値（「3」）は付けられません"),
        (["new"], "digest new: TITLE を指定してください"),
        (["edition"], "--day --week のどれかを指定してください"),
        (["edition", "--day", "2023-09-05", "--week", "2023-W36"], "一緒に使えません"),
        (
            ["schema", "pst"],
            "「pst」は使えません [argument-choice]\n  hint: 「post」ではありませんか\n  hint: 使える値：post,",
        ),
        (["theme", "lst"], "「list」ではありませんか"),
        (["check", "--d"], "--d という引数はありません"),
    ],
)
def test_wrong_arguments_are_told_in_the_authors_language(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_LANG", "ja")
    assert cli.main(arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert not re.search(r"\b(error|argument|required|invalid|usage)\b", re.sub(r"\[[a-z-]+\]", "", told))


def test_the_root_may_stand_before_the_command(site: Make) -> None:
    blog = site({"content/posts/a.md": POST.replace("date", "dat")})
    for words in (["--root", str(blog.root), "check"], [f"--root={blog.root}", "check"]):
        done = subprocess.run(
            [sys.executable, str(REPOSITORY / "build.py"), *words], capture_output=True, text=True, check=False,
            env=environment(), cwd="/",
        )  # fmt: skip
        assert (done.returncode, "unknown-key" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in cli.COMMANDS)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_help_is_no_error(
    arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_LANG", language)
    assert cli.main(arguments) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert len(told.out.splitlines()) >= 3


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"digest {digest.__version__}\n"


def test_all_is_said_before_the_process_ends(site: Make) -> None:
    blog = site({"content/posts/a.md": POST.replace("date", "dat")})
    done = blog.run("check")
    assert (done.status, "unknown-key" in done.stderr) == (1, True)
    assert blog.run("--version").stdout == f"digest {digest.__version__}\n"
    assert "Traceback" not in blog.run("schema").stderr


def test_a_reader_who_has_seen_enough_is_no_error(site: Make) -> None:
    blog = site(GOOD)
    command = (sys.executable, str(REPOSITORY / "build.py"), "--root", str(blog.root), "build")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env=environment())
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_cannot_be_written_is_told(site: Make) -> None:
    blog = site(GOOD)
    command = (sys.executable, str(REPOSITORY / "build.py"), "--root", str(blog.root), "build")
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment())
    assert done.returncode != 0
    assert "space" in done.stderr


@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-"])
def test_streams_that_are_closed_are_no_bug(site: Make, closed: str) -> None:
    blog = site(GOOD)
    line = f'exec "{sys.executable}" "{REPOSITORY}/build.py" --root "{blog.root}" {closed}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert blog.exists("index.html")


def test_a_profiler_has_the_last_word(site: Make) -> None:
    blog = site(GOOD)
    command = (sys.executable, "-m", "cProfile", "-s", "cumulative", str(REPOSITORY / "build.py"), "--version")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), cwd=blog.root)
    assert "function calls" in done.stdout


def test_a_bug_of_ours_is_one_line_and_a_log(
    site: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = site(GOOD)
    monkeypatch.setattr("digest.builder.plan", lambda _: 1 / 0)
    monkeypatch.setenv("DIGEST_LANG", "en")
    assert cli.main(["build", "--root", str(blog.root), "--quiet"]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    log = blog.root / ".digest" / "digest-bug.log"
    assert str(log) in line
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_warnings_stop_a_strict_build_alone(site: Make) -> None:
    blog = site({"content/posts/a.md": POST.replace("本文", "![](https://digest.example/x.png)")})
    strict = blog.build("--strict")
    assert (strict.status, blog.exists("index.html")) == (1, False)
    lax = blog.build()
    assert (lax.status, blog.exists("index.html")) == (0, True)
    assert "image-without-alt" in lax.stderr
    assert "image-without-alt" in blog.build().stderr, "a warning is told as long as it is true"


def test_quiet_says_nothing_but_problems(site: Make) -> None:
    blog = site(GOOD)
    done = blog.build("--quiet")
    assert (done.status, done.stdout, done.stderr) == (0, "", "")


def test_what_is_held_back_is_told_with_its_moment(site: Make) -> None:
    held = {
        "content/posts/b.md": POST.replace("2023-09-05", "2026-01-01T12:00"),
        "content/posts/c.md": POST.replace("kind", "draft: true\nkind"),
        "content/posts/d.md": POST.replace("kind", "embargo_until: 2026-01-03\nkind"),
    }
    blog = site(GOOD | held)
    told = blog.build("--now", "2026-01-01T09:00").stdout
    assert "content/posts/b.md" in told
    assert "2026-01-01 12:00" in told
    assert "3 h" in told
    assert "content/posts/c.md (draft)" in told
    assert "content/posts/d.md (embargo until 2026-01-03 00:00" in told
    assert not blog.exists("2026")
    assert blog.build("--now", "2026-01-01T12:00").status == 0
    assert blog.exists("2026/01/01/b/index.html")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2023/09/05/a/", "was made"),
        ("2023/09/05/a/index.html", "was made"),
        ("public/2023/09/05/a/index.html", "was made"),
        ("content/posts/a.md", "was made"),
        ("/", "index.html was made"),
        ("https://name.example/base/2023/09/05/a/?x#y", "2023/09/05/a/index.html was made"),
        ("/base/feed.xml", "feed.xml was made"),
        ("/topics/%E6%B5%B7%E6%B4%8B/", "topics/海洋/index.html was made"),
        ("./site/content/posts/a.md", "2023/09/05/a/index.html was made"),
        ("assets/favicon.svg", "was made"),
        ("content/media/map.svg", "media/map.svg was made"),
        ("content/posts/b.md", "b.md is held back: it is a draft"),
        ("2030/01/01/c/", "c.md is held back: it is dated 2030-01-01 00:00, and appears in "),
        ("/base/2030/01/01/c/index.html", "c.md is held back"),
        ("nowhere", "nothing of the site is at nowhere"),
        ("http://[", "nothing of the site is at http://["),
    ],
)
def test_why_answers_for_a_page_by_any_of_its_names(site: Make, asked: str, said: str) -> None:
    more = {
        "content/site.yaml": LEAST_SETTINGS.replace("digest.example/", "digest.example/base/"),
        "content/topics.yaml": "海洋:\n",
        "content/posts/a.md": POST.replace("title:", "topics: [海洋]\ntitle:"),
        "content/posts/b.md": POST.replace("title:", "draft: true\ntitle:"),
        "content/posts/c.md": POST.replace("2023-09-05", "2030-01-01"),
        "content/media/map.svg": "<svg/>",
    }
    assert said in site(GOOD | more).build("--why", asked, "--now", "2026-01-01").stdout


def test_a_theme_that_was_asked_for_by_the_command_line_is_told_there(site: Make) -> None:
    blog = site(GOOD)
    blog.write("content/site.yaml", LEAST_SETTINGS + "theme: shimbun\n")
    assert blog.build("--theme", "shinbun").stderr.startswith("--theme: error: ")


def test_why_tells_of_what_was_deleted_in_this_very_run(site: Make) -> None:
    blog = site(GOOD | {"content/posts/b.md": POST})
    blog.build()
    (blog.root / "content/posts/b.md").unlink()
    assert "2023/09/05/b/index.html was deleted" in blog.build("--why", "2023/09/05/b/").stdout
    assert "nothing of the site is at 2023/09/05/b/" in blog.build("--why", "2023/09/05/b/").stdout


def test_why_tells_the_reason(site: Make) -> None:
    blog = site(GOOD)
    blog.build()
    assert "was not made again" in blog.build("--why", "2023/09/05/a/").stdout
    blog.write("content/posts/a.md", POST.replace("本文", "別の本文"))
    assert "something that it shows has changed" in blog.build("--why", "2023/09/05/a/").stdout
    (blog.output / "index.html").unlink()
    assert "the file was gone" in blog.build("--why", "index.html").stdout
    (blog.output / "index.html").write_text("scribble", encoding="utf-8")
    assert "not as it had been written" in blog.build("--why", "index.html").stdout
    blog.write("content/site.yaml", LEAST_SETTINGS + "description: 別の説明\n")
    assert "a setting of the site" in blog.build("--why", "2023/09/05/a/").stdout
    blog.write("themes/shimbun/templates/404.html", '{% extends "base/404.html" %}')
    assert "its template" in blog.build("--why", "404.html").stdout


def test_verify_finds_no_difference(site: Make) -> None:
    blog = site(GOOD)
    done = blog.build("--verify")
    assert (done.status, done.stdout.splitlines()[-1]) == (0, "verified: a clean build gives the same files")


def test_a_folder_of_somebody_elses_is_refused(site: Make) -> None:
    blog = site(GOOD)
    blog.write("public/thesis.txt", "years of work")
    done = blog.build()
    assert (done.status, blog.tree()) == (1, {"thesis.txt": b"years of work"})
    assert "foreign-output" in done.stderr
    blog.write("public/.made-by-digest", "")
    assert blog.build().status == 0
    assert not blog.exists("thesis.txt")


def test_an_output_that_cannot_be_written_is_told(site: Make) -> None:
    blog = site(GOOD)
    blog.write("wall", "a file")
    for output in ("wall", "wall/public"):
        done = blog.run("build", "--output", output)
        assert (done.status, "Traceback" in done.stderr) == (1, False), done.stderr
        assert ("output-is-a-file" if output == "wall" else "cannot-write") in done.stderr
    assert (blog.root / "wall").read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_cleanly_and_loses_nothing(site: Make, stop: signal.Signals) -> None:
    blog = site({f"content/posts/p{number}.md": POST for number in range(400)})
    blog.write("public/index.html", "the last good site")
    blog.write("public/.made-by-digest", "")
    command = (sys.executable, str(REPOSITORY / "build.py"), "--root", str(blog.root), "--jobs", "2")
    with subprocess.Popen(
        command, env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        packs = blog.root / ".digest" / "packs"
        while not (packs.is_dir() and any(packs.iterdir())) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(stop)
        _, told = process.communicate()
    assert (process.returncode, told.splitlines()[-1]) == (130, "interrupted; the site is as it was")
    assert blog.read("index.html") == "the last good site"
    assert not (blog.root / ".public.staging").exists()
    assert blog.build().status == 0
    assert blog.exists("2023/09/05/p399/index.html")


def test_an_interrupt_in_the_making_of_a_type_is_no_bug(
    site: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stopped:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    blog = site(GOOD)
    monkeypatch.setattr("digest.builder.plan", lambda _: type("Page", (), {"part": Stopped()}))
    assert cli.main(["--root", str(blog.root)]) == 130
    assert capsys.readouterr().err == "interrupted; the site is as it was\n"


def stopped(blog: Site, stop: signal.Signals, sign: Callable[[], bool], *args: str) -> tuple[int, list[str]]:
    """Status and messages of a build that is told to stop once it gave a sign; the sign itself may be over by then."""
    command = (sys.executable, str(REPOSITORY / "build.py"), "--root", str(blog.root), *args)
    given = environment() | {"TMPDIR": str(blog.root / "tmp")}
    with subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        while not sign() and process.poll() is None:
            time.sleep(0.0005)
        process.send_signal(stop)
        told, _ = process.communicate()
    return process.returncode, told.splitlines()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_edited_posts_are_made_as_a_whole_or_not_at_all(site: Make, stop: signal.Signals) -> None:
    blog = site({f"content/posts/p{number}.md": POST for number in range(40)})
    assert blog.build().status == 0
    for number in range(40):
        blog.write(f"content/posts/p{number}.md", POST + "\n追記。\n")
    staging = blog.root / ".public.staging"
    status, told = stopped(blog, stop, staging.is_dir)
    assert (status, told[-1:]) in [(130, ["interrupted; the site is as it was"]), (0, told[-1:])]
    assert not staging.exists()
    done = blog.build("--verify")
    assert (done.status, done.stdout.splitlines()[-1]) == (0, "verified: a clean build gives the same files")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_comparison_that_is_stopped_leaves_nothing_and_says_that_the_site_is_built(
    site: Make, stop: signal.Signals
) -> None:
    blog = site({f"content/posts/p{number}.md": POST for number in range(150)})
    (blog.root / "tmp").mkdir()
    assert blog.build().status == 0
    status, told = stopped(blog, stop, lambda: any((blog.root / "tmp").glob("*/state/packs/*")), "--verify")
    assert (status, told[-1]) == (130, "interrupted while comparing; the site is built")
    assert list((blog.root / "tmp").iterdir()) == []


def test_paths_may_be_strange(tmp_path: Path) -> None:
    blog = Site(tmp_path / "空 白 [x] 'q'")
    blog.write("content/site.yaml", LEAST_SETTINGS + "theme: base\n")
    (blog.root / "themes").symlink_to(REPOSITORY / "themes")
    blog.write("content/posts/a.md", POST)
    done = blog.build()
    assert done.status == 0, done.stderr
    assert blog.exists("2023/09/05/a/index.html")


def test_names_of_files_are_utf_8_whatever_the_locale_says(site: Make) -> None:
    blog = site(
        {"content/posts/a.md": POST.replace("kind", "topics: [北朝鮮]\nkind"), "content/topics.yaml": "北朝鮮: {}\n"}
    )
    done = blog.build(env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert (done.status, done.stderr) == (0, "")
    assert blog.exists("topics/北朝鮮/index.html")


def test_dead_links_are_told_beside_the_other_mistakes_of_a_post(site: Make) -> None:
    body = "[a](nai.md) ![図](/media/nai.png) [b](/2023/09/05/b/)\n"
    front = "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n"
    blog = site(
        {"content/posts/a.md": f"{front}topics: [無]\n---\n{body}", "content/posts/b.md": f"{front}tittle: b\n---\n"}
    )
    done = blog.build()
    told = [line.split("[")[-1] for line in done.stderr.splitlines() if ": error: " in line]
    assert (done.status, told) == (1, ["unknown-topic]", "dead-link]", "dead-place]", "unknown-key]"])


def linking(target: str, *, draft: bool) -> str:
    return POST.replace("kind: note\n", "kind: note\ndraft: true\n" if draft else "kind: note\n") + f"[次]({target})\n"


@pytest.mark.parametrize("target", ["b.md", "/2023/09/05/b/", "/topics/kaigi/"])
def test_a_link_to_a_draft_stops_what_is_published_and_nothing_that_is_not(site: Make, target: str) -> None:
    draft = POST.replace("kind: note\n", "kind: note\ndraft: true\ntopics: [会議]\n")
    topics = {"content/topics.yaml": "会議: {slug: kaigi}\n"}
    blog = site(topics | {"content/posts/a.md": linking(target, draft=False), "content/posts/b.md": draft})
    for command in ("build", "check"):
        done = blog.run(command)
        assert (done.status, done.stderr.count("content/posts/a.md:7:1: error: ")) == (1, 1), command
    blog.write("content/posts/a.md", linking(target, draft=True))
    for command in (("build",), ("check",), ("build", "--drafts", "--output", "preview")):
        done = blog.run(*command)
        assert (done.status, done.stderr.count("error: ")) == (0, 0), done.stderr
