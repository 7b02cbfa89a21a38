"""How many files the server may have open: each reader's page takes three."""

from __future__ import annotations

from contextlib import suppress

MOST = 10_240  # macOS refuses more, whatever its hard limit says


def raise_limit() -> None:
    """Raises this process's soft limit as far as it may: systems begin at 256 or 1,024."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # a sandbox may forbid it: fewer readers, but a server
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
