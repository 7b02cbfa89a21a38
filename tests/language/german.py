"""German, as somebody outside kb would give it: `languages={"de": GERMAN}`."""

from __future__ import annotations

import re

from kb.language import Denial, FactKind, Language, Pronoun
from kb.language.language import any_case, endings, words_of

_STOP_WORDS = words_of("""
    ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch
    auf aus bei beide beiden beim bin bis bist da dabei dadurch damit dann das dass daß dein deine
    dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort du durch
    ein eine einem einen einer eines einige er es etwa etwas euch euer für gegen gibt habe haben hat
    hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins
    ist ja jede jedem jeden jeder jedes jene jener jenes jetzt kann kein keine keinem keinen keiner
    können könnte machen man manche mehr mein meine mich mir mit muss müssen nach nicht nichts noch
    nun nur ob oder ohne sehr sein seine seinem seinen seiner seines seit sich sie sind so soll
    sollen sondern sonst über um und uns unser unsere unter viel viele vom von vor während wann war
    waren warum was weder weil welche welchem welchen welcher welches wenig wenn wer werde werden
    wie wieder will wir wird wo wurde wurden zu zum zur zwischen
""")

GERMAN = Language(
    code="de",
    name="Deutsch",
    stemmer="german",
    abbreviations=words_of(
        "abs b bzw ca dr evtl etc ggf h inkl max min nr prof s st str u usw vgl z"
    ),
    stop_words=_STOP_WORDS,
    forms=endings(
        (
            (r"(?<=\w{2}e)n?$", r"n?"),  # Fähre, Fähren
            (r"(?<=\we[rl])[ns]?$", r"[ns]?"),  # Schlepper, Schleppern
            (r"$", r"(?:e?n|e?s|er|ern)?"),
        )
    ),
    name_ending=r"['’]?",
    plurals=endings(((r"(?<=e)$", "n"), (r"(?<=e[rl])$", ""), (r"$", "e"))),
    genitives=endings(((r"(?<=[sxzß])$", "’"), (r"$", "s"))),
    vowels=frozenset("aeiouyäöü"),
    conjunction="und",
    coordinating=words_of("und oder sowie noch als wie auch bzw in im bei mit von der die das den"),
    pronouns=(
        Pronoun("Sie", is_plural=True),
        Pronoun("Ihre", is_plural=True, is_possessive=True),
        Pronoun("Ihr", is_plural=True, is_possessive=True),
        Pronoun("Er", is_of_things=True),
        Pronoun("Es", is_of_things=True),
        Pronoun("Seine", is_possessive=True, is_of_things=True),
        Pronoun("Sein", is_possessive=True, is_of_things=True),
    ),
    demonstratives=(Pronoun("Diese", is_plural=True), Pronoun("Dieses", is_of_things=True)),
    describing=words_of("""
        der die das den dem des ein eine einen einem einer eines alle beide beiden diese dieses
        dieser jede jedes viele manche einige die meisten andere große großen kleine kleinen neue
        neuen alte alten schnelle schnellen langsame moderne
    """),
    everyone=any_case(r"\b(?:jede[rs]? von ihnen|einander)\b"),
    both=any_case(r"\b(?:die zwei|die beiden|beide von ihnen)\b"),
    # "Schiffen wie Tankern", but not "so schnell wie ein Schlepper"
    listing=re.compile(r"\b[A-ZÄÖÜ]\w+ wie\b|\b(?:zum Beispiel|beispielsweise|etwa|darunter)\b"),
    contrasting=any_case(
        r"\b(?:als|anders als|im Gegensatz zu[mr]?|verglichen mit|während|aber|sondern"
        r"|so \w+ wie)\b"
    ),
    setting_aside=any_case(
        r"\b(?:anders als|im Gegensatz zu[mr]?|verglichen mit|im Vergleich (?:zu[mr]?|mit))"
        r"\s+(?:\w+\s+)?$"
    ),
    announcing=any_case(r"\bunterschied\w*\b|:$"),
    addressing=any_case(r"\b(?:du|dein\w*|euch|man)\b"),
    leaning=any_case(r"^(?:[^:.]{1,60}: )?(?:das|dies)\s+(?:ist|war|wird|kann|muss)\b"),
    sets_apart=any_case(r"^während\b|\b(?:als|anders|unterscheid\w*|im Gegensatz)\b"),
    says_of_both=any_case(r"\b(?:beide[nr]?|ähnlich\w*|gemeinsam\w*|sowohl|gleich\w*)\b"),
    denials=(
        Denial(
            "erlaubt",
            any_case(r"\b(?:dürfen|darf|erlaubt)\b"),
            any_case(r"\b(?:nicht|nie|kein\w*)\b(?:\W+\w+){0,3}?\W+(?:dürfen|darf|erlaubt)\b"),
        ),
    ),
    comparing=words_of("vergleich vergleiche vergleichen unterschied unterschiede unterscheiden"),
    asks_list=any_case(r"\b(?:alle|liste|nenne|zähle)\b"),
    asks_maker=any_case(r"\b(?:autor\w*|verfasser\w*|geschrieben|veröffentlicht|erschienen)\b"),
    names_article=any_case(r"\b(?:artikel\w*|texte?s?|quellen?|beitrags?)\b"),
    asks_whether=any_case(
        r"^(?:ist|sind|war|waren|hat|haben|kann|können|darf|dürfen|muss|müssen|stimmt)\b"
        r"|\b(?:oder|nicht wahr|richtig)\W*$"
    ),
    fact_kinds=(
        FactKind(
            "number",
            any_case(
                r"\b(?:wie ?(?:viele?|oft|lange|alt|hoch|teuer)|in welchem jahr|prozent"
                r"|wann (?:wurde|war))\b"
            ),
            re.compile(r"\d"),
        ),
    ),
    presuming=any_case(r"^(?:\W*\w+\W+){0,3}?(?:warum|weshalb|wieso|da|weil)\b"),
    asks_name=any_case(r"\b(?:heißt|heißen|genannt|name|namen|welche[rs]? (?P<of>\w+))\b"),
    asks_date=any_case(r"\b(?:wann|datum|jahr|veröffentlicht|erschienen)\b"),
    asks_author=any_case(r"\b(?:wer|autor\w*|verfasser\w*|geschrieben)\b"),
    asking=words_of("was wer wen wem wessen welche welcher welches wo wann warum wie wozu"),
    advertising=any_case(r"^(?:abonnieren|newsletter|anmelden|jetzt (?:kaufen|bestellen))\b|©"),
)
