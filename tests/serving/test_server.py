"""The server as it runs: nobody is asked for an address, faults are told, files may be open."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from kb import build
from kb.pages.navigation import PAGES
from kb.rendering import wording_en as wording
from kb.serving import server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
BAKERS = ROOT / "tests" / "corpora" / "bakers"
SECONDS = 60  # a server that is not up by then, or not down, never will be

# Python runs a file of this name before anything else.
WATCHING = """
import sys
CALLS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
def watch(event, given):
    if event in CALLS:
        with open({log!r}, "a") as log:
            log.write(f"{{event}} {{given}}\\n")
sys.addaudithook(watch)
"""
FAILING = """
from kb.pages import frame
def fail(**parameters):
    raise RuntimeError("a secret of the server")
frame.to_address = fail
"""


# Fast


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_who_starts_it_reads_where_it_is_what_to_ask_and_how_to_stop_it(host: str) -> None:
    place = "[::1]" if host == "::1" else host
    assert server.welcome(host, "Who bakes?") == [
        f"The app is at http://{place}:8501",
        "Ask it: Who bakes?",
        "Press Ctrl+C here to stop it",
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_who_shares_it_reads_what_colleagues_type_and_that_there_is_no_password(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(server, "_own_address", lambda: "192.168.1.5")
    assert server.welcome(host) == [
        "The app is at http://127.0.0.1:8501",
        "Everybody in your network can read it at http://192.168.1.5:8501 without a password",
        "Press Ctrl+C here to stop it",
    ]


def test_one_address_of_the_machine_is_told_as_it_is() -> None:
    here, shared, _ = server.welcome("10.0.0.7")
    assert here.endswith(" http://10.0.0.7:8501") and " http://10.0.0.7:8501 " in shared


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "raised"), [(256, 20_000, 10_240), (256, 300, 300), (12_000, 20_000, 12_000)]
)
def test_the_limit_of_open_files_is_raised_as_far_as_it_may(
    soft: int, hard: int, raised: int
) -> None:
    code = f"""
import resource
from kb.serving.open_files import raise_limit
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
raise_limit()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if "not allowed to raise maximum limit" in done.stderr:
        pytest.skip(f"this machine allows fewer than {hard} open files")
    assert done.stdout.split() == [str(raised), str(hard)]


def test_the_first_page_is_in_the_list() -> None:
    from kb.pages.navigation import FIRST, path_of

    assert [path_of(page) for page in PAGES if page.name == FIRST] == ["/"]


# Slow: a real server


@pytest.fixture(scope="module")
def bread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of two short articles."""
    folder = tmp_path_factory.mktemp("bread")
    build(BAKERS, index=folder, model="hash-256")
    return folder


class Started:
    """A server, with something of ours run before it."""

    def __init__(self, serve: Callable[..., str], folder: Path, code: str, index: Path) -> None:
        (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
        path = os.pathsep.join([str(folder), str(ROOT)])
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", path)
            patch.setenv("KB_CORPUS", str(BAKERS))
            patch.setenv("KB_INDEX", str(index))
            patch.delenv("KB_ALLOWED_HOSTS", raising=False)
            self.address = serve(ROOT / "app.py")
        self.place = urlsplit(self.address).netloc

    def status(self, path: str, **headers: str) -> int:
        connection = http.client.HTTPConnection(self.place, timeout=SECONDS)
        connection.request("GET", path, headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def websocket(self, **headers: str) -> int:
        """101 if one was opened."""
        key = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        wanted = {"Connection": "Upgrade", "Upgrade": "websocket", **key}
        return self.status("/_stcore/stream", **wanted, **headers)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched") / "log"


@pytest.fixture(scope="module")
def watched(serve: Callable[..., str], log: Path, bread: Path) -> Started:
    """A server whose every outgoing connection and question for an address is written down."""
    return Started(serve, log.parent, WATCHING.format(log=str(log)), bread)


@pytest.mark.slow
def test_a_foreign_page_or_name_is_refused_and_nobody_is_asked_for_an_address(
    watched: Started, log: Path
) -> None:
    rebound = f"evil.example:{watched.place.partition(':')[2]}"
    assert watched.websocket(Origin="http://evil.example") == 403
    assert watched.websocket(Origin="null") == 403
    assert watched.websocket(Host=rebound, Origin=f"http://{rebound}") == 403
    assert watched.status("/", Host=rebound) == 403
    assert watched.websocket(Origin=watched.address) == 101
    assert watched.websocket() == 101
    assert watched.status("/") == 200
    assert not log.exists(), log.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_path_without_a_page_gets_one_that_leads_on(
    watched: Started, browser: Browser, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    answer = page.goto(f"{watched.address}/no/such/page")
    assert answer is not None and answer.status == 404
    assert Axe().run(page).response["violations"] == []
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(18, 22, 28)" if scheme == "dark" else "rgb(255, 255, 255)")
    page.get_by_role("link", name=wording.COMPARE).click()
    page.get_by_role("heading", name=wording.COMPARE_TITLE).wait_for()
    page.close()


@pytest.mark.slow
def test_the_first_page_opens_under_its_own_name(watched: Started, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{watched.address}/ask?q=Do+bakers+need+a+licence%3F")
    box = page.get_by_label(wording.QUESTION)
    box.wait_for()
    assert box.input_value() == "Do bakers need a licence?"
    assert page.url == f"{watched.address}/?q=Do+bakers+need+a+licence%3F"
    page.close()


@pytest.mark.slow
def test_the_menu_holds_the_theme_and_what_the_app_is_and_no_more(
    watched: Started, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(watched.address)
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    menu = page.get_by_test_id("stMainMenuPopover")
    lines = menu.inner_text().splitlines()
    *entries, made = [line for line in lines if line[:1].isupper()]  # names of icons are small
    assert entries == ["System", "Light", "Dark", "About"]
    assert made.startswith("Made with Streamlit ")
    menu.get_by_text("About").click()
    page.get_by_text(wording.APP_ABOUT).wait_for()
    page.close()


@pytest.mark.slow
def test_a_fault_in_what_a_widget_does_is_told_without_its_details(
    serve: Callable[..., str], tmp_path: Path, bread: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(Started(serve, tmp_path, FAILING, bread).address)
    page.get_by_label(wording.QUESTION).fill("Who bakes?")
    page.get_by_label(wording.QUESTION).press("Enter")
    page.get_by_role("heading", name=wording.FAULT).wait_for()
    assert wording.FAULT_TOLD in page.inner_text("body")
    assert "secret" not in page.inner_text("body") and "Traceback" not in page.inner_text("body")
    page.close()


@pytest.fixture
def shared(bread: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """`kb app` on its own port, begun with 256 open files, and what it has printed."""
    kb = str(Path(sys.executable).parent / "kb")
    command = f'ulimit -S -n 256; exec "{kb}" app --corpus "{BAKERS}" --index "{bread}"'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for screen in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(screen, None)
    process = subprocess.Popen(
        ["sh", "-c", command], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline().rstrip() for _ in range(3)]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in other ways")
@pytest.mark.parametrize(("order", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_kb_app_tells_three_lines_and_ends_when_it_is_told_to(
    shared: tuple[subprocess.Popen[str], list[str]], order: signal.Signals, code: int
) -> None:
    process, (place, question, stop) = shared
    address = urlsplit(place.rpartition(" ")[2])
    assert place.startswith("The app is at http://127.0.0.1:")
    assert question.startswith("Ask it: ") and question.endswith("?")
    assert stop == wording.HOW_TO_STOP
    limits = Path(f"/proc/{process.pid}/limits")
    if limits.exists():
        soft, hard = re.findall(r"Max open files +(\d+) +(\d+)", limits.read_text())[0]
        assert int(soft) == min(int(hard), 10_240)
    connection = http.client.HTTPConnection(address.netloc, timeout=SECONDS)
    connection.request("GET", "/_stcore/health")
    assert connection.getresponse().status == 200
    begun = time.monotonic()
    process.send_signal(order)
    assert process.wait(SECONDS) == code
    assert time.monotonic() - begun < 10
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(address.netloc, timeout=SECONDS).request("GET", "/")
