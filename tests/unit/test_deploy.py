"""`deploy` against a real bare repository: one commit on a branch, and nothing of the author's touched."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from miniature import Run, Site

from digest.builder import build
from digest.desk import deploying
from digest.errors import ContentError
from digest.orders import Order, Report, Teller
from digest.verifying import Silent

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 東都港の演習\ndate: 2023-09-05\nkind: note\n{more}---\n本文\n"
POST = "content/posts/2023/09/exercise.md"
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": os.devnull}
WHO = {f"GIT_{who}_{what}": "aoki@site.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | ALONE | WHO)
    return done.stdout.decode()


def commit(blog: Site, message: str = "記事") -> None:
    git(blog.root, "add", "--all")
    git(blog.root, "commit", "--quiet", "--message", message)


@pytest.fixture
def blog(site: Make, tmp_path: Path) -> Site:
    """A committed site with a bare repository as its remote `origin`."""
    made = site(
        {POST: NOTE.format(more=""), ".gitignore": "/public/\n/.digest/\n", ".gitattributes": "* text eol=crlf\n"}
    )
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(made.root, "init", "--quiet", "--initial-branch", "main")
    git(made.root, "remote", "add", "origin", "../remote.git")
    commit(made)
    return made


def deploy(blog: Site, *arguments: str, env: Mapping[str, str] | None = None) -> Run:
    return blog.run("deploy", "--root", str(blog.root), *arguments, env={**ALONE, **(env or {})}, cwd=blog.root.parent)


def remote(blog: Site) -> Path:
    return blog.root.parent / "remote.git"


def served(blog: Site, branch: str = "gh-pages") -> dict[str, bytes]:
    """What a clone of the branch holds."""
    place = blog.root.parent / "clone"
    subprocess.run(["rm", "-rf", place], check=True)
    git(blog.root.parent, "clone", "--quiet", "--branch", branch, str(remote(blog)), str(place))
    files = (path for path in place.rglob("*") if path.is_file() and ".git" not in path.relative_to(place).parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def mine(blog: Site) -> tuple[bytes, str, str, str]:
    """The author's index, branches, last commit and work tree."""
    index = (blog.root / ".git" / "index").read_bytes()
    heads, status = git(blog.root, "for-each-ref", "refs/heads"), git(blog.root, "status", "--porcelain")
    return index, heads, git(blog.root, "rev-parse", "HEAD"), status


def test_the_site_is_served_and_nothing_of_the_authors_is_touched(blog: Site) -> None:
    before = mine(blog)
    run = deploy(blog)
    assert run.status == 0, run.stderr
    assert mine(blog) == before
    assert served(blog) == blog.tree()
    assert ".nojekyll" in served(blog)
    message = git(remote(blog), "log", "-1", "--format=%s", "gh-pages").strip()
    assert message == f"Publish {git(blog.root, 'rev-parse', '--short', 'HEAD').strip()}"


def test_each_deploy_is_one_commit_and_none_when_nothing_changed(blog: Site) -> None:
    assert deploy(blog).status == 0
    run = deploy(blog)
    assert run.status == 0
    assert "nothing to publish" in run.stdout
    assert git(remote(blog), "rev-list", "--count", "gh-pages").strip() == "1"
    (blog.root / POST).unlink()
    blog.write("content/posts/2023/09/other.md", NOTE.format(more=""))
    commit(blog)
    run = deploy(blog)
    assert run.status == 0, run.stderr
    assert "+ 2023/09/05/other/index.html" in run.stdout
    assert "- 2023/09/05/exercise/index.html" in run.stdout
    assert git(remote(blog), "rev-list", "--count", "gh-pages").strip() == "2"
    assert served(blog) == blog.tree()


def test_a_dry_run_says_what_would_change_and_pushes_nothing(blog: Site) -> None:
    run = deploy(blog, "--dry-run")
    assert run.status == 0
    assert "would publish" in run.stdout
    assert git(remote(blog), "for-each-ref").strip() == ""


def test_another_remote_and_branch(blog: Site) -> None:
    git(blog.root, "remote", "rename", "origin", "elsewhere")
    assert deploy(blog, "--remote", "elsewhere", "--branch", "site").status == 0
    assert "index.html" in served(blog, "site")


def test_what_is_not_committed_is_not_published(blog: Site) -> None:
    blog.write(POST, NOTE.format(more="summary: 変えた\n"))
    blog.write("content/posts/2023/09/名前.md", NOTE.format(more="slug: new\n"))
    run = deploy(blog)
    assert run.status == 1
    assert run.stderr.count("[deploy-uncommitted]") == 2
    assert "content/posts/2023/09/名前.md" in run.stderr
    assert git(remote(blog), "for-each-ref").strip() == ""


def test_what_git_ignores_is_not_published_either(blog: Site) -> None:
    """A text that no commit holds would be lost with this machine, and its address with it."""
    blog.write(".gitignore", "/public/\n/.digest/\n/content/posts/2023/09/own.md\n*.bak\n")
    commit(blog)
    blog.write("content/posts/2023/09/own.md", NOTE.format(more=""))
    blog.write("content/posts/2023/09/exercise.md.bak", "前のもの")
    run = deploy(blog)
    assert (run.status, run.stderr.count("[deploy-ignored]"), "own.md" in run.stderr) == (1, 1, True)
    assert git(remote(blog), "for-each-ref").strip() == ""
    assert blog.build().status == 0
    run = deploy(blog)
    assert (run.status, run.stderr.count("[deploy-ignored]")) == (1, 1), "an earlier build does not let it through"
    assert git(remote(blog), "for-each-ref").strip() == ""
    blog.write("content/posts/2023/09/own.md", NOTE.format(more="draft: true\n"))
    assert deploy(blog).status == 0, "a draft that stays at home is nobody's business"


def test_a_domain_set_at_the_host_is_not_taken_away(blog: Site) -> None:
    assert deploy(blog).status == 0
    served(blog)
    clone = blog.root.parent / "clone"
    (clone / "CNAME").write_text("www.toto.example", encoding="utf-8")  # as GitHub writes it, without a line end
    git(clone, "add", "CNAME")
    git(clone, "commit", "--quiet", "--message", "Create CNAME")
    git(clone, "push", "--quiet")
    blog.write("content/posts/2023/09/other.md", NOTE.format(more=""))
    commit(blog)
    run = deploy(blog)
    assert (run.status, "[deploy-domain]" in run.stderr, "cname: www.toto.example" in run.stderr) == (1, True, True)
    settings = (blog.root / "content/site.yaml").read_text(encoding="utf-8")
    blog.write("content/site.yaml", f"{settings}cname: www.toto.example\n")
    commit(blog)
    assert deploy(blog).status == 0
    assert served(blog)["CNAME"].strip() == b"www.toto.example"


def test_content_with_problems_is_not_published(blog: Site) -> None:
    blog.write(POST, NOTE.format(more="topics: [未登録]\n"))
    commit(blog)
    run = deploy(blog)
    assert run.status == 1
    assert "[unknown-topic]" in run.stderr
    assert git(remote(blog), "for-each-ref").strip() == ""


def test_drafts_built_for_a_look_are_not_published(blog: Site) -> None:
    blog.write("content/posts/2023/09/draft.md", NOTE.format(more="draft: true\n"))
    commit(blog)
    assert blog.build("--drafts").status == 0
    assert blog.exists("2023/09/05/draft/index.html")
    assert deploy(blog).status == 0
    assert not any("draft" in path for path in served(blog))


def test_a_preview_built_meanwhile_into_the_same_folder_is_not_published(
    blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the moment between the build and the taking in of its folder leaves room for this."""
    blog.write("content/posts/2023/09/draft.md", NOTE.format(more="draft: true\n"))
    commit(blog)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)

    def disturbed(order: Order, teller: Teller) -> Report:
        report = build(order, teller)
        build(order._replace(drafts=True), teller)
        return report

    monkeypatch.setattr(deploying, "build", disturbed)
    order = Order(blog.root, blog.output, NOW, jobs=1)
    with pytest.raises(ContentError) as caught:
        deploying.deploy(order, deploying.Target("origin", "gh-pages"), Silent(), dry_run=False)
    assert [one.code for one in caught.value.problems] == ["deploy-drafts"]
    assert git(remote(blog), "for-each-ref").strip() == ""


def test_an_address_that_would_vanish_is_not_published(blog: Site) -> None:
    blog.write("content/ledger.tsv", "")
    assert blog.build().status == 0
    commit(blog)
    assert deploy(blog).status == 0
    assert git(blog.root, "status", "--porcelain").strip() == "", "all was noted and committed before"
    (blog.root / POST).rename(blog.root / "content/posts/2023/09/renamed.md")
    commit(blog)
    run = deploy(blog)
    assert run.status == 1
    assert "[url-would-vanish]" in run.stderr
    assert "2023/09/05/exercise/index.html" in served(blog)


def test_addresses_first_noted_by_a_deploy_bind_at_once(blog: Site) -> None:
    blog.write("content/ledger.tsv", "")
    commit(blog)
    run = deploy(blog)
    assert "commit it" in run.stdout
    assert "\tlive\n" in (blog.root / "content/ledger.tsv").read_text(encoding="utf-8")
    assert deploy(blog).status == 0, "its own file does not stand in the way"


def test_the_branch_one_works_on_and_a_foreign_one_are_refused(blog: Site) -> None:
    run = deploy(blog, "--branch", "main")
    assert (run.status, "[deploy-own-branch]" in run.stderr) == (2, True)
    run = deploy(blog, "--branch", "a..b")
    assert (run.status, "[deploy-bad-branch]" in run.stderr) == (2, True)
    git(blog.root, "push", "--quiet", "origin", "main:gh-pages")
    run = deploy(blog)
    assert (run.status, "[deploy-foreign-branch]" in run.stderr) == (1, True)


def test_what_git_refuses_is_told_in_a_sentence(blog: Site) -> None:
    run = deploy(blog, "--remote", "nowhere")
    assert (run.status, "[deploy-refused]" in run.stderr) == (1, True)
    hook = remote(blog) / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    hook.chmod(0o755)
    run = deploy(blog)
    assert (run.status, "[deploy-refused]" in run.stderr) == (1, True)


def test_outside_a_repository_it_says_so(site: Make) -> None:
    lone = site({POST: NOTE.format(more="")})
    run = deploy(lone, env={"GIT_CEILING_DIRECTORIES": str(lone.root.parent)})
    assert (run.status, "[deploy-no-repository]" in run.stderr) == (1, True)


def test_the_authors_hooks_and_filters_do_not_run(blog: Site) -> None:
    for name in ("pre-push", "pre-commit", "post-checkout", "reference-transaction"):
        hook = blog.root / ".git" / "hooks" / name
        hook.write_text("#!/bin/sh\necho ran > ran\nexit 1\n")
        hook.chmod(0o755)
    git(blog.root, "config", "core.autocrlf", "true")
    (blog.root / ".git" / "info" / "attributes").write_text("*.html filter=shout\n")
    git(blog.root, "config", "filter.shout.clean", "tr a-z A-Z")
    assert deploy(blog).status == 0
    assert served(blog) == blog.tree()
    assert not (blog.root / "ran").exists()
