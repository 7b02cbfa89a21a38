"""How long 20 people wait who ask the app at once, each in a session of their own; and whether each
gets the right answer.

    python benchmarks/many_users.py [--users 20] [--rounds 10] [--think 2]

Each of them is a websocket that speaks Streamlit's protocol as its page does: it opens the page,
then types question after question into the box, first all at the same moment, then each after some
thought. The questions are the judged ones of `tests/questions.jsonl`, answerable and not, with no
two answers alike; every page is compared with what `KnowledgeBase.ask` says, so that a neighbour's
answer is an error. A wait ends when the script has finished and the whole page is here. The 20
share the machine with the server. Exit code 1 after an error or with a median over 1 s.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from measured import ROOT, Server, machine, served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from kb import Answer, KnowledgeBase
from kb.rendering import wording_en as wording
from kb.rendering.reasons import status_reason, status_words

# What the page is known by.
STATUS = re.compile(r'class="[^"]*\bkb-status\b[^"]*"[^>]*>\s*<h2[^>]*>(.*?)</h2>', re.DOTALL)
QUOTE = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.DOTALL)
MARK = re.compile(r"</?b>")  # around a word that the question has too
BOX = wording.QUESTION  # the label of the question box

MEDIAN_SECONDS = 1.0  # the bound
PATIENCE_SECONDS = 60.0  # a page that is not here by then is an error
SEED = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a page must show to have answered a question."""

    question: str
    status: str
    reason: str
    quotes: frozenset[str]
    may_be_cut: bool
    """Whether the page may show only some of the quotes: they are no answer."""

    @classmethod
    def by(cls, answer: Answer) -> Told:
        quotes = frozenset(citation.text for citation in answer.shown)
        return cls(
            answer.question,
            status_words(answer),
            str(why) if (why := status_reason(answer)) else "",
            quotes,
            answer.is_refused,
        )

    @property
    def key(self) -> object:
        """Differs between two questions if a page that is right for one is wrong for the other."""
        return self.status, self.reason, None if self.may_be_cut else self.quotes

    def fault(self, page: str) -> str:
        """What is wrong with the page's HTML; empty if nothing is."""
        status = tuple(map(html.unescape, STATUS.findall(page)))
        quotes = {html.unescape(MARK.sub("", quote)) for quote in QUOTE.findall(page)}
        if status != (self.status,):
            return f"the page's status is {status or 'missing'}, not “{self.status}”"
        if self.reason not in html.unescape(page):
            return f"the page does not give the reason “{self.reason}”"
        if quotes == self.quotes or (self.may_be_cut and quotes and quotes < self.quotes):
            return ""
        return (
            f"{len(quotes - self.quotes)} quotes of the page are not the answer's,"
            f" {len(self.quotes - quotes)} are missing"
        )


class Failed(Exception):
    """The page could not be had."""


@dataclass(slots=True)
class Visitor:
    """One person's open page: what the browser knows between two runs of the script."""

    socket: ClientConnection
    query: str = ""
    page: str = ""
    box: str = ""

    async def open(self) -> str:
        """The HTML of the page before anything is asked."""
        return await self._run(ClientState())

    async def ask(self, question: str) -> str:
        """The HTML of the page after the question was typed into the box."""
        state = ClientState(query_string=self.query, page_script_hash=self.page)
        state.widget_states.widgets.add(id=self.box, string_value=question)
        return await self._run(state)

    async def _run(self, state: ClientState) -> str:
        # No message is told to be here already: each comes in full.
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        shown: list[str] = []
        exceptions: list[str] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise Failed(f"the script ended with status {message.script_finished}")
                if exceptions:
                    raise Failed(f"the page shows an exception: {exceptions[0]}")
                return "".join(shown)
            if kind == "new_session":
                self.page = message.new_session.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta":
                element = message.delta.new_element
                if element.HasField("exception"):
                    exceptions.append(element.exception.message.partition(".")[0])
                if element.HasField("html"):
                    shown.append(element.html.body)
                self._note_box(element)

    def _note_box(self, element: Element) -> None:
        if element.HasField("text_input") and element.text_input.label == BOX:
            self.box = element.text_input.id


@dataclass(frozen=True, slots=True)
class Wait:
    """One page waited for."""

    seconds: float
    fault: str


def judged(base: KnowledgeBase) -> list[Told]:
    """What the judged questions' pages must show, no two alike, answerable and not mixed up; the
    same on every run.
    """
    rows = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [
        question for question in (json.loads(row)["question"] for row in rows) if question.strip()
    ]
    told = [Told.by(base.ask(question)) for question in asked]
    different = list({each.key: each for each in told}.values())
    random.Random(SEED).shuffle(different)
    return different


async def waited(page: Awaitable[str], told: Told | None = None) -> Wait:
    """How long the page took, and what was wrong with it or with getting it."""
    start = time.perf_counter()
    shown, fault = "", ""
    try:
        shown = await asyncio.wait_for(page, PATIENCE_SECONDS)
    except TimeoutError:
        fault = f"no page within {PATIENCE_SECONDS:.0f} s"
    except (Failed, WebSocketException, OSError) as error:
        fault = str(error) or type(error).__name__
    seconds = time.perf_counter() - start
    if told and not fault:
        fault = told.fault(shown)
    asked = f"to “{told.question}”" if told else "to nothing asked"
    return Wait(seconds, f"{asked}: {fault}" if fault else "")


async def asked_at_once(visitors: Sequence[Visitor], questions: Sequence[Told]) -> list[Wait]:
    """Everybody asks at the same moment; nobody goes on before all have their answer."""
    waits: list[Wait] = []
    for start in range(0, len(questions), len(visitors)):
        mine = questions[start : start + len(visitors)]
        pages = (
            waited(visitor.ask(told.question), told)
            for visitor, told in zip(visitors, mine, strict=True)
        )
        waits += await asyncio.gather(*pages)
    return waits


async def asked_after_thought(
    visitors: Sequence[Visitor], questions: Sequence[Told], think: float
) -> list[Wait]:
    """Everybody asks question after question, each after up to `think` seconds."""
    thought = random.Random(SEED)

    async def asked(visitor: Visitor, mine: Sequence[Told]) -> list[Wait]:
        waits = []
        for told in mine:
            await asyncio.sleep(thought.uniform(0, think))
            waits.append(await waited(visitor.ask(told.question), told))
        return waits

    each = (
        asked(visitor, questions[number :: len(visitors)])
        for number, visitor in enumerate(visitors)
    )
    return [wait for waits in await asyncio.gather(*each) for wait in waits]


def line(name: str, seconds: Sequence[float]) -> str:
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{name:44} {statistics.median(seconds):8.3f} {p95:8.3f} {max(seconds):8.3f}  s"


async def measure(
    server: Server, questions: Sequence[Told], users: int, rounds: int, think: float
) -> str:
    """Prints the figures; returns what is wrong with them, in one sentence, or nothing."""
    before = server.memory()
    async with AsyncExitStack() as stack:
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        sockets = [
            await stack.enter_async_context(
                connect(
                    address,
                    origin=Origin(server.address),
                    subprotocols=[Subprotocol("streamlit")],
                    max_size=None,
                )
            )
            for _ in range(users)
        ]
        visitors = [Visitor(socket) for socket in sockets]
        opened = await asyncio.gather(*(waited(visitor.open()) for visitor in visitors))
        if not all(visitor.box for visitor in visitors):
            return next(
                (wait.fault for wait in opened if wait.fault),
                f"A page came without the box “{BOX}”.",
            )
        with_pages = server.memory()
        half = users * rounds
        at_once = await asked_at_once(visitors, questions[:half])
        after_thought = await asked_after_thought(visitors, questions[half:], think)
        after = server.memory()
    faults = [wait.fault for wait in (*opened, *at_once, *after_thought) if wait.fault]
    print(machine())
    print(
        f"{users} users, {rounds} rounds each way, {len(questions)} questions asked, {len(faults)}"
        " errors"
    )
    print(f"{'':44} {'median':>8} {'p95':>8} {'max':>8}")
    waits = {
        "page opened by all at once, server fresh": opened,
        "question asked by all at once": at_once,
        f"question asked after 0-{think:g} s of thought": after_thought,
    }
    for name, those in waits.items():
        print(line(name, [wait.seconds for wait in those]))
    print(
        f"server's memory: {before:.0f} MB fresh, {with_pages:.0f} MB with all pages open,"
        f" {after:.0f} MB after the last answer"
    )
    if faults:
        return f"{len(faults)} errors; the first: {faults[0]}."
    slowest = max(median(at_once), median(after_thought))
    return (
        f"A median of {slowest:.2f} s is over {MEDIAN_SECONDS:g} s."
        if slowest > MEDIAN_SECONDS
        else ""
    )


def median(waits: Iterable[Wait]) -> float:
    return statistics.median(wait.seconds for wait in waits)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--users", type=int, default=20, help="people at once; at least 2 (default: 20)"
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=10,
        help="questions of each at once, and as many with thought (default: 10)",
    )
    parser.add_argument(
        "--think", type=float, default=2.0, help="seconds of thought at most (default: 2)"
    )
    given = parser.parse_args()
    different = judged(KnowledgeBase.open(ROOT / "corpus"))
    if not 2 <= given.users <= len(different) or given.rounds < 1:
        parser.error(
            f"--users must be 2 to {len(different)}, as many as there are different answers, and"
            " --rounds at least 1"
        )
    # Nobody is asked in one round what another is: round after round goes on where the last one
    # ended.
    questions = [
        different[number % len(different)] for number in range(2 * given.users * given.rounds)
    ]
    try:
        with served() as server:
            wrong = asyncio.run(measure(server, questions, given.users, given.rounds, given.think))
    except RuntimeError as error:
        wrong = f"{error}."
    sys.exit(wrong or 0)


if __name__ == "__main__":
    main()
