"""Who may come in: requests to this machine under a name that is its own.

A browser sends with a request the name that its reader typed (Host), and to a WebSocket also the
page that opened it (Origin). A page from elsewhere could open a WebSocket to the app, or have its
own name lead to this machine, and read the sources over its reader's shoulder. Both end here with
403. Streamlit, too, refuses the first, but before that it asks the internet for its outer address.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Set
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.rendering import wording_en as wording

ALLOWED_HOSTS = "KB_ALLOWED_HOSTS"
_POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1; before a WebSocket is accepted servers make it a 403


class Door:
    """Lets in what `may_enter`, and answers everything else itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.names = own_names() | allowed_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._may_enter(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            told = wording.FOREIGN_NAME.format(setting=ALLOWED_HOSTS)
            await PlainTextResponse(told, status_code=403)(scope, receive, send)

    def _may_enter(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origins = headers.getlist("origin") if scope["type"] == "websocket" else []
        return may_enter(headers.getlist("host"), origins, self.names)


def may_enter(hosts: list[str], origins: list[str], names: Set[str]) -> bool:
    """Whether there is one Host, an address or one of the names, and every Origin is the same."""
    if len(hosts) != 1:
        return False
    (host,) = hosts
    name = name_of(host)
    is_ours = name in names or _is_address(name)
    return is_ours and all(_place_of(origin) == host.lower() for origin in origins)


def name_of(host: str) -> str:
    """The name or address in a Host, without the port and in small letters; "" if it holds none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # looked at, for it may be no number
    except ValueError:
        return ""
    is_plain = parts.netloc == host and parts.username is None
    return (parts.hostname or "") if is_plain else ""


def own_names() -> frozenset[str]:
    """What this machine is called, in full and in its own network; nobody is asked for it."""
    full = socket.gethostname().lower()
    short = full.partition(".")[0]
    return frozenset({"localhost", full, short, f"{short}.local"}) - {""}


def allowed_names() -> frozenset[str]:
    """The further names that KB_ALLOWED_HOSTS lists, separated by commas."""
    listed = os.environ.get(ALLOWED_HOSTS, "").lower().split(",")
    return frozenset(map(str.strip, listed)) - {""}


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _place_of(origin: str) -> str:
    """The host and port of an Origin, "" of one that is none ("null")."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
