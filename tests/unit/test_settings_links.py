"""What the settings and a post's `image` lead to must be there, as links in texts must."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from miniature import Site

SETTINGS = "title: 記録\nbase_url: https://one.example/\nnav:\n  - {name: 甲, url: nowhere/}\nimage: media/none.png\n"
POST = "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\nimage: media/gone.png\n---\n本文である。\n"


def test_places_that_no_page_answers_are_told_with_their_line(site: Callable[[Mapping[str, str]], Site]) -> None:
    made = site({"content/site.yaml": SETTINGS, "content/posts/2023/09/exercise.md": POST})

    run = made.build()

    assert run.status == 1
    assert "content/site.yaml:4:20: error: no page of the site answers to “nowhere/”" in run.stderr
    assert "content/site.yaml:5:8: error: no page of the site answers to “media/none.png”" in run.stderr
    assert "content/posts/2023/09/exercise.md:1: error: no page of the site answers to “/media/gone.png”" in run.stderr


def test_a_script_is_no_place_to_go(site: Callable[[Mapping[str, str]], Site]) -> None:
    run = site(
        {"content/site.yaml": SETTINGS.replace("nowhere/", '"javascript:x"').replace("image", "# image")}
    ).build()

    assert run.status == 1
    assert "content/site.yaml:4:20: error: “url” is not a web address: javascript:x" in run.stderr


def test_no_site_is_written_among_the_authors_files(site: Callable[[Mapping[str, str]], Site]) -> None:
    made = site({"content/posts/2023/09/exercise.md": POST.replace("image: media/gone.png\n", "")})

    run = made.build("--output", str(made.root / "content" / "public"))

    assert run.status == 2
    assert "is within content/" in run.stderr
    assert not (made.root / "content" / "public").exists()
