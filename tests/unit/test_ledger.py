"""What was published stays reachable, and known by the same id."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st
from miniature import LEAST_SETTINGS, Site

from digest.site import ledger
from digest.site.ledger import Ledger, Line, Living

Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 東都港の演習\ndate: 2023-09-05\nkind: note\n{more}---\n本文\n"
OLD, NEW, OTHER = (f"content/posts/2023/09/{name}.md" for name in ("old", "new", "other"))
FILE = ledger.FILE


def guids(blog: Site) -> list[str]:
    return re.findall(r"<guid[^>]*>([^<]*)</guid>", blog.read("feed.xml"))


def git(blog: Site, *arguments: str) -> None:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = {f"GIT_{who}_{what}": "aoki@site.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", "-C", blog.root, *arguments], check=True, capture_output=True, env=os.environ | quiet | who)


def published(blog: Site) -> Site:
    """A site whose ledger is kept and whose first build is done."""
    blog.write(FILE, "")
    assert blog.build().status == 0
    return blog


def test_without_a_ledger_a_build_leaves_the_content_alone(site: Make) -> None:
    blog = site({OLD: NOTE.format(more="")})
    before = sorted(path for path in (blog.root / "content").rglob("*"))
    assert blog.build().status == 0
    assert sorted(path for path in (blog.root / "content").rglob("*")) == before
    (blog.root / OLD).unlink()
    assert blog.build("--strict").status == 0


def test_a_build_notes_what_it_published_once(site: Make) -> None:
    topics = {"content/topics.yaml": "演習: {slug: exercise}\n未使用: {slug: unused}\n"}
    about = {"content/pages/about.md": "---\ntitle: 案内\n---\n本文\n"}
    held = {OTHER: NOTE.format(more="draft: true\n")}
    blog = published(site({OLD: NOTE.format(more="topics: [演習]\n"), **topics, **about, **held}))
    text = (blog.root / FILE).read_text(encoding="utf-8")
    rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("/2023/09/05/old/", "tag:digest.invalid,2000:posts/2023/09/old", OLD, "built"),
        ("/about/", "", "content/pages/about.md", "built"),
        ("/topics/exercise/", "", "content/topics.yaml", "built"),
    ]
    stamp = (blog.root / FILE).stat().st_mtime_ns
    assert blog.build("--clean").status == 0
    assert (blog.root / FILE).stat().st_mtime_ns == stamp, "an unchanged site never touches it"


def test_the_ledger_changes_no_page(site: Make) -> None:
    blog = site({OLD: NOTE.format(more="")})
    assert blog.build().status == 0
    before = blog.tree()
    blog.write(FILE, "")
    assert blog.build().status == 0
    assert blog.build("--clean", "--verify").status == 0
    assert blog.tree() == before


def test_previews_and_drafts_note_nothing(site: Make) -> None:
    blog = site({OLD: NOTE.format(more=""), FILE: ""})
    assert blog.build("--drafts").status == 0
    assert (blog.root / FILE).read_text(encoding="utf-8") == ""


def test_a_renamed_file_is_told_what_to_write_and_then_keeps_its_id(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more="")}))
    before = guids(blog)
    (blog.root / OLD).rename(blog.root / NEW)
    run = blog.build()
    assert run.status == 0, "plain builds only warn"
    assert "[url-would-vanish]" in run.stderr
    assert blog.build("--strict").status == 1
    assert blog.run("check", "--root", str(blog.root)).status == 1
    blog.write(NEW, NOTE.format(more="aliases: [/2023/09/05/old/]\n"))
    run = blog.build("--strict")
    assert run.status == 1
    assert "[id-would-change]" in run.stderr
    assert f"id: {before[0]}" in run.stderr
    blog.write(NEW, NOTE.format(more=f"aliases: [/2023/09/05/old/]\nid: {before[0]}\n"))
    assert blog.build("--strict").status == 0
    assert guids(blog) == before
    assert blog.exists("2023/09/05/old/index.html")


def test_when_only_the_address_changes_the_post_that_needs_the_alias_is_named(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more="")}))
    blog.write(OLD, NOTE.format(more="slug: fresh\n"))
    run = blog.build("--strict")
    assert f"in {OLD}, write: aliases: [/2023/09/05/old/]" in run.stderr


def test_ids_outlive_a_move_of_the_whole_site(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more="")}))
    before = guids(blog)
    blog.write("content/site.yaml", "title: 試験のダイジェスト\nbase_url: https://moved.example/blog/\n")
    assert blog.build("--strict").status == 0
    assert guids(blog) == before


def test_an_address_given_up_on_purpose_is_marked_gone(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more=""), OTHER: NOTE.format(more="")}))
    (blog.root / OLD).unlink()
    assert blog.build("--strict").status == 1
    text = (blog.root / FILE).read_text(encoding="utf-8")
    blog.write(FILE, re.sub(r"(?m)^(/2023/09/05/old/\t.*\t)built$", r"\1gone", text))
    assert blog.build("--strict").status == 0
    assert "gone" in (blog.root / FILE).read_text(encoding="utf-8")


def test_one_post_may_take_in_another(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more=""), OTHER: NOTE.format(more="")}))
    (blog.root / OLD).unlink()
    blog.write(OTHER, NOTE.format(more="aliases: [/2023/09/05/old/]\n"))
    assert blog.build("--strict").status == 0


def test_a_post_that_waits_for_its_day_is_not_missed(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more="")}))
    assert blog.build("--strict", "--now", "2023-09-01").status == 0


def test_nor_is_what_only_such_a_post_names(site: Make) -> None:
    topics = {"content/topics.yaml": "演習: {slug: exercise}\n調達: {slug: procurement}\n"}
    files = {OLD: NOTE.format(more="topics: [演習]\n"), OTHER: NOTE.format(more="topics: [調達]\n"), **topics}
    blog = published(site(files))
    assert blog.build("--strict", "--now", "2023-09-01").status == 0
    blog.write(OTHER, NOTE.format(more="topics: [演習]\n"))
    assert "/topics/procurement/" in blog.build("--strict", "--now", "2023-09-01").stderr, "its post is another's now"


def test_what_was_built_but_never_committed_binds_nobody(site: Make) -> None:
    blog = site({OLD: NOTE.format(more=""), FILE: ""})
    git(blog, "init", "--quiet")
    git(blog, "add", ".")
    git(blog, "commit", "--quiet", "--message", "初めの記事")
    assert blog.build().status == 0
    blog.write(OLD, NOTE.format(more="slug: better\n"))
    assert blog.build("--strict").status == 0, "the author was still choosing"
    assert "/old/" not in (blog.root / FILE).read_text(encoding="utf-8")
    git(blog, "commit", "--quiet", "--all", "--message", "公開")
    blog.write(OLD, NOTE.format(more="slug: best\n"))
    assert blog.build("--strict").status == 1


def test_a_post_with_an_error_is_not_missed_as_well(site: Make) -> None:
    """One mistake, one message: its address and those of its topic are not said to vanish."""
    topics = {"content/topics.yaml": "演習: {slug: exercise}\n"}
    blog = published(site({OLD: NOTE.format(more="topics: [演習]\n"), OTHER: NOTE.format(more=""), **topics}))
    blog.write(OLD, NOTE.format(more="topics: [演習]\n").replace("2023-09-05", "九月"))
    for command in ("build", "check"):
        run = blog.run(command, "--root", str(blog.root))
        assert run.status == 1
        assert "[not-a-date]" in run.stderr
        assert "vanish" not in run.stderr
    (blog.root / OTHER).unlink()
    assert "[url-would-vanish]" in blog.build().stderr, "what is really gone is still missed"


def test_a_slip_in_a_table_is_no_reason_to_give_its_addresses_up(site: Make) -> None:
    good = "演習: {slug: exercise}\n"
    blog = published(site({OLD: NOTE.format(more="topics: [演習]\n"), "content/topics.yaml": good}))
    for slip in (good.replace(":", ""), good.replace("slug: ", "slug"), "演習: {slug: [}\n"):
        blog.write("content/topics.yaml", slip)
        for command in ("build", "check"):
            run = blog.run(command, "--root", str(blog.root))
            assert (run.status, "vanish" in run.stderr) == (1, False), run


def test_nor_is_a_slip_in_a_post_whose_name_is_written_in_parts(site: Make) -> None:
    """macOS may hand out a name with its marks apart, as git then keeps it."""
    path = unicodedata.normalize("NFD", "content/posts/2023/09/がぎ.md")
    blog = published(site({path: NOTE.format(more="slug: gagi\n")}))
    blog.write(path, NOTE.format(more="slug: gagi\n").replace("2023-09-05", "九月"))
    run = blog.build()
    assert ("[not-a-date]" in run.stderr, "vanish" in run.stderr) == (True, False), run


def test_nor_what_a_post_that_waits_has_taken_over(site: Make) -> None:
    blog = published(site({OLD: NOTE.format(more=""), NEW: NOTE.format(more="")}))
    (blog.root / OLD).unlink()
    blog.write(NEW, NOTE.format(more="aliases: [/2023/09/05/old/]\n"))
    assert blog.build("--strict").status == 0
    assert blog.build("--strict", "--now", "2023-09-01").status == 0


def test_a_file_that_is_read_and_has_no_page_any_more_is_missed(site: Make) -> None:
    """A kind of page left out of `sections` takes its addresses with it; its files are there and without a fault."""
    story = {"content/stories/exercise.md": "---\ntitle: 演習の経緯\n---\n"}
    blog = published(site({OLD: NOTE.format(more="story: exercise\n"), **story}))
    assert "/stories/exercise/" in (blog.root / FILE).read_text(encoding="utf-8")
    blog.write("content/site.yaml", LEAST_SETTINGS + "sections: [topics, years, months]\n")
    for command in ("check", "build"):
        run = blog.run(command, "--root", str(blog.root))
        assert (run.status, run.stderr.count("[url-left-out]")) == (int(command == "check"), 1), run
        assert "stories" in run.stderr.partition("hint:")[2], "it says where to list them"


def test_a_folder_that_cannot_be_written_to_is_a_warning(site: Make) -> None:
    blog = site({OLD: NOTE.format(more=""), FILE: ""})
    hindrance = blog.root / "content" / ".ledger.tsv.new"
    hindrance.mkdir()
    run = blog.build()
    assert run.status == 0
    assert "[ledger-not-written]" in run.stderr
    hindrance.rmdir()
    assert blog.build().stderr == ""
    assert "/old/" in (blog.root / FILE).read_text(encoding="utf-8"), "the next build makes up for it"


def test_a_broken_line_is_located(site: Make) -> None:
    blog = site({OLD: NOTE.format(more=""), FILE: "# head\n<<<<<<< HEAD\n"})
    run = blog.build()
    assert run.status == 1
    assert "content/ledger.tsv:2" in run.stderr
    assert "[bad-ledger-line]" in run.stderr


def test_lines_are_those_that_an_editor_counts() -> None:
    _, problems = ledger.read("# a\x85b\u2028c\x0cd\nx\x0by\n")
    assert [(one.mark.line, one.mark.length) for one in problems] == [(2, 3)]


def test_a_copied_post_cannot_take_another_posts_id(site: Make) -> None:
    taken = "tag:digest.invalid,2000:posts/2023/09/old"
    blog = site({OLD: NOTE.format(more=""), OTHER: NOTE.format(more=f"id: {taken}\n")})
    run = blog.build()
    assert run.status == 1
    assert "[duplicate-id]" in run.stderr


words = st.text(alphabet="abc/あ-", min_size=1, max_size=6)
lines = st.builds(
    Line,
    words.map("/{}".format),
    st.sampled_from(["", "tag:a", "tag:b"]),
    words,
    st.just("2023-09-05"),
    st.sampled_from(["built", "live", "gone"]),
)
lived = st.builds(Living, words.map("/{}".format), st.sampled_from(["tag:a", "tag:b", "tag:c"]), words)


@given(st.lists(lines, max_size=6, unique_by=lambda one: one.url), st.lists(lived, max_size=6))
def test_the_file_says_all_and_noting_twice_changes_nothing(before: list[Line], now: list[Living]) -> None:
    site_now = ledger.Site({one.url: one for one in now}, {}, frozenset())
    once = ledger.noted(Ledger(tuple(before), there=True), site_now, "2024-01-01")
    read, problems = ledger.read(ledger.text_of(once))
    assert problems == ()
    assert [one[:5] for one in read.lines] == [one[:5] for one in once.lines]
    assert ledger.text_of(ledger.noted(read, site_now, "2025-01-01")) == ledger.text_of(once)
    assert {one.url for one in before} <= {one.url for one in once.lines}, "nothing published is forgotten"


def test_deploying_binds_what_no_commit_binds() -> None:
    two = tuple(Line(url, "", "a.md", "2023-09-05", "built") for url in ("/a/", "/b/"))
    states = [one.state for one in ledger.deployed(Ledger(two, there=True), frozenset({"/a/"})).lines]
    assert states == ["built", "live"]
