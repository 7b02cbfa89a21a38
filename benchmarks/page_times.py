"""How long a reader waits for the page and for an answer, in a real browser.

    python benchmarks/page_times.py [--starts 5] [--questions 20]

Needs Chromium (Debian, Ubuntu: apt-get install chromium; elsewhere: playwright install chromium).
All times are the page's own (`performance.now()`): from the start of the navigation, or from the
Enter key, until the frame is drawn that shows what was waited for. Every visitor has a browser
profile of their own, so nothing of the page is in their cache, but for the links, which a reader
opens who has been here. An answer is there when its status, reason and quotes are, as
`KnowledgeBase.ask` gives them. Exit code 1 if a bound is missed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from many_users import Told, judged
from measured import ROOT, machine, served
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from kb import KnowledgeBase

# What the page is known by.
TITLE = "h1"
BOX = ".st-key-question input[type=search]"
STATUS = ".kb-status"
QUOTE = "blockquote"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
WINDOW = {"width": 1280, "height": 900}
FIRST_PAINT_SECONDS = 3.0  # the bounds
ANSWER_SECONDS = 0.3
PATIENCE_MS = 30_000  # what is not there by then is an error

# Runs before the page's own scripts. A fact is looked at after every change of the document, not at
# intervals; it is shown when the frame after it has been drawn. Beside it: when the last message
# went to the server, and when the last one came.
WATCH = """
(() => {
  const bare = element => element.textContent.replace(/\\s+/g, '');
  const seen = selector => [...document.querySelectorAll(selector)].some(each => each.checkVisibility());
  const last = {};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.isWatched) this.addEventListener('message', () => (last.received = performance.now()));
    this.isWatched = true;
    last.sent = performance.now();
    return send.call(this, data);
  };
  const shown = (fact, what) => new Promise((resolve, reject) => {
    setTimeout(() => reject(`${what} not there within PATIENCE_MS ms`), PATIENCE_MS);
    const look = () => {
      if (!fact()) return;
      observer.disconnect();
      const {sent, received} = last;
      requestAnimationFrame(() => setTimeout(() => resolve({sent, received, shown: performance.now()})));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    look();
  });
  window.watch = {
    page: ({title, box}) => shown(() => seen(title) && seen(box), 'title and question box are'),
    answer: ({question, status, quote, told, quotes, mayBeCut}) => shown(() => {
      const found = document.querySelector(status);
      if (!found || !found.checkVisibility() || bare(found) !== told) return false;
      const there = new Set([...document.querySelectorAll(quote)].map(bare));
      const complete = mayBeCut ? there.size > 0 || !quotes.length : there.size === quotes.length;
      return complete && [...there].every(each => quotes.includes(each));
    }, `the answer to “${question}” is`),
    enter: () => new Promise(resolve => addEventListener(
      'keydown', event => event.key === 'Enter' && resolve(event.timeStamp), {capture: true, once: true})),
  };
})();
""".replace("PATIENCE_MS", str(PATIENCE_MS))


def expected(told: Told) -> dict[str, Any]:
    """What `watch.answer` waits for."""
    quotes = sorted({_bare(each) for each in told.quotes})
    shown = _bare(told.status + told.reason)
    where = {"question": told.question, "status": STATUS, "quote": QUOTE}
    return where | {"told": shown, "quotes": quotes, "mayBeCut": told.may_be_cut}


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def new_visitor(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": WINDOW["width"], "height": WINDOW["height"]})
    context.add_init_script(WATCH)
    return context


def page_shown(page: Page, address: str) -> float:
    """Seconds from the start of the navigation until title and question box are there."""
    page.goto(address, wait_until="commit")
    times = page.evaluate("what => watch.page(what)", {"title": TITLE, "box": BOX})
    return float(times["shown"]) / 1000


def link_opened(page: Page, address: str, told: Told) -> float:
    """Seconds from the start of the navigation to a question's link until its answer is there."""
    page.goto(f"{address}/?q={quote(told.question)}", wait_until="commit")
    times = page.evaluate("what => watch.answer(what)", expected(told))
    return float(times["shown"]) / 1000


def answered(page: Page, told: Told) -> tuple[float, float]:
    """Seconds from the Enter key until the answer is there, and those of them between the messages
    to and from the server.
    """
    page.locator(IDLE).wait_for()
    page.locator(BOX).fill(told.question)
    page.evaluate(
        "what => { watch.pressed = watch.enter(); watch.answered = watch.answer(what) }",
        expected(told),
    )
    page.locator(BOX).press("Enter")
    pressed, times = page.evaluate("Promise.all([watch.pressed, watch.answered])")
    return (times["shown"] - pressed) / 1000, (times["received"] - times["sent"]) / 1000


def line(name: str, seconds: Sequence[float], bound: float | None = None) -> str:
    wanted = f"< {bound:g}" if bound else ""
    return f"{name:52} {statistics.median(seconds):8.3f} {max(seconds):8.3f} {wanted:>8}  s"


def measure(
    playwright: Playwright, base: KnowledgeBase, questions: Sequence[Told], starts: int
) -> list[str]:
    """Prints the figures; returns a sentence for each bound that a median misses."""
    browser = launched(playwright)
    up: list[float] = []
    first: list[float] = []
    later: list[float] = []
    enter: list[float] = []
    server: list[float] = []
    opened: list[float] = []
    for number in range(starts):
        with served() as app:
            up.append(app.started_in)
            for of_these in (first, later):
                visitor = new_visitor(browser)
                page = visitor.new_page()
                of_these.append(page_shown(page, app.address))
                page.locator(IDLE).wait_for()
            if number == starts - 1:  # the last server and the last visitor go on
                for told in questions:
                    seconds, of_server = answered(page, told)
                    enter.append(seconds)
                    server.append(of_server)
                for told in questions:
                    link = visitor.new_page()
                    opened.append(link_opened(link, app.address, told))
                    link.close()
            for context in browser.contexts:
                context.close()
    browser.close()
    print(machine())
    print(f"{starts} server starts, {len(questions)} questions")
    print(f"{'':52} {'median':>8} {'max':>8} {'wanted':>8}")
    print(line("server up", up))
    print(line("page, first visitor of a fresh server", first, FIRST_PAINT_SECONDS))
    print(line("page, later visitor", later, FIRST_PAINT_SECONDS))
    print(line("answer after Enter", enter, ANSWER_SECONDS))
    print(line("  of it between the browser's messages", server))
    print(line("  of it KnowledgeBase.ask, measured alone", asked_alone(base, questions)))
    print(line("link to an answer, in a new tab of a reader's", opened, FIRST_PAINT_SECONDS))
    bounds = {
        "first visitor's page": (first, FIRST_PAINT_SECONDS),
        "later visitor's page": (later, FIRST_PAINT_SECONDS),
        "answer after Enter": (enter, ANSWER_SECONDS),
        "link to an answer": (opened, FIRST_PAINT_SECONDS),
    }
    return [
        f"The median {name} takes {statistics.median(seconds):.2f} s, over {bound:g} s."
        for name, (seconds, bound) in bounds.items()
        if statistics.median(seconds) > bound
    ]


def asked_alone(base: KnowledgeBase, questions: Iterable[Told]) -> list[float]:
    seconds = []
    for told in questions:
        start = time.perf_counter()
        base.ask(told.question)
        seconds.append(time.perf_counter() - start)
    return seconds


def launched(playwright: Playwright) -> Browser:
    """The system's Chromium or Playwright's own."""
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    return playwright.chromium.launch(executable_path=Path(found) if found else None, args=FLAGS)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--starts",
        type=int,
        default=5,
        help="fresh servers for the first visitor's page (default: 5)",
    )
    parser.add_argument(
        "--questions",
        type=int,
        default=20,
        help="different questions asked and opened (default: 20)",
    )
    given = parser.parse_args()
    base = KnowledgeBase.open(ROOT / "corpus")
    different = judged(base)
    if given.starts < 1 or not 1 <= given.questions <= len(different):
        parser.error(f"--starts must be at least 1 and --questions 1 to {len(different)}")
    try:
        with sync_playwright() as playwright:
            missed = measure(playwright, base, different[: given.questions], given.starts)
    except (RuntimeError, Error) as error:
        missed = [f"{str(error).splitlines()[0].removeprefix('Page.evaluate: ')}."]
    sys.exit("\n".join(missed) or 0)


if __name__ == "__main__":
    main()
