"""Words and their stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# English words that join others and name nothing; apostrophes are gone ("don't" is "dont"), as
# `words` leaves them.
_JOINING = """
    a about above across after again against all along also although am among an and another any
    anybody anyone anything are arent around as at be became because been before behind being
    below beneath beside besides between beyond both but by can cannot cant could couldnt did
    didnt do does doesnt doing done dont down during each either else etc even ever every
    everybody everyone everything for from further get gets getting give given gives had hadnt
    has hasnt have havent having he hence her here hers herself hes him himself his how however
    i if im in instead into is isnt it its itself ive just let lets like many may me might mine
    more most much must my myself near neither no nobody none nor not nothing of off often on
    once one ones only onto or other others otherwise ought our ours ourselves out over own per
    perhaps please quite rather really same shall she shes should shouldnt since so some
    somebody someone something sometimes still such tell than that thats the their theirs them
    themselves then there therefore theres these they theyll theyre theyve thing things this
    those though through throughout thus to together too toward towards under until up upon us
    very via was wasnt we were werent weve what whatever whats when whenever where whereas
    wherever whether which while who whoever whom whos whose why will with within without wont
    would wouldnt yes yet you youd youll your youre yours yourself yourselves youve eg ie vs
    versus
"""
STOP_WORDS = frozenset(_JOINING.split())

# British spellings to American ones where the stemmer would keep them apart; but -ize to -ise, as
# the stemmer makes "special" of "specialize". Only consistency counts: no result is ever shown.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z]{3})iz(?=(?:es?|ed|ers?|ing|ations?|ational)$)", "is"),  # organize, organise
        (r"(?<=[a-z]{2})yz(?=(?:es?|ed|ers?|ing)$)", "ys"),  # analyze, analyse
        (
            r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ers?|al|ally|able|ably|ful|fully|ites?|less|hoods?)?$)",
            "or",
        ),  # behaviour
        (r"(cent|theat|met|lit|fib)re(?=s?$)", r"\1er"),
        (r"^(lic|def|off|pret)ence(?=s?$)", r"\1ense"),
        (r"^practis(?=(?:es?|ed|ing)$)", "practic"),
        (r"^programme(?=s?$)", "program"),
        (r"ogue(?=s?$)", "og"),  # catalogue, dialogue
        (r"llor(?=s?$)", "lor"),  # counsellor
        (r"^(judg|acknowledg)ement", r"\1ment"),
        (r"^enquir", "inquir"),
        (r"^(orthop|p|encyclop|an|gyn)ae(?=[dsc])", r"\1e"),  # paediatric
    )
)

_APOSTROPHE = re.compile("[\u2019\u2018\u02bc\u00b4`]")
_POSSESSIVE = re.compile(r"'s\b")
_INITIALS = re.compile(
    r"(?<!\w)(?:(?:[^\W\d_]{1,2}\.)+[^\W\d_](?!\w)|(?:[^\W\d_]{1,3}\.){2,})"
)  # M.S.W, Ph.D., M.Ed.
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words in order, in lower case, hyphened ones split; a possessive "'s" and the dots of
    initials are dropped.

    >>> words("The worker’s client-centred B.S.W. programme")
    ['the', 'worker', 'client', 'centred', 'bsw', 'programme']
    """
    plain = _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text)).lower()
    plain = _POSSESSIVE.sub("", plain).replace("'", "")
    return _WORD.findall(_INITIALS.sub(lambda m: m.group().replace(".", ""), plain))


def stems(text: str) -> list[str]:
    """The stems of the words that are no stop words, in order: what BM25 counts.

    >>> stems("What do the organizations’ licensed counsellors do?")
    ['organis', 'licens', 'counselor']
    """
    return _stemmed([word for word in words(text) if word not in STOP_WORDS])


def stems_in_order(text: str) -> list[str]:
    """The stem of every word, stop words too, in order: for finding phrases.

    >>> stems_in_order("scope of practice")
    ['scope', 'of', 'practic']
    """
    return _stemmed(words(text))


def matchable(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of the text that is no stop word, with its stem, in order."""
    content = [word for word in words(text) if word not in STOP_WORDS]
    return tuple(zip(content, _stemmed(content), strict=True))


def _stemmed(found: list[str]) -> list[str]:
    """By Snowball's English stemmer (snowballstem.org/algorithms/english/stemmer.html), spellings
    folded first.
    """
    return [_stem(word) for word in found]


@lru_cache(maxsize=1 << 16)  # words
def _stem(word: str) -> str:
    import Stemmer

    # A new one each time: it keeps a cache of its own that threads may not share, and is made in 2
    # µs.
    stem: str = Stemmer.Stemmer("english").stemWord(_folded(word))
    return stem


def _folded(word: str) -> str:
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word
