"""Owns absolute addresses: what views hold (site-relative, or an address on the web) as a URI that any program takes.

Feeds, the sitemap and JSON-LD leave the site, so their addresses must stand alone and be ASCII (RFC 3986): letters
outside it are percent-encoded as UTF-8, host names written in Japanese get their ASCII form (IDNA, RFC 3490).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from digest.site.views import SiteInfo

PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
FINE = re.compile(r"https?://[A-Za-z0-9.-](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+")
"""Addresses that need no encoding, as nearly all do: asking first is many times quicker than taking them apart."""
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
PATH_SAFE = "%/:@!$&'()*+,;=~"
QUERY_SAFE = PATH_SAFE + "?"
REMEMBERED = 4096
"""How many addresses are remembered: a page's stands in its feed some times, a topic's in all its posts."""
HOST_SAFE = "%:@[]!$&'()*+,;=~"


def absolute(address: str, site: SiteInfo) -> str:
    """The URI of an address in a view: site-relative (the empty text is the home page) or already with http(s)."""
    return (web(address) if "://" in address else "") or uri(site.base_url + address)


def web(address: str) -> str:
    """The URI of an address on the web; the empty text when it is none (no http or https, no host)."""
    if FINE.fullmatch(address):
        return address
    found = PARTS.fullmatch(address.strip())
    return _joined(found) if found and found["host"] else ""


@lru_cache(maxsize=REMEMBERED)
def uri(address: str) -> str:
    """An http(s) address with every character that RFC 3986 forbids encoded; encoding twice changes nothing."""
    if FINE.fullmatch(address):
        return address
    found = PARTS.fullmatch(address.strip())
    return _joined(found) if found else _encoded(address.strip(), QUERY_SAFE + "#")


def _joined(found: re.Match[str]) -> str:
    query, fragment = found["query"] or "", found["fragment"] or ""
    return "".join(
        (
            f"{found['scheme'].lower()}://{_host(found['host'])}",
            _encoded(found["path"], PATH_SAFE),
            _encoded(query, QUERY_SAFE),
            fragment and "#" + _encoded(fragment[1:], QUERY_SAFE),
        )
    )


def _encoded(text: str, safe: str) -> str:
    return quote(STRAY_PERCENT.sub("%25", text), safe=safe, errors="replace")


def _host(host: str) -> str:
    if host.isascii():
        return _encoded(host, HOST_SAFE)
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _encoded(host, HOST_SAFE)
