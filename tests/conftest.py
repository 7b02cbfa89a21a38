"""What every test stands on: no network, repeatable random data, and a browser if the machine has
one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kb.knowledge_base import KnowledgeBase

# Set before any test imports a library that would read them: a model hub is never asked.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

# The same examples on every run and every machine; a slow machine is no failure.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

ROOT = Path(__file__).parent.parent
BAKERS = Path(__file__).parent / "corpora" / "bakers"
REQUIRE_BROWSER = "KB_REQUIRE_BROWSER"
NO_BROWSER = (
    "no Chromium found: browser tests need one (Debian, Ubuntu: apt-get install chromium; "
    f"elsewhere: {Path(sys.executable).parent / 'playwright'} install chromium)"
)
BROWSER_FLAGS = [
    "--no-sandbox",  # root in a container has no sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# an app that is not up by then never will be; loading the model takes about 25 on a busy machine
START_SECONDS = 90


@pytest.fixture(scope="session")
def bakers(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Two short articles on two trades, with the `HashEmbedder`."""
    from kb.knowledge_base import build

    return build(BAKERS, index=tmp_path_factory.mktemp("bakers"), model="hash-256")


@pytest.fixture(scope="session")
def real_bakers(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The same articles with the real model: for slow tests."""
    from kb.knowledge_base import build

    return build(BAKERS, index=tmp_path_factory.mktemp("real-bakers"))


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """This project's own corpus with the real model: for slow tests."""
    from kb.knowledge_base import build

    return build(ROOT / "corpus", index=tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium or Playwright's own; without one the test is skipped or, if
    KB_REQUIRE_BROWSER=1, fails.
    """
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    path = Path(found) if found else _playwrights_own()
    if path.exists():
        return path
    if os.environ.get(REQUIRE_BROWSER) == "1":
        pytest.fail(f"{NO_BROWSER}; {REQUIRE_BROWSER}=1 makes this a failure", pytrace=False)
    pytest.skip(NO_BROWSER)


def _playwrights_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


# For a module, not the session: while Playwright is open its event loop runs in this thread;
# notebooks need their own.
@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A running Chromium; make a page with `browser.new_page(viewport=…)`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., str]]:
    """Starts a Streamlit script, `serve(script, *its_arguments)`, and returns its address once it
    answers.
    """
    with ExitStack() as stack:
        yield lambda script, *arguments: stack.enter_context(_served(script, arguments))


@contextmanager
def _served(script: Path, arguments: tuple[str, ...]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options, "--", *arguments]
    # Output goes nowhere: a full pipe would stop the server, and the page itself shows what went
    # wrong.
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(health: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"streamlit ended with exit code {server.returncode} before it answered")
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except OSError:  # not up yet
            time.sleep(0.1)
    pytest.fail(f"streamlit did not answer at {health} within {START_SECONDS} seconds")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line where browser tests were skipped."""
    skipped = [
        report
        for report in terminalreporter.getreports("skipped")
        if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} BROWSER TESTS SKIPPED: {NO_BROWSER}", red=True, bold=True
        )
