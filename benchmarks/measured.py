"""Whole processes timed from outside: wall seconds and peak memory, as the operating system accounts for them."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Sequence


def run(command: Sequence[str]) -> tuple[float, float]:
    """(wall seconds, peak MB) of one run; its output is thrown away. Raises RuntimeError if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}")
    unit = 1 << 20 if platform.system() == "Darwin" else 1 << 10  # ru_maxrss: bytes on macOS, kB elsewhere
    return wall, usage.ru_maxrss / unit


def in_pairs(a: Sequence[str], b: Sequence[str], runs: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """The runs of a and of b, taken in turn after one of each that does not count, so that drift meets both alike."""
    run(a), run(b)
    pairs = [(run(a), run(b)) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def line(name: str, values: Sequence[float], unit: str) -> str:
    """Minimum, median and maximum in one line."""
    return f"{name:34} {min(values):8.3f} {statistics.median(values):8.3f} {max(values):8.3f}  {unit}"


HEADER = f"{'':34} {'min':>8} {'median':>8} {'max':>8}"
