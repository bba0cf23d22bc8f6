"""Owns who may talk to the preview, and what its pages may do.

A page of another site can make a browser send requests here under a name of its own (DNS rebinding), but the browser
then says that name in `Host`: so only names that cannot be another's are answered. Drafts are no one else's business.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

LOCAL = "localhost"


def is_loopback(host: str) -> bool:
    """Whether a host to listen on is reached from this machine alone."""
    if host == LOCAL:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(netloc: str) -> str:
    """The host in `host:port`, without brackets; empty when it cannot be read."""
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


def may_ask(netloc: str, listening: str) -> bool:
    """Whether a request whose `Host` says this is answered by a server that listens on the host `listening`.

    Numbers cannot be rebound, so any is fine where the server listens for the network; loopback ones otherwise.
    """
    host = host_of(netloc)
    if host in {LOCAL, listening.lower()}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or not is_loopback(listening)


def same_origin(origin: str, netloc: str) -> bool:
    """Whether a WebSocket's `Origin` (RFC 6454) is a page of this very server."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(netloc) and parts.netloc.lower() == netloc.lower()


def headers(netloc: str) -> dict[str, str]:
    """The headers of every answer to a request whose `Host` says this.

    The policy is that of a published page and stricter: scripts are files of the site, so nothing in a post can run,
    and no statistics are sent while writing. Pictures and players from elsewhere show.
    """
    policy = {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: https:",
        "media-src": "'self' https:",
        "frame-src": "'self' https:",
        "connect-src": f"'self' ws://{netloc} wss://{netloc}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self' https:",
        "frame-ancestors": "'none'",
    }
    return {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
    }
