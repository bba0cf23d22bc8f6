"""Owns what an article's address says of the article: the address without tracking, and the key by which two are one.

Removing is conservative: only parameters known to track, only hosts and path parts known to be other dresses of the
same page. Whatever else differs is taken for another article.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_[ce]id|mkt_tok"
    r"|_ga|_gl|_hs(?:enc|mi)|__twitter_impression|ref_src|ref_url|cmpid|cmp_id|ns_(?:campaign|mchannel|source|linkname)"
    r"|guce_referrer(?:_sig)?|guccounter|smid|ito|xtor|wt\.mc_id|s_cid|n_cid|cx_\w+|spm|scid|tpcc|taid|ocid|cvid",
    re.IGNORECASE,
)
"""Names of query parameters that tell where a reader came from, never which article it is."""
AMP_FLAGS = frozenset(
    {("amp", ""), ("amp", "1"), ("amp", "true"), ("output", "amp"), ("outputtype", "amp"), ("outputtype", "valid_amp")}
)
FACES = re.compile(r"(?:www|m|mobile|sp|amp|touch|smart)\.(?=[^.]+\.)")
"""First labels of a host that name a dress of the site, not another site."""
AMP_CACHE = re.compile(r"https?://[^/]+\.cdn\.ampproject\.org/(?:[a-z]/)+(?:s/)?(?=[^/]+\.)", re.IGNORECASE)
GOOGLE_AMP = re.compile(r"https?://www\.google\.[a-z.]+/amp/(?:s/)?(?=[^/]+\.)", re.IGNORECASE)
AMP_PATH = re.compile(r"/amp(?=/|$)|(?<=[^/])\.amp(?=\.html?$|$)|(?<=[^/])_amp(?=\.html?$)", re.IGNORECASE)
INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)


def tracking(url: str) -> tuple[str, ...]:
    """The tracking parameters of an address, in order."""
    return tuple(name for name, _ in _query(url) if TRACKING.fullmatch(name))


def clean(url: str) -> str:
    """The address without its tracking parameters, and otherwise as it is written."""
    parts = urlsplit(url)
    kept = [piece for piece in parts.query.split("&") if not TRACKING.fullmatch(unquote(piece.partition("=")[0]))]
    return urlunsplit(parts._replace(query="&".join(kept)))


def bare_host(url: str) -> str:
    """The host of an address without the labels that name a dress of the site; empty for none."""
    host = (urlsplit(GOOGLE_AMP.sub("https://", AMP_CACHE.sub("https://", url.strip()))).hostname or "").rstrip(".")
    while found := FACES.match(host):
        host = host[found.end() :]
    return host


def same_key(url: str) -> str:
    """What the addresses of one article share: without scheme, dress of the host, tracking, AMP marks and fragment."""
    parts = urlsplit(GOOGLE_AMP.sub("https://", AMP_CACHE.sub("https://", url.strip())))
    host = FACES.sub("", (parts.hostname or "").rstrip("."), count=1)
    try:
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        port = ""
    path = INDEX.sub("/", AMP_PATH.sub("", unquote(parts.path)))
    query = sorted((name, value) for name, value in _query(urlunsplit(parts)) if _tells(name, value))
    tail = f"?{urlencode(query)}" if query else ""
    return f"{host}{port}{quote(path.rstrip('/'))}{tail}"


def _tells(name: str, value: str) -> bool:
    return not TRACKING.fullmatch(name) and (name.lower(), value.lower()) not in AMP_FLAGS


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True, errors="replace")
