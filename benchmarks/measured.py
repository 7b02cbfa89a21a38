"""Whole processes measured from outside: wall seconds and memory, as the operating system accounts
for them; the app's server.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
START_SECONDS = 90  # a server that does not answer by then never will
END_SECONDS = 10  # what it may take to end when it is told to


def of_checkout(checkout: Path) -> dict[str, Any]:
    """What Popen needs so that a Python process imports the kb of this checkout."""
    return {"cwd": checkout, "env": os.environ | {"PYTHONPATH": str(checkout)}}


def run(command: Sequence[str], checkout: Path = ROOT) -> tuple[float, float]:
    """(wall seconds, peak MB) of one run with the checkout's kb; its output is thrown away. Raises
    RuntimeError if it fails.
    """
    start = time.perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, **of_checkout(checkout))
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}")
    # ru_maxrss: bytes on macOS, kB elsewhere
    unit = 1 << 20 if platform.system() == "Darwin" else 1 << 10
    return wall, usage.ru_maxrss / unit


def imported(code: str, checkout: Path) -> float:
    """The seconds that importing takes in a fresh process with the checkout's kb."""
    timed = f"import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)"
    command = [sys.executable, "-c", timed]
    return float(subprocess.check_output(command, text=True, **of_checkout(checkout)))


def in_turn(a: Callable[[], T], b: Callable[[], T], times: int) -> list[tuple[T, T]]:
    """What a and b measure, taken in turn after one of each that does not count, so that drift
    meets both alike.
    """
    a(), b()
    return [(a(), b()) for _ in range(times)]


def checkout_to_compare(parser: argparse.ArgumentParser, given: Path | None) -> Path | None:
    """The folder of --against; ends the program if it is no checkout."""
    if given and not (given / "kb" / "__init__.py").is_file():
        parser.error(f"{given} holds no kb/: name a checkout of this project, of another commit")
    return given and given.resolve()


def lines_of_pairs(name: str, pairs: Iterable[tuple[float, float]], unit: str) -> list[str]:
    """This checkout, the other, and the ratio pair by pair: below 1 where this one takes less."""
    here, there = zip(*pairs, strict=True)
    ratios = [a / b for a, b in zip(here, there, strict=True)]
    return [
        line(name, here, unit),
        line("  the other checkout", there, unit),
        line("  ratio, pair by pair", ratios, "x"),
    ]


def line(name: str, values: Sequence[float], unit: str) -> str:
    """Minimum, median and maximum in one line."""
    return (
        f"{name:34} {min(values):8.3f} {statistics.median(values):8.3f} {max(values):8.3f}  {unit}"
    )


HEADER = f"{'':34} {'min':>8} {'median':>8} {'max':>8}"


def machine() -> str:
    """What the figures were measured on."""
    system = f"{platform.system()} {platform.machine()}"
    return (
        f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, Streamlit"
        f" {version('streamlit')}"
    )


@dataclass(frozen=True, slots=True)
class Server:
    """A running app."""

    port: int
    pid: int
    started_in: float
    """Seconds until it answered that it is well."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Its resident MB now."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout) / 1024


@contextmanager
def served() -> Iterator[Server]:
    """A fresh server of the app over our own corpus, ended in every case. Raises RuntimeError if it
    does not start.
    """
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
    )  # else the server would outlive us
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options]
    environment = {name: value for name, value in os.environ.items() if name != "KB_INDEX"} | {
        "KB_CORPUS": str(ROOT / "corpus")
    }
    start = time.perf_counter()
    # Output goes nowhere: a full pipe would stop the server.
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_well(port, process)
        yield Server(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_well(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(
                f"the app's server ended with exit code {process.returncode} before it answered"
            )
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:  # not up yet
            time.sleep(0.02)
    raise RuntimeError(f"the app's server did not answer within {START_SECONDS} seconds")
