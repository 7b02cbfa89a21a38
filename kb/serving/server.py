"""The server: Streamlit's, with our door before it and our words at its start."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware

from kb import pages
from kb.rendering import wording_en as wording
from kb.serving.answers import OwnAnswers, SafeHeaders
from kb.serving.door import Door
from kb.serving.open_files import raise_limit

if TYPE_CHECKING:
    import streamlit as st

START = Path(pages.__file__).parent / "start.py"
EVERYWHERE = ("0.0.0.0", "::")  # what to listen at for the whole network
ELSEWHERE = ("192.0.2.1", 9)  # an address that is nobody's: RFC 5737


def parts(question: str = "", opens_browser: bool = False) -> dict[str, Any]:
    """What `st.App` is made of. Once it serves, it prints its address and a question to try, and
    may open a browser.
    """
    return {
        "script_path": START,
        "middleware": [Middleware(Door), Middleware(SafeHeaders), Middleware(OwnAnswers)],
        "lifespan": _announcing(question, opens_browser),
        "on_script_error": _tell_fault,
    }


def run(settings: Path, host: str, port: int, question: str, opens_browser: bool) -> None:
    """Serves until the process is told to end, by Ctrl+C or SIGTERM. Streamlit reads the settings
    that lie beside the file named.
    """
    import streamlit as st

    sys.argv = [str(settings)]
    app = st.App(**parts(question, opens_browser))
    with suppress(KeyboardInterrupt):
        app.run(
            config={
                "server.address": host,
                "server.port": port,
                "browser.gatherUsageStats": False,
            }
        )


def welcome(host: str, question: str = "") -> list[str]:
    """The lines that whoever starts the app reads."""
    lines = [wording.SERVED_AT.format(address=_url(_reachable(host)))]
    if not _is_loopback(host):
        shared = _own_address() if host in EVERYWHERE else host
        lines.append(wording.SHARED_AT.format(address=_url(shared)))
    if question:
        lines.append(wording.TRY.format(question=question))
    return [*lines, wording.HOW_TO_STOP]


def _announcing(
    question: str, opens_browser: bool
) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def announcing(app: st.App) -> AsyncIterator[None]:
        from streamlit import config

        raise_limit()
        host = config.get_option("server.address") or EVERYWHERE[0]
        print(*welcome(host, question), sep="\n", flush=True)
        if opens_browser:
            webbrowser.open(_url(_reachable(host)))
        yield

    return announcing


def _tell_fault(error: Exception) -> bool:
    """For what fails outside a page, as when a widget has changed; Streamlit has put it into the
    log. True: it need not tell it, too.
    """
    from kb.pages import frame

    frame.tell_fault()
    return True


def _reachable(host: str) -> str:
    """Where this machine itself reaches what listens there."""
    return "127.0.0.1" if host in EVERYWHERE else host


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _own_address() -> str:
    """This machine's address in its network. A datagram socket that is connected has chosen it, and
    has sent nothing.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:  # there is no network
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _url(host: str) -> str:
    """The app's address there, with Streamlit's port and path."""
    from streamlit.web.server import server_util

    return server_util.get_url(f"[{host}]" if ":" in host else host)
