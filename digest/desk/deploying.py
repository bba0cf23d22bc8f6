"""Owns `deploy`: the built site becomes one commit on a branch of a remote, which a static host serves.

Nothing of the author's repository is touched: the commit is made in a repository of our own in a temporary folder, from
the branch as it is on the remote, and pushed without force.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from digest.builder import build
from digest.desk.gitting import GitError, Shed, run
from digest.desk.vanishing import as_errors
from digest.errors import ContentError, Mark, Problem, UsageError, problem
from digest.orders import Order, Report, Teller
from digest.output import lock, register
from digest.site.kinds.statics import PRIVATE
from digest.site.ledger import FILE as LEDGER
from digest.site.urls import MARKER

MINE = frozenset({LEDGER, "content/links.tsv"})
"""Files in content/ that the program writes: they need not be committed before a deploy."""
AUTHORED = ("content", "themes")
DOMAIN = "CNAME"
"""What GitHub writes into the branch where a domain is set in its pages; without it the domain leads nowhere."""
Changes = tuple[tuple[str, str], ...]


class Target(NamedTuple):
    """Where to deploy to."""

    remote: str
    branch: str


class Deployed(NamedTuple):
    """What a deploy did, or would do."""

    source: str
    """The commit of the author's that was built, short."""
    commit: str
    """The new commit on the branch, short; empty when nothing changed."""
    changes: Changes
    """A, M or D, and the path."""
    report: Report
    noted: bool = False
    """Whether the ledger has lines that the author has yet to commit."""


def deploy(order: Order, target: Target, teller: Teller, *, dry_run: bool) -> Deployed:
    """Builds and pushes. Raises UsageError or ContentError, nothing pushed, where it must not or cannot be done."""
    top = _repository(order.root)
    _refuse_uncommitted(order.root)
    _refuse_own_branch(top, target)
    # Asked in full, for a quick answer does not tell which file each page is of.
    report = build(order._replace(drafts=False, ask=True), teller)
    lost = as_errors(report.problems)
    if lost:
        raise ContentError(lost)
    _refuse_ignored(order.root, report)
    source = run(top, "rev-parse", "--short", "HEAD").strip()
    with tempfile.TemporaryDirectory(prefix="digest-deploy-") as name:
        shed = Shed(Path(name), top, order.output.absolute())
        try:
            with lock.building(order.folder, order.output):  # no other build changes the folder while it is taken in
                commit, changes = _committed(shed, target, source, _identity(top))
            if commit and not dry_run:
                shed.git("push", "--quiet", "--no-verify", target.remote, f"{commit}:refs/heads/{target.branch}")
        except GitError as error:
            raise ContentError([_refused(target, error)]) from error
    noted, _ = register.published(order.root) if not dry_run else (False, ())
    return Deployed(source, commit[:10], changes, report, noted)


def _repository(root: Path) -> Path:
    """The top of the author's work tree."""
    try:
        top = Path(run(root, "rev-parse", "--show-toplevel").strip())
        run(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitError as error:
        raise ContentError([problem("deploy-no-repository", Mark(str(root)), root=root)]) from error
    return top


def _refuse_uncommitted(root: Path) -> None:
    """Raises ContentError naming each file of the author's that is not committed as it is."""
    there = [name for name in AUTHORED if (root / name).exists()]
    status = run(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *there)
    prefix = run(root, "rev-parse", "--show-prefix").strip()
    paths = [entry[3:].removeprefix(prefix) for entry in status.split("\0") if entry]
    loose = [path for path in paths if path not in MINE]
    if loose:
        raise ContentError([problem("deploy-uncommitted", Mark(path), path=path) for path in loose])


def _refuse_ignored(root: Path, report: Report) -> None:
    """Raises ContentError for each text that the site shows and git was told to pass over: no commit holds it."""
    there = [name for name in AUTHORED if (root / name).exists()]
    ignored = run(root, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *there).split("\0")
    shown = sorted(set(ignored) & report.sources.keys())
    if shown:
        raise ContentError([problem("deploy-ignored", Mark(path), path=path) for path in shown])


def _refuse_own_branch(top: Path, target: Target) -> None:
    """Raises UsageError for the branch that the author works on, and for names that are none."""
    try:
        run(top, "check-ref-format", "--branch", target.branch)
    except GitError as error:
        raise UsageError(problem("deploy-bad-branch", Mark("--branch"), found=target.branch)) from error
    if target.remote.startswith("-"):
        raise UsageError(problem("deploy-bad-remote", Mark("--remote"), found=target.remote))
    if target.branch == run(top, "branch", "--show-current").strip():
        raise UsageError(problem("deploy-own-branch", Mark("--branch"), found=target.branch))


def _identity(top: Path) -> dict[str, str]:
    """Who commits: whom git knows, else the author of the last commit."""
    try:
        run(top, "var", "GIT_COMMITTER_IDENT")
        run(top, "var", "GIT_AUTHOR_IDENT")
    except GitError:
        name, mail = run(top, "log", "-1", "--format=%an%n%ae").split("\n")[:2]
        return {"user.name": name, "user.email": mail}
    return {}


def _committed(shed: Shed, target: Target, source: str, identity: dict[str, str]) -> tuple[str, Changes]:
    """The commit that holds the site as it is, on top of what the branch holds; empty when that is the same."""
    parent = _parent(shed, target)
    shed.git("add", "--all", "--force", "--", ".")
    if shed.git("ls-files", "--", PRIVATE):
        raise ContentError([problem("deploy-drafts", Mark(f"{shed.tree}/{PRIVATE}"), folder=shed.tree)])
    tree = shed.git("write-tree").strip()
    before = f"{parent}^{{tree}}" if parent else shed.git("hash-object", "-t", "tree", "-w", "--stdin").strip()
    changes = _changes(shed.git("diff-tree", "-r", "-z", "--no-renames", "--name-status", before, tree))
    if not changes:
        return "", ()
    if ("D", DOMAIN) in changes:
        domain = shed.git("show", f"{parent}:{DOMAIN}").strip()
        raise ContentError([problem("deploy-domain", Mark(f"{target.remote} {target.branch}"), domain=domain)])
    named = [part for name, value in identity.items() for part in ("-c", f"{name}={value}")]
    parents = ("-p", parent) if parent else ()
    return shed.git(*named, "commit-tree", tree, *parents, data=f"Publish {source}\n".encode()).strip(), changes


def _parent(shed: Shed, target: Target) -> str:
    """The commit that the branch is at, fetched; empty when there is no such branch. Raises for one not ours."""
    ref = f"refs/heads/{target.branch}"
    if not shed.git("ls-remote", target.remote, ref).strip():
        return ""
    shed.git("fetch", "--quiet", "--no-tags", "--depth=1", target.remote, f"+{ref}:refs/digest/parent")
    names = shed.git("ls-tree", "--name-only", "refs/digest/parent").splitlines()
    if names and MARKER not in names:
        where = f"{target.remote} {target.branch}"
        raise ContentError([problem("deploy-foreign-branch", Mark(where), branch=target.branch, first=names[0])])
    return shed.git("rev-parse", "refs/digest/parent").strip()


def _changes(listing: str) -> Changes:
    parts = listing.split("\0")
    return tuple(zip(parts[0:-1:2], parts[1::2], strict=False))


def _refused(target: Target, error: GitError) -> Problem:
    """What git's refusal means: somebody was quicker, or the remote cannot be reached or written to."""
    said = str(error).splitlines()
    told = next((line for line in said if "rejected" in line or "fatal" in line or "error" in line), said[0])
    code = "deploy-behind" if "fetch first" in str(error) or "non-fast-forward" in str(error) else "deploy-refused"
    return problem(code, Mark(f"{target.remote} {target.branch}"), remote=target.remote, branch=target.branch, why=told)
