"""English."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kb.language import english_claims as claims
from kb.language.language import (
    Denial,
    FactKind,
    Language,
    Overview,
    Pronoun,
    any_case,
    endings,
    words_of,
)
from kb.types import Facet

_STOP_WORDS = words_of("""
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
""")

# British spellings to American ones where the stemmer would keep them apart; but -ize to -ise, as
# the stemmer makes "special" of "specialize". Only consistency counts: no result is ever shown.
_SPELLINGS = endings(
    (
        (r"(?<=[a-z]{3})iz(?=(?:es?|ed|ers?|ing|ations?|ational)$)", "is"),  # organize, organise
        (r"(?<=[a-z]{2})yz(?=(?:es?|ed|ers?|ing)$)", "ys"),  # analyze, analyse
        (
            r"(?<=[a-z]{2})our"
            r"(?=(?:s|ed|ing|ers?|al|ally|able|ably|ful|fully|ites?|less|hoods?)?$)",
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
        # The stemmer takes these for forms of another word.
        (r"^settings?$", "sett"),  # "sets"
        (r"^doctor(?:ates?|al)$", "phd"),  # "doctors"
    )
)

# A name may be given in either number, and is found in both.
_FORMS = endings(
    (
        (r"(?<=[^\W\d_aeiouAEIOU])(?:y|ie|ies)$", r"(?:y|ies?)"),  # party, cities, cookie
        (r"(?<=[a-z]m)[ae]n$", r"(?:[ae]n|ans)"),  # salesman; a human too
        (r"(?<=[a-z]{2})(?:fe?|ves)$", r"(?:fe?s?|ves?)"),  # leaf, wife; a chief, a sleeve too
        (r"(?<=[cC]hild)(?:ren)?$", r"(?:ren)?"),
        (r"(?<=ss|sh|ch|.x|zz)es$", r"(?:e?s|e)?"),  # classes, boxes; caches, axes
        (r"(?<=[a-z]s)[ie]s$", r"(?:[ie]s|e)"),  # analysis, analyses; a house too
        (r"(?<=\w{2}[^\Ws])s$", r"(?:e?s)?"),  # boys, nurses
        (r"$", r"(?:e?s)?"),  # boy, process
    )
)
_PLURALS = endings(
    (
        (r"(?<=[^\W\d_aeiouAEIOU])y$", "ies"),  # party; but boy
        (r"(?<=ss|sh|ch|.x|zz)$", "es"),  # process
        (r"(?<=[a-z]m)an$", "en"),
        (r"(?<!s)$", "s"),
    )
)
_GENITIVES = endings(((r"(?<=s)$", "'"), (r"$", "'s")))

_EVERYONE = any_case(r"\b(?:each of them|one another)\b")
_BOTH = any_case(r"\b(?:the two|these two|between the two|both of them)\b")
_LISTING = any_case(r"\b(?:such as|including|includes?|for example)\b|\be\.g\.")
_CONTRASTING = any_case(
    r"\b(?:than|unlike|like|compared (?:to|with)|as opposed to|rather than|whereas|but|as \w+"
    r" as|not as)\b"
)
_SETTING_ASIDE = any_case(
    r"\b(?:unlike|compared (?:to|with)|as opposed to|in contrast (?:to|with))\s+(?:\w+\s+)?$"
)

# "This" alone stands for what went before; "this ship" tells what is meant.
_LEANING = any_case(
    r"^(?:[^:.]{1,60}: )?(?:this|that)\s+"
    r"(?:is|was|are|were|has|had|does|did|can|could|may|might|must|should|will|would"
    r"|\w+[^\Wsiu]s)\b"
)

_PROMOTING = any_case(
    r"\b(?:can|could|may|might|will)\s+(?:also\s+)?"
    r"(?:benefit from|be (?:improved|simplified|streamlined|boosted|enhanced|supported)"
    r" (?:by|with))\b"
    r".*\b(?:solutions?|software|tools?|apps?|platforms?)\b"
)

_SETS_APART = any_case(
    r"^(?:while|although|though)\b.+,|\bnot\b.*\blike\b"
    r"|(?<!more )(?<!less )\bthan\b|\b(?:more|less) than\b(?!\s+(?:\d|one|two|three|just|only|a\b))"
    r"|\b(?:unlike|compared (?:to|with)|whereas|differs?|differed|differing|differences?"
    r"|differently|distinct(?:ions?|ive)?|distinguish\w*|contrasts?|not as|isn['’]t as)\b"
    r"|\b(?:are|is|have|has|share|hold|play|take|serve|with|of) (?:\w+ )?different\b"
)
_SAYS_OF_BOTH = any_case(r"\b(?:both|also|similarly|alike|in common|the same|share[sd]?)\b")

_ASKS_DIFFERENCE = any_case(
    r"\b(?:differ\w*|diffs?|distin\w+|vs?\.?|versus|compar\w+|contrast\w*|unlike|separates"
    r"|separate (?:them|the two|one)"
    r"|sets?\b.{0,40}?\bapart|tell\b.{0,40}?\bapart|mix\w* (?:\w+ ){0,3}?up|confus\w+"
    r"|which is which|one and the same|two names|interchangeabl[ey]"
    r"|where (?:do|does)\b.{0,60}?\b(?:stops?|ends?)\b.{0,30}?\b(?:begins?|starts?)"
    r"|(?:key|main|most important) (?:points?|takeaways?|facts?)"
    r"|(?:short|brief|quick) (?:version|summary)|gist|tl;?dr|sum(?:med)? (?:it )?up|summar\w+"
    r"|know about (?:each|both|either|them both|the two)\b"
    r"|diverg\w+|same|identical|side by side|dividing line|what['’]?s what"
    r"|how (?:is|are)\b.*\bnot)\b"
)
_ASKS_COMMON = any_case(
    r"\b(?:in common|common ground|similar\w*|alike|overlap\w*|shared?|resembl\w+"
    r"|coincid\w+|converg\w+"
    r"|where (?:do|does|are|is)\b.{0,60}?\bsame"
    r"|(?:true|so) (?:of|for) both|both (?:do|are|have|of them)"
    r"|what(?:['’]?s| is| are) the same|how (?:are|is)\b.{3,40}\blike\b.{3,})\b"
)
_ASKS_ABOUT = any_case(
    r"\b(?:tell me (?:\w+ )?about|what(?:['’]?s| is| are)(?: an?| the)?|who(?:['’]?s| is| are)"
    r"|describe|meaning|define[sd]?|definition|explain|introduc\w+|overview|summar\w+"
    r"|all about|nutshell|info(?:rmation)? (?:on|about))\b"
)
_OVERVIEWS = (
    Overview(
        "difference",
        _ASKS_DIFFERENCE,
        (
            "What is the difference between a {a} and a {b}?",
            "{a} vs {b}",
            "{b} versus {a}: which is which?",
            "Compare {a} and {b}.",
            "How do a {a} and a {b} differ?",
            "What are the main differences between them?",
            "key differences",
            "Are they the same thing?",
            "Is a {a} the same as a {b}?",
            "Give me three differences.",
            "Summarise the differences in a table.",
            "a side by side comparison of the two",
            "What distinguishes a {a} from a {b}?",
            "I always mix up {a} and {b}, please help.",
            "I confuse the two. Can you explain it simply?",
            "What sets them apart?",
            "In what ways is a {b} unlike a {a}?",
            "points of contrast between the two for my slide",
            "How do I tell them apart?",
            "Compare everything.",
            "what separates one from the other",
            "five ways in which they are different",
            "I was told that I get a {a} or a {b}. Is that not the same?",
            "different {a} and {b} please easy",
            "Do the names {a} and {b} mean one and the same?",
            "Where does one end and the other begin?",
            "Is it one thing with two names?",
            "the main points about the two",
            "Sum up both for me.",
            "What should I remember about {a} and {b}?",
            "short version please",
        ),
    ),
    Overview(
        "common",
        _ASKS_COMMON,
        (
            "What do they have in common?",
            "What do a {a} and a {b} have in common?",
            "similarities between {a} and {b}",
            "How are they alike?",
            "What is true of both a {a} and a {b}?",
            "Where do they overlap?",
            "Name some things that they share.",
            "common ground between the two",
            "In which ways are they similar?",
            "things that hold for both of them",
            "How does a {a} resemble a {b}?",
        ),
    ),
    Overview(
        "one_subject",
        _ASKS_ABOUT,
        (
            "Tell me about {a}.",
            "What is a {a}?",
            "Who are {a}?",
            "Describe a {b}.",
            "everything about {b}",
            "Give me an overview of {a}.",
            "Explain {b} to me in short.",
            "{a} meaning",
            "{b} in a nutshell",
            "I have never heard of a {a}. Who is that?",
            "a summary on {b}",
            "What exactly is a {b}?",
        ),
    ),
)
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ASKS_COUNT = any_case(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(_NUMERALS)})\s+(?:\w+\s+){{0,2}}?"
    r"(?:differences?|distinctions?|contrasts?|similarities|points?|ways?|things?|facts?|aspects?"
    r"|respects?|examples?|bullets?|rows?|features?)\b"
    rf"|\btop\s+(?P<top>\d{{1,2}}|{'|'.join(_NUMERALS)})\b"
)

# A few words may stand between what denies and what is denied.
_GAP = r"(?:\W+\w+){0,3}?\W+"
_NOT = r"(?:\b(?:not?|never|cannot|without)\b|n['’]t\b)"
_REQUIRED = (
    r"(?:requir\w+|need(?:s|ed)?|must|mandatory|necessary|compulsory|obligatory|have to|has"
    r" to|hold)"
)
_ALLOWED = r"(?:allowed|permitted|authori[sz]ed|able|entitled)"
_DENIALS = (
    Denial(
        "required",
        any_case(rf"\b{_REQUIRED}\b"),
        any_case(rf"{_NOT}{_GAP}{_REQUIRED}\b"),
    ),
    Denial(
        "allowed",
        any_case(rf"\b(?:may|can|{_ALLOWED})\b"),
        any_case(rf"{_NOT}{_GAP}{_ALLOWED}\b"),
    ),
)

_ASKS_LIST = any_case(
    r"\b(?:lists?|listed|enumerate|every|all|name (?:two|three|four|five|some|the|\d+))\b"
)
_ASKS_DISAGREEMENT = any_case(
    r"\b(?:articles?|sources?|texts?|authors?|readings?|documents?|websites?|pages?)\b.{0,40}"
    r"\b(?:disagree\w*|contradict\w*|clash\w*|conflict(?:s|ing)?|inconsisten\w*|at odds|agree"
    r"|say the same|consistent"
    r"|differ(?:s|ent)?(?: from)? (?:each other|in what they say|opinions?|views?))\b"
    r"|\b(?:disagree(?:s|ments?)?|contradict(?:s|ions?|ory)?|inconsistenc\w+|conflicting"
    r"|agree(?:ment)?)\b.{0,40}"
    r"\b(?:articles?|sources?|texts?|authors?|readings?|documents?|websites?|pages?|them)\b"
    r"|^\W*(?:any |are there (?:any )?)?(?:disagreements?|contradictions?)\b\W*\w*\W*$"
)
_SMALL_TALK = any_case(
    r"^(?=.*\b(?:hi|hello|hey|help|test(?:ing)?|thanks?|thx|bye|good (?:morning|evening|afternoon)"
    r"|real|human|bot|robot|ai|who are you)\b)"
    r"\W*(?:(?:hi|hello|hey|help|test(?:ing)?|thanks?|thx|ok(?:ay)?|yes|no|bye|good|morning|evening"
    r"|afternoon|there|please|so much|very much|anyone|anybody|someone|somebody|real|human|a|person"
    r"|bot|robot|machine|ai|am|are|is|here|on|the|other|end|line|to|who|what|can|do|how|does|this|it"
    r"|works?|i|me|you|talk(?:ing)?|and|or)\b\W*)+$"
)
_ASKS_WHOM = any_case(
    r"\bwhom? (?:do|should|shall|can|must|could|would|will) (?:i|we|he|she|they|you|one) (?:\w+ )?"
    r"(?:call|ask|contact|see|want|need|turn to|go to|go for|talk to|speak (?:to|with)|send|choose"
    r"|pick|hire|trust|look for)\b"
    r"|\bwho(?:['’]s| is| are) (?:it |the one )?(?:supposed|responsible|in charge|the right|best"
    r"|better|meant|to (?!be\b))\b"
    r"|\bwho (?:can|could|should|would|will|might|takes care|deals|handles|helps"
    r"|does (?:that|this|it)|\w{3,}s (?:that|this|it|these|those|him|her|them))\b"
    r"|\bwhich (?:one|(?:of (?:them|these|those|the|both)(?: two)?))\b"
    r"|\bwh(?:at|ich) (?:kind|sort|type) of (?:\w+ )?(?:can|could|should"
    r"|\w+s (?:with|that|this|it))\b"
)
_ASKS_MAKER = any_case(
    r"\b(?:author|wrote|writer|journalist|fact[- ]?check\w*|publish(?:ed|er)|publication)\b"
)
_NAMES_ARTICLE = any_case(r"\b(?:articles?|readings?|sources?|texts?|pages?|cite|documents?)\b")
_ASKS_WHETHER = any_case(
    r"^(?:[^:?]{1,60}:\W+)?(?:\W*(?:so|and|but|ok|well|please|hi|hello)\W+)?(?:true or"
    r" false|do|does|did|is|are|was|were"
    r"|can|could|may|must|should|will|would|has|have|had|i(?:['’]ve)?"
    r" (?:read|heard|understand|think|was told)|they say)\b"
    r"|\b(?:right|correct|true or false|is that (?:so|right|true|correct)|isn['’]t it|don['’]t"
    r" they|aren['’]t they)\W*$"
)
# "why must they …?", "since they may not …, where …?"
_PRESUMING = any_case(
    r"^(?:\W*\w+\W+){0,3}?(?:why|since|given that|how come|(?:what is )?the reason|for what"
    r" reason|when did)\b"
)
_ASKS_NAME = any_case(
    r"\bwhat(?:['’]?s| is| are| was| were)\b.{0,40}\b(?:called|names?)\b|\bcalled what\b"
    r"|\b(?:the|full|exact|official) names? of\b|\bby name\b"
    r"|\bwhich (?!of|ones?|two|three|sides?|half|colleague|persons?|people|kinds?|types?|sorts?"
    r"|ways?"
    r"|parts?|domains?|fields?|areas?|respects?|cases?|words?|articles?|sources?|readings?|texts?"
    r"|soft|main|hard|other|answer|statement|option)(?P<of>\w+)"
)
# Two capitalised words together, or an abbreviation.
_PROPER_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+)+|\b[A-Z]{3,}\b")

_NUMBER = (
    r"(?:\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|twice|half"
    r"|several)\b)"
)
_SPAN = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies))"
_MONEY = r"(?:dollars?|euros?|pounds?|cents?|usd|eur|gbp)"
# What is asked for may well not stand in a text on the matter.
_FACT_KINDS = (
    FactKind(
        "reason",
        any_case(
            r"^(?:\W*\w+\W+){0,3}?(?:why|how come|(?:what is )?the reason"
            r"|for what reason)\b(?! not)"
        ),
        any_case(
            r"\b(?:because|since|so|so that|therefore|thus|hence|due to|owing to|thanks to|in order"
            r"|why|reasons?|as a result|which (?:lets|allows|keeps|means)|allows?|enables?|causes?"
            r"|leads? to|needs?|essential|important|crucial|vital|depends?|to (?:be|ensure|help"
            r"|support|keep|make|create|address|provide|aid|restore|allow))\b"
        ),
    ),
    FactKind(
        "duration",
        any_case(rf"\b(?:how long|how much time|how many {_SPAN}|how (?:soon|quickly)|duration)\b"),
        any_case(rf"{_NUMBER}(?:\W+\w+)?\W+{_SPAN}\b|\b(?:an?|one|lifelong|permanent)\W+{_SPAN}\b"),
    ),
    FactKind(
        "frequency",
        any_case(r"\b(?:how (?:often|frequently|regularly)|how many times)\b"),
        any_case(
            rf"\b(?:every|each|per|an?|once|twice|times)\W+(?:\w+\W+)?{_SPAN}\b|\b(?:daily|weekly"
            r"|monthly|yearly|annual(?:ly)?|hourly|constantly|throughout|always|usually|rarely"
            r"|seldom|sometimes|often)\b"
        ),
    ),
    FactKind(
        "cost",
        any_case(
            r"\bhow (?:expensive|costly)\b|\bhow much (?:money|does \w+ (?:\w+ )?(?:cost|earn|pay)"
            r"|do \w+ (?:\w+ )?(?:cost|earn|pay|make))"
            r"|\bwhat does \w+ (?:\w+ )?cost\b"
        ),
        any_case(rf"[$€£]\s?\d|\d\W*{_MONEY}\b|\bfree of charge\b"),
    ),
    FactKind(
        "date",
        any_case(
            r"\b(?:(?:what|which|in what) (?:year|date|day|month|century)|when (?:was|were|did)"
            r"|since when)\b"
        ),
        re.compile(
            r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:January|February|March|April|May|June|July|August"
            r"|September|October|November|December)\b|\d(?:st|nd|rd|th)\b"
        ),
    ),
    FactKind(
        "number",
        any_case(
            r"\b(?:how (?:many|old|big|high|large|fast|tall|heavy)|(?:what|which) (?:age|percentage"
            r"|number|proportion|share)|per ?cent|percentage|average)\b"
        ),
        any_case(_NUMBER),
    ),
    FactKind(
        "place",
        any_case(
            r"\b(?:(?:which|what) (?:country|countries|states?|city|cities|town|continent)"
            r"|where (?:is|was|are|were) .*\b(?:located|based|founded|born|headquarter\w*))\b"
        ),
        _PROPER_NAME,
    ),
    FactKind("name", _ASKS_NAME, re.compile(rf"{_PROPER_NAME.pattern}|[\"“][^\"“”]{{2,40}}[\"”]")),
)

# Beginnings and marks of what web pages put around an article.
_ADVERTISING = re.compile(
    r"""^(?:click|tap)\ (?:here|below|to|on)\b
    | ^(?:subscribe|sign\ ?up|sign\ in|log\ ?in)\b
    | ^(?:follow|join|contact|advertise\ with)\ us\b
    | ^join\ [\d,.]+
    | ^(?:get|try)\b.*\bfree\W*$
    | ^start\ (?:your|a)\ free\b
    | ^(?:buy|shop|download|register|order|book|donate)\ (?:now|today|here|free)\b
    | ^(?:read|learn|see|show|load)\ more\W*$
    | ^(?:read|you\ may|you\ might)\ (?:next|also)\b
    | ^(?:share|print|email|save)\ this\b
    | ^watch\ (?:now|this\ video|the\ video)\b
    | ^(?:skip\ to|back\ to\ top|add\ to\ cart|leave\ a\ (?:comment|reply))\b
    | ^(?:(?:photo|image|picture)s?\ (?:credits?|courtesy|by))\b
    | ^(?:advertisements?|sponsored|newsletter)\b
    | ^(?:related|recommended|popular|more)\ (?:articles?|posts?|stories|reading)\b
    | \b(?:accept|all|our|use|uses)\ cookies\b
    | \bcookie\ (?:policy|settings|preferences|notice|consent)\b
    | \b(?:privacy\ policy|terms\ of\ (?:use|service)|all\ rights\ reserved)\b
    | © | ^copyright\b""",
    re.IGNORECASE | re.VERBOSE,
)

# Those that are no English words.
_FOREIGN = (
    words_of("""
        der das und ist nicht ein eine einen einem einer ich zu auf für mit dem den im von was wie
        wer welche welcher welches sind haben werden wird kann können muss zwischen unterschied oder
        wo wann warum bei auch des zum zur über macht brauchen braucht mehr verdient
    """),
    words_of("""
        le la les des une est et dans que qui pour pas sur au avec ce il elle sont quelle quel
        quels quelles entre différence ou où comment pourquoi quoi du cette faut peut être
    """),
    words_of("""
        el los las un una es y en que qué cuánto cuánta cuántos cuántas su sus de la para por con
        del como cómo cuál cuáles son entre
        diferencia o dónde cuándo quién hay más ser puede necesita
    """),
    words_of("""
        il lo gli una è e di che per con del della sono come qual quale quali tra differenza dove
        quando chi cosa perché può essere
    """),
    words_of("""
        het een de en van is niet dat die voor met zijn wat wie welke tussen verschil hoe waar
        wanneer waarom kan moet
    """),
    words_of("""
        os uma é e de que para com do da são como qual quais entre diferença onde quando quem por
        não pode ser
    """),
    words_of("""
        ile lat jak jest czy dla nie na się że żeby i w z jaka jaki jakie kto co gdzie między trzeba
        może być
    """),
)
_TOPICS = Path(__file__).with_name("english_topics.json")


def _topics() -> tuple[Facet, ...]:
    listed = json.loads(_TOPICS.read_text(encoding="utf-8"))
    return tuple(
        Facet(
            id=topic["id"],
            name=topic["name"],
            description=topic["description"],
            cues=tuple(topic["cues"]),
            questions=tuple(topic["questions"]),
        )
        for topic in listed
    )


ENGLISH = Language(
    code="en",
    name="English",
    stemmer="english",
    abbreviations=None,
    stop_words=_STOP_WORDS,
    spellings=_SPELLINGS,
    possessive=re.compile(r"'s\b"),
    forms=_FORMS,
    name_ending=r"(?:['’]s?)?",
    plurals=_PLURALS,
    genitives=_GENITIVES,
    vowels=frozenset("aeiouy"),
    conjunction="and",
    coordinating=words_of(
        "and or nor as well but not than versus vs to from in of for with by on a an the"
    ),
    after_command=words_of("to the a an into through over up down ahead away back"),
    pronouns=(
        Pronoun("They", is_plural=True),
        Pronoun("Their", is_plural=True, is_possessive=True),
        Pronoun("It", is_of_things=True),
        Pronoun("Its", is_possessive=True, is_of_things=True),
    ),
    demonstratives=(Pronoun("These", is_plural=True), Pronoun("This", is_of_things=True)),
    asks_difference="{first} or {second}: what is the difference?",
    overviews=_OVERVIEWS,
    asks_count=_ASKS_COUNT,
    numerals=_NUMERALS,
    conjoined=any_case(
        r"\b(\w+)\s*(?:,|&|and|or|as well as)\s+(?:(?:the|their|its|an?|on|of)\s+){0,2}(\w+)\b"
    ),
    excluding=any_case(
        r"\b(?:other than|apart from|aside from|except(?: for)?|excluding|besides|leaving aside"
        r"|not counting)\s+(?:(?:the|an?|their|its|any|all|doing|giving)\s+){0,2}\w+"
        r"|\bmeans? (?:exactly |about |just )?the same(?: thing)?\b"
        r"|\bfor (?:(?:my|our|the|some|all)\s+)*new (?:hires?|staff|starters?|employees?"
        r"|colleagues?|recruits?|joiners?|team members?)\b"
    ),
    turning=any_case(
        r"\b(?:on the other hand|(?:by|in) contrast|conversely|unlike (?:them|these|those))\b"
    ),
    defining=any_case(
        r"^.{0,12}?\b(?:refers? to|means|defines? \w+ \w+ as|can be defined as"
        r"|(?:is|are) (?!not\b|no\b|only\b|also\b|often\b|more\b|less\b|\w+(?:ed|ing)\b)\w)"
    ),
    describing=words_of("""
        a all an any both each every many more most no other our own some such that the their
        these this those
        bad bare best better big bigger biggest certain cheap cheaper common different early
        expensive fast faster fastest few fewer first former full good great greater half high
        higher ideal large larger largest last late later latter least less light long longer low
        lower main major mild modern new newer newest next numerous old older oldest ordinary
        rare rarer recent regular second several severe short shorter similar slow slower small
        smaller smallest smart special specific strong stronger third three today todays two
        typical usual various weak whole wide wider young younger
    """),
    everyone=_EVERYONE,
    both=_BOTH,
    listing=_LISTING,
    contrasting=_CONTRASTING,
    setting_aside=_SETTING_ASIDE,
    announcing=any_case(r"\b(?:differences?|distinctions?|takeaways?|let['’]s)\b|:$"),
    addressing=any_case(r"\b(?:you|your)\b"),
    leaning=_LEANING,
    promoting=_PROMOTING,
    sets_apart=_SETS_APART,
    says_of_both=_SAYS_OF_BOTH,
    denials=_DENIALS,
    comparing=words_of(
        "compare comparison contrast differ difference different diff distinction distinguish"
        " diverge"
    ),
    framing=words_of("""
        main key major chief core important basic big essential common general overall list table
        chart slide summary summarise overview rundown quick quickly short shortly brief briefly
        simple simply easy easily plain clear please help hi hello want need know understand
        profile portrait introduction intro facts basics
        explain tell describe give show create make write name way point thing aspect respect
        look looks alike apart single biggest pick choose decide
        agree agrees disagree disagrees contradict contradicts clash clashes somewhere anywhere
        stuff pretty much mostly roughly basically normal lol max
        kind sort word term side exactly actually really
        example examples instance version article articles text texts source sources gist
        takeaway takeaways remember memorise memorize ok okay
    """),
    asks_list=_ASKS_LIST,
    small_talk=_SMALL_TALK,
    asks_whom=_ASKS_WHOM,
    asks_disagreement=_ASKS_DISAGREEMENT,
    asks_maker=_ASKS_MAKER,
    names_article=_NAMES_ARTICLE,
    asks_whether=_ASKS_WHETHER,
    fact_kinds=_FACT_KINDS,
    presuming=_PRESUMING,
    asks_name=_ASKS_NAME,
    framing_claim=claims.FRAMING_CLAIM,
    doubting=claims.DOUBTING,
    stating=claims.STATING,
    commanding=claims.COMMANDING,
    asking_after=claims.ASKING_AFTER,
    personal=claims.PERSONAL,
    negating=claims.NEGATING,
    not_negating=claims.NOT_NEGATING,
    clause=claims.CLAUSE,
    quantities=claims.QUANTITIES,
    universal=claims.UNIVERSAL,
    only=claims.ONLY,
    alternatives=claims.ALTERNATIVES,
    subordinating=claims.SUBORDINATING,
    persons=claims.PERSONS,
    agent=claims.AGENT,
    opposites=claims.OPPOSITES,
    light=claims.LIGHT,
    everyday=claims.EVERYDAY,
    second_turn=any_case(
        r"^\W*(?:(?:and|but|or|so|also|then|ok(?:ay)?|what about|how about|same (?:for|with)|only"
        r"|really|who says (?:that|so)|like what|such as|for example|how so|anything else|what else"
        r"|any others?|(?:give|tell) me more|more|not|even|are you sure"
        r"|why (?:is|are|do|does) (?:that|this|it|they)"
        r"|(?:(?:can|could|would|will) (?:you|u) )?(?:please |pls )?(?:give|name|show|tell)(?: me)?"
        r" (?:an?|some|one|more|another|further) (?:\w+ )?(?:examples?|details?"
        r"|info(?:rmation)?))\b"
        r"|(?:any|all|in|at|with|without|for|on|by) \w+(?: \w+)?\W*$|why \w+\W*$|(?:why(?: not"
        r"| is that| so)?|which ones?|since when|in what way)\W*$)"
        r"|\b(?:too|as well|either|likewise|then)\W*$"
        r"|\b(?:that|this)(?: also)?(?: the same| true| so| go| hold| apply)? (?:for|of|with|to)\b"
        r"|\bit (?:the same|true|go|hold|apply) (?:for|of|with|to)\b"
        r"|\b(?:is|are|was|were) (?:that|this|it|they|those) (?:also |really |always )?"
        r"(?:the same|different|similar|true|so)\b"
    ),
    pointing_back=any_case(
        r"\b(?:they|them|their|theirs|he|him|his|she|her|hers|its|that|this|those|these"
        r"|it(?!\s+(?:take|true|possible|okay|ok|right|correct|the case|legal|fair|necessary|enough"
        r"|matter|be|better)\b))\b"
    ),
    asks_who=any_case(
        r"^\W*(?:(?:and|ok(?:ay)?|so|but|then|well)\W+)*"
        r"(?:who|whom|which (?:one|of them)) (?!says\b)"
    ),
    of_thing=any_case(r"\b(?:it|its|this|that|these|those)\b"),
    other_one=any_case(
        r"\b(?:the other(?: one|s)?(?! \w+s\b)|the (?:latter|former)|vice versa|the second one"
        r"|the other (?:side|way))\b"
    ),
    of_pair=any_case(
        r"\b(?:both|each|either|neither|two|which one|which of|differ\w*|compar\w*|between|versus"
        r"|vs|same|alike|common|respectively|whose)\b"
    ),
    asks_date=any_case(r"\b(?:when|date|dated|year|published)\b"),
    asks_author=any_case(r"\b(?:who|author|wrote|writer|written)\b"),
    asking=words_of("what who whom whose which where when why how whats whos"),
    open_topics=_topics(),
    foreign=_FOREIGN,
    advertising=_ADVERTISING,
)
