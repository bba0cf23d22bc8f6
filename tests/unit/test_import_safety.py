"""What every import holds to: nothing written in a dry run, over others' files, outside, or when anything is wrong."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from importing import Desk, codes, desk_at
from miniature import Site

from digest.desk.importing import encoding
from digest.desk.importing.writing import Stage
from digest.errors import ContentError, UsageError
from digest.output import lock

MT = "TITLE: 海の記録\nBASENAME: record\nSTATUS: Publish\nDATE: 09/05/2023 21:30:00\nCATEGORY: 海\n-----\nBODY:\n<p>艦隊が港を出て、訓練の海域へ向かった。</p>\n-----\n--------\n"
RECORD = "content/posts/2023/09/record.md"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path, {"content/topics.yaml": "# 私の表\n宇宙: {slug: space}  # 覚え"})


def test_a_dry_run_tells_and_writes_nothing(desk: Desk) -> None:
    before = desk.files()
    outcome = desk.bring("export.txt", MT, dry_run=True)
    assert desk.files() == before
    assert [(row.verdict, row.path, row.line) for row in outcome.rows] == [
        ("changed", "content/topics.yaml", 0),
        ("new", RECORD, 1),
    ]


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    desk.bring("export.txt", MT)
    first = desk.files()
    outcome = desk.bring("export.txt", MT)
    assert desk.files() == first
    assert [row.verdict for row in outcome.rows] == ["same"]


def test_the_authors_table_keeps_its_text(desk: Desk) -> None:
    desk.bring("export.txt", MT)
    assert desk.text("content/topics.yaml") == "# 私の表\n宇宙: {slug: space}  # 覚え\n海: {}\n"


def test_known_topics_keep_their_names(desk: Desk) -> None:
    desk.write("content/topics.yaml", "海洋: {slug: sea, aliases: [海]}\n")
    desk.bring("export.txt", MT)
    assert desk.text("content/topics.yaml") == "海洋: {slug: sea, aliases: [海]}\n"
    assert desk.post(RECORD).topics == ("海洋",)


def test_names_that_share_a_slug_get_slugs_of_their_own(desk: Desk) -> None:
    desk.bring(
        "export.txt", MT.replace("CATEGORY: 海\n", "CATEGORY: C++\nCATEGORY: C#\nCATEGORY: page\nCATEGORY: ！\n")
    )
    assert desk.post(RECORD).topics == ("C++", "C#", "page", "！")


def test_nothing_is_written_over_without_force(desk: Desk) -> None:
    desk.bring("export.txt", MT)
    changed = desk.text(RECORD).replace("港を出て", "港を離れて")
    desk.write(RECORD, changed)
    outcome = desk.bring("export.txt", MT)
    assert desk.text(RECORD) == changed
    assert [row.verdict for row in outcome.rows if row.path == RECORD] == ["kept"]
    desk.bring("export.txt", MT, force=True)
    assert "港を出て" in desk.body(RECORD)


OTHER = MT.replace("海の記録", "空の記録").replace("09/05/2023 21:30:00", "09/07/2023 08:00:00").replace("艦隊", "編隊")
SECOND = RECORD.replace("record", "record-2")


@pytest.mark.parametrize("force", [False, True])
def test_another_entry_of_the_same_name_and_month_gets_a_name_of_its_own(desk: Desk, *, force: bool) -> None:
    desk.bring("one.txt", MT)
    first = desk.text(RECORD)
    outcome = desk.bring("two.txt", OTHER, force=force)
    assert desk.text(RECORD) == first
    assert (desk.post(SECOND).title, [row.verdict for row in outcome.rows]) == ("空の記録", ["new"])
    assert "import-name-taken" in codes(outcome)
    whole = desk.files()
    for name in ("two.txt", "one.txt"):
        assert {row.verdict for row in desk.bring(name, force=force).rows} == {"same"}
    assert desk.files() == whole


def test_an_entry_is_recognised_under_another_name_title_or_body(desk: Desk) -> None:
    with_address = MT.replace(
        "BASENAME: record", "BASENAME: 2023/09/05/213000\nUNIQUE URL: https://old.example/entry/2023/09/05/213000"
    )
    desk.bring("export.txt", with_address)
    path = "content/posts/2023/09/20230905-213000.md"
    text = desk.text(path).replace("海の記録", "海の航海記")
    (desk.root / path).unlink()
    desk.write("content/posts/2023/09/voyage.md", text)
    outcome = desk.bring("export.txt", with_address)
    assert [(row.verdict, row.path) for row in outcome.rows] == [("kept", "content/posts/2023/09/voyage.md")]


def test_the_authors_own_post_is_never_an_entry(desk: Desk) -> None:
    desk.write(RECORD, "---\ntitle: 私の記事\ndate: 2023-09-05\n---\n本文\n")
    desk.bring("export.txt", MT, force=True)
    assert "title: 私の記事" in desk.text(RECORD)
    assert desk.post(SECOND).title == "海の記録"


def test_another_clipping_of_the_same_name_gets_a_name_of_its_own(desk: Desk) -> None:
    desk.bring("a/2023-09-05-clip.txt", "◎艦隊が出港\n本文一。\n")
    desk.bring("b/2023-09-05-clip.txt", "◎編隊が離陸\n本文二。\n", force=True)
    whole = desk.files()
    assert [path for path in whole if path.startswith(("seeds/", "content/posts/"))] == [
        "content/posts/2023/09/2023-09-05-clip-2.md",
        "content/posts/2023/09/2023-09-05-clip.md",
        "seeds/2023-09-05-clip-2.txt",
        "seeds/2023-09-05-clip.txt",
    ]
    for name in ("b", "a"):
        assert {row.verdict for row in desk.bring(f"{name}/2023-09-05-clip.txt").rows} == {"same"}
    outcome = desk.bring("a/2023-09-05-clip.txt", "◎艦隊が出港\n直した本文。\n")
    assert {row.verdict for row in outcome.rows} == {"same", "kept"}
    assert desk.files() == whole


def test_one_bad_input_stops_all(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2023-09-05-a.txt").write_text("◎題\n本文\n", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("◎題\n本文\n", encoding="utf-8")
    assert desk.refusal("in") == [("import-no-date", 0)]


def test_a_folder_outside_content_holds_everything(desk: Desk, tmp_path: Path) -> None:
    before = desk.files()
    desk.bring("export.txt", MT, into=tmp_path / "out")
    assert desk.files() == before
    found = sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    assert found == ["2023/09/record.md", "topics.yaml"]


def test_a_folder_within_content(desk: Desk) -> None:
    desk.bring("export.txt", MT, into=Path("content/posts/old"))
    assert (desk.root / "content/posts/old/2023/09/record.md").is_file()


def test_links_out_of_the_folder_are_not_followed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (desk.root / "content/posts").mkdir()
    (desk.root / "content/posts/2023").symlink_to(tmp_path / "elsewhere")
    assert desk.refusal("export.txt", MT) == [("import-leaves", 1)]
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("path", ["../x.md", "/etc/x", "a/../../x", "a\\..\\x", "", "a/\0"])
def test_the_stage_refuses_paths_that_leave(tmp_path: Path, path: str) -> None:
    with Stage(tmp_path, force=True) as stage, pytest.raises(ContentError):
        stage.add(path, b"x", "-", 1)
    assert list(tmp_path.iterdir()) == []


def test_what_fails_half_way_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with Stage(tmp_path, force=True) as stage:
        stage.add("a", b"new", "-", 1)
        stage.add("deep/er/b", b"new", "-", 1)
        stage.add("c", b"new", "-", 1)
        whole = Path.replace

        def failing(self: Path, target: Path) -> Path:
            if target.name == "c":
                raise OSError(28, "No space left on device")
            return whole(self, target)

        monkeypatch.setattr(Path, "replace", failing)
        with pytest.raises(OSError, match="No space"):
            stage.commit()
        monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {"a": b"old"}
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_import_that_is_stopped_half_way_is_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before, whole = desk.files(), Path.replace

    def stopped(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), getattr(signal, name))
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        desk.bring("export.txt", MT + MT.replace("record", "other"))
    monkeypatch.undo()
    assert desk.files() == before
    assert not (desk.root / "content" / "posts").exists()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_what_a_killed_import_left_goes_with_the_next_one(desk: Desk) -> None:
    desk.write(".digest-import-1/lock", "1")
    desk.write(".digest-import-1/new/0", "half")
    with lock.held(desk.root / ".digest-import-2", 0):
        desk.bring("export.txt", MT)
        assert sorted(path.name for path in desk.root.glob(".digest-*")) == [".digest-import-2"]


def test_broken_settings_and_tables_come_first(desk: Desk) -> None:
    desk.write("content/topics.yaml", "海: [\n")
    assert desk.refusal("export.txt", MT)[0][0].startswith("yaml")


def test_a_table_that_cannot_grow_is_told(desk: Desk) -> None:
    desk.write("content/topics.yaml", "{宇宙: {slug: space}}\n")
    assert [code for code, _ in desk.refusal("export.txt", MT)] == ["import-table-shape"]


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_encodings_are_found(desk: Desk, name: str) -> None:
    desk.bring("export.txt", MT.encode(name), format="mt")
    assert "艦隊が港を出て、訓練の海域へ向かった。" in desk.body(RECORD)


def test_an_encoding_found_by_weight_is_noted(desk: Desk) -> None:
    assert "import-encoding" in codes(desk.bring("export.txt", MT.encode("euc_jp")))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (MT.encode()[: MT.encode().index("港".encode()) + 1], "import-cut"),
        (MT.encode().replace("港".encode(), b"\xff\xfe\xfd"), "import-encoding-unknown"),
        (MT.encode("cp932").replace("港".encode("cp932"), b"\x81\x00\xff\xff"), "import-encoding-unknown"),
    ],
)
def test_text_that_is_in_no_encoding_is_refused(desk: Desk, data: bytes, code: str) -> None:
    assert [found for found, _ in desk.refusal("export.txt", data, format="mt")] == [code]


def test_an_encoding_can_be_named(desk: Desk) -> None:
    desk.bring("export.txt", MT.encode().replace("港".encode(), b"\xff"), encoding="utf-8")
    assert "艦隊が\ufffdを出て" in desk.body(RECORD)
    with pytest.raises(UsageError):
        encoding.named("klingon")


@pytest.mark.parametrize("sign", ["海", "x"])
@pytest.mark.parametrize("kind", ["mt", "pasted", "wxr", "jekyll", "hugo", "hexo", "pelican"])
def test_ten_megabytes_on_one_line(desk: Desk, kind: str, sign: str) -> None:
    long = sign * (10_000_000 // len(sign.encode()))
    data = {"wxr": "<?xml version='1.0'?>\n<rss><channel><item><title>"}.get(kind, "---\n") + long
    suffix = {"mt": "txt", "pasted": "txt", "wxr": "xml"}.get(kind, "md")
    assert desk.refusal(f"2023-09-05-x.{suffix}", data, format=kind) == [("import-long-line", 2)]


@pytest.mark.parametrize("kind", ["mt", "wxr"])
def test_nothing_to_import(desk: Desk, kind: str) -> None:
    data = "<?xml version='1.0'?><rss><channel></channel></rss>" if kind == "wxr" else "\n\n"
    assert [code for code, _ in desk.refusal("x.txt", data, format=kind)] == ["import-nothing"]


def test_unknown_formats_are_asked_for(desk: Desk) -> None:
    assert desk.refusal("x.txt", "ただの文章です。\n") == [("import-unknown-format", 0)]
    assert desk.refusal("x.html", "\n<!DOCTYPE html><html><p>文章</p>") == [("import-web-page", 0)]


def test_the_command_line(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({"export.txt": MT})
    dry = blog.run("import", "export.txt", "--dry-run")
    assert (dry.status, f"export.txt:1: new: {RECORD}" in dry.stdout, (blog.root / RECORD).exists()) == (0, True, False)
    done = blog.run("import", "export.txt")
    assert (done.status, f"export.txt:1: new: {RECORD}" in done.stdout) == (0, True)
    clip = blog.run("import", "-", "--date", "2023-09-05", stdin="◎題\n本文\n", env={"DIGEST_LANG": "ja"})
    assert "（標準入力）:1: 新規：content/posts/2023/09/2023-09-05-clipping.md" in clip.stdout
    assert blog.build().status == 0
    assert "艦隊が港を出て" in blog.read("2023/09/05/record/index.html")
    assert blog.run("import", "none.txt").status == 2
    assert blog.run("import", "export.txt", "--date", "いつか").status == 2
    bad = blog.run("import", "content/site.yaml", env={"DIGEST_LANG": "ja"})
    assert (bad.status, "どの形式のファイルか" in bad.stderr) == (1, True)


def test_old_addresses_that_others_have_lead_nowhere(site: Callable[[Mapping[str, str]], Site]) -> None:
    other = MT.replace("BASENAME: record", "BASENAME: other\nUNIQUE URL: https://shiomi.example/2023/09/05/record/")
    third = MT.replace("BASENAME: record", "BASENAME: third\nUNIQUE URL: https://shiomi.example/topics/")
    fourth = MT.replace("BASENAME: record", "BASENAME: fourth\nUNIQUE URL: https://shiomi.example/old/1.html")
    fifth = fourth.replace("BASENAME: fourth", "BASENAME: fifth")
    blog = site({"export.txt": MT + other + third + fourth + fifth})
    done = blog.run("import", "export.txt")
    assert done.stdout.count("import-address-lost") == 3
    built = blog.build()
    assert built.status == 0, built.stderr
    assert blog.exists("old/1.html")


def test_old_addresses_that_the_site_has_already_lead_nowhere(site: Callable[[Mapping[str, str]], Site]) -> None:
    def entry(name: str, old: str) -> str:
        return MT.replace("BASENAME: record", f"BASENAME: {name}\nUNIQUE URL: https://shiomi.example/{old}")

    blog = site(
        {
            "export.txt": entry("one", "about/") + entry("two", "2020/05/06/own/") + entry("three", "old/1.html"),
            "content/pages/about.md": "---\ntitle: 紹介\n---\n本文\n",
            "content/posts/2020/05/x.md": "---\ntitle: 前から\ndate: 2020-05-06\nslug: own\nkind: note\naliases: ['/old/1.html']\n---\n本文\n",
        }
    )
    done = blog.run("import", "export.txt")
    assert done.stdout.count("import-address-lost") == 3
    built = blog.build()
    assert built.status == 0, built.stderr
    again = blog.run("import", "export.txt")
    assert "0 files written" in again.stdout


def test_escapes_that_are_never_ended_are_no_japanese(desk: Desk) -> None:
    assert desk.refusal("x.txt", b"\x1b$55555555", format="mt") == [("import-nothing", 0)]
    assert desk.refusal("x.txt", b"TITLE: x\n\x1b$55555555", format="mt", encoding="iso2022_jp") == [
        ("import-encoding-wrong", 1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [("◎題\n" + "a\n" * 50_000, ("import-too-many-lines", 50_001)), ("◎題\n" * 2_001, ("import-too-many-reports", 0))],
)
def test_what_no_clipping_holds_is_refused(desk: Desk, text: str, found: tuple[str, int]) -> None:
    assert desk.refusal("2023-09-05-x.txt", text) == [found]


@pytest.mark.parametrize("byte", [b"\x80", b"\xa0", b"\xfd", b"\xff"])
def test_bytes_that_cp932_does_not_define_are_not_read_as_it(desk: Desk, byte: bytes) -> None:
    data = (MT + MT.replace("record", "other")).encode("cp932")
    assert desk.bring("export.txt", data, dry_run=True).entries == 2
    at = data.rindex("艦隊".encode("cp932"))
    assert desk.refusal("export.txt", data[:at] + byte + data[at:]) == [("import-encoding-unknown", 18)]


@pytest.mark.parametrize(
    ("kept", "line"), [("港を出て", 18), ("<p>", 18), ("BODY:\n", 17), ("CATEGORY: 海\n", 15), ("向かった。</p>\n", 18)]
)
def test_an_export_that_is_cut_off_is_refused_where_it_ends(desk: Desk, kept: str, line: int) -> None:
    whole = MT + MT.replace("record", "other")
    assert desk.refusal("export.txt", whole[: whole.rindex(kept) + len(kept)]) == [("import-mt-cut", line)]


@pytest.mark.parametrize("end", ["", "-----\n", "-----", "-----\n--------", "-----\n--------\n\n"])
def test_an_export_may_end_with_either_separator(desk: Desk, end: str) -> None:
    assert (
        desk.bring("export.txt", MT + MT.removesuffix("-----\n--------\n") + (end or "-----\n--------\n")).entries == 2
    )
