"""What a person may want to mend in a corpus: unused cues and names, facets without evidence,
advertising left in.

It reads corpus.toml once more, to tell the lines. What makes answers worse is wrong; all else is a
note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, get_args

from kb.articles.config import Config, read_config
from kb.articles.folder import FILE
from kb.evaluation import check_articles, check_config
from kb.evaluation.findings import Finding as Finding
from kb.evaluation.findings import Kind
from kb.index.build import Index

Rule: TypeAlias = Callable[[Index, Config], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    check_articles.sources,
    check_articles.advertising,
    check_articles.navigation,
    check_articles.repetition,
    check_config.names,
    check_config.evidence,
    check_config.cues,
    check_config.examples,
    check_config.quotes,
    check_articles.about_nobody,
)


def check(index: Index) -> list[Finding]:
    """Everything found, what is wrong first, kind by kind in the order of corpus.toml.

    Raises ConfigError if corpus.toml can no longer be read.
    """
    config = read_config(index.corpus.folder / FILE)
    findings: list[Finding] = []
    for rule in RULES:
        findings += rule(index, config)
    return sorted(findings, key=lambda finding: get_args(Kind).index(finding.kind))


def findings_to_text(findings: Sequence[Finding]) -> str:
    """A line for each finding, and how many there are."""
    wrong = sum(finding.is_wrong for finding in findings)
    count = f"{wrong} wrong, {len(findings) - wrong} to note"
    return "\n".join([*map(_to_text, findings), count])


def _to_text(finding: Finding) -> str:
    kind = "wrong" if finding.is_wrong else "note "
    return f"{kind}  {finding.where}: {finding.message}"
