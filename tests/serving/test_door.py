"""Who may come in: what is asked for under a name of this machine, by a page of its own."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from kb.rendering import wording_en as wording
from kb.serving import door

NAMES = frozenset({"localhost", "box", "box.local", "kb.example"})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8501",
        "192.168.1.5",
        "[::1]:8501",
        "localhost:8501",
        "LOCALHOST",
        "box.local:80",
        "kb.example",
    ],
)
def test_an_address_or_a_name_of_this_machine_may_enter(host: str) -> None:
    assert door.may_enter([host], [], NAMES)
    assert door.may_enter([host], [f"http://{host}"], NAMES)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "x.localhost",
        "user@localhost",
        "localhost/x",
        "localhost?x",
        "localhost:x",
        "localhost:99999",
        "[::1",
        "127.1",
        "",
    ],
)
def test_any_other_name_may_not(host: str) -> None:
    assert not door.may_enter([host], [], NAMES)


def test_no_host_and_two_hosts_may_not() -> None:
    assert not door.may_enter([], [], NAMES)
    assert not door.may_enter(["localhost", "localhost"], [], NAMES)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost",
        "http://localhost:8502",
        "http://box:8501",
        "null",
        "",
        "http://[",
    ],
)
def test_a_page_from_another_place_may_not_open_a_websocket(origin: str) -> None:
    assert not door.may_enter(["localhost:8501"], [origin], NAMES)
    assert not door.may_enter(["localhost:8501"], ["http://localhost:8501", origin], NAMES)


def test_the_names_are_the_machines_own_and_those_that_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Box.lan")
    assert door.own_names() == {"localhost", "box.lan", "box", "box.local"}
    monkeypatch.setenv(door.ALLOWED_HOSTS, " KB.example, , two.example")
    assert door.allowed_names() == {"kb.example", "two.example"}
    monkeypatch.delenv(door.ALLOWED_HOSTS)
    assert door.allowed_names() == set()


def sent(kind: str, **headers: str) -> tuple[list[Message], list[str]]:
    """What the door sends by itself, and the kinds of what it lets through."""
    messages: list[Message] = []
    let_in: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        let_in.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        messages.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": kind, "headers": pairs}
    asyncio.run(door.Door(app)(scope, receive, send))
    return messages, let_in


def test_a_request_under_a_foreign_name_gets_403_and_one_sentence_that_does_not_repeat_it() -> None:
    (start, body), let_in = sent("http", host="evil.example")
    told = wording.FOREIGN_NAME.format(setting="KB_ALLOWED_HOSTS")
    assert (start["status"], body["body"].decode(), let_in) == (403, told, [])


def test_a_websocket_of_a_foreign_page_is_closed_before_it_is_accepted() -> None:
    (message,), let_in = sent("websocket", host="localhost", origin="http://evil.example")
    assert (message["type"], let_in) == ("websocket.close", [])


def test_what_is_ours_is_let_in() -> None:
    assert sent("lifespan") == ([], ["lifespan"])
    assert sent("websocket", host="localhost") == ([], ["websocket"])
    assert sent("websocket", host="localhost", origin="http://localhost") == ([], ["websocket"])


def test_a_link_from_elsewhere_may_be_followed() -> None:
    """Only a WebSocket is held to its Origin: a request's answer cannot be read from elsewhere."""
    assert sent("http", host="localhost", origin="http://evil.example") == ([], ["http"])
