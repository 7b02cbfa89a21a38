"""What makes a claim in English, what stands around one, and what contradicts it."""

from __future__ import annotations

import re

from kb.language.language import Quantity, any_case, words_of

FRAMING_CLAIM = any_case(
    r"^\W*(?:(?:so|and|but|ok|okay|well|hi|hello|please|hm+|actually|hey)\b\W*)*"
    r"(?:(?:true ?(?:or|/) ?false|right or wrong|fact check|statement|claim|agree or disagree)\W+"
    r"|(?:is|was|isn['’]t) it (?:really |actually |also )?"
    r"(?:true|right|correct|so|the case|a fact|fair to say)\W+(?:(?:that|to say)\b\W*)*"
    r"|(?:i|we|my \w+|our \w+|a \w+|the \w+|some(?:one|body)|people|they|he|she|folks|everyone)"
    r"(?: (?:just|also|always|often|once|have|has|ve|had|been|was|were|keeps?|at work|here))*"
    r"(?:['’](?:ve|m|s|re|d))? (?:heard|hear|read|think|thinks|thought|believe|believes|understand"
    r"|understood|guess|know|learned|learnt|told(?: (?:me|us))?|said|says?|saying|claims?|claimed"
    r"|insists?|swears?|reckons?|suppose|assume|gather|sure|wrote|writes|mentioned)\b\W*"
    r"(?:(?:somewhere|once|online|in \w+ \w+)\W+)?(?:(?:that|it)\b\W*)?"
    r"|(?:pretty|quite|fairly) sure (?:that )?|i bet (?:that )?|surely\W+|obviously\W+"
    r"|apparently\W+|supposedly\W+|as far as i know\W+|correct me if i['’]m wrong\W+(?:but\W+)?)+"
    r"|\W+(?:(?:is |isn['’]t |are |aren['’]t |do |don['’]t |does |doesn['’]t |can |can['’]t |did "
    r"|didn['’]t |has |hasn['’]t |have |haven['’]t |will |won['’]t )"
    r"(?:it|that|they|there|he|she|we|this)(?: (?:right|true|so|correct|a fact|the case))?"
    r"|just (?:checking|making sure)\b.{0,50}|am i right"
    r"|(?:did|do|have) i (?:get|got|have|understand) (?:that|this|it) (?:all )?"
    r"(?:right|correctly|the right way round)"
    r"|right|correct|true|yes|no|huh|innit|true or false|right or wrong|or not"
    r"|agree or disagree)\W*$"
)
# A verb that makes a sentence of words; a full stop does as well.
STATING = any_case(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|can['’]?t|could|may|might|must|shall"
    r"|should|will|would|needs?|gets?|(?:do|does|is|are|wo|was|were|did|ca|has|have|should"
    r"|must)n['’]?t"
    r"|holds?|works|makes?|takes?|goes|lets?|means|counts?|depends|differs?|overlaps?|earns?|never"
    r"|always|usually|often|mostly|hardly|rarely|themselves|instead of|rather than)\b"
)
COMMANDING = any_case(
    r"^\W*(?:(?:please|plz|pls|kindly|can you|could you|help me|now|ok|and|so|hi|hello)\b\W*)*"
    r"(?:w(?:h[ao]?|[ao])t (?:is|are|do|does|did|can|must|should|kind|sort|about|to|if|r)"
    r"|w(?:h[ao]?|[ao])t(?: \w+){1,3} (?:do|does|did|is|are|can|may|must|should|has|have|would"
    r"|will)\b"
    r"|every kind|were (?:do|does|can|is|are)"
    r"|distinguish|who (?:is|are|do|does|may|can)"
    r"|whose|which|where (?:do|does|is|are|can)|when (?:do|does|is|are|did|was)"
    r"|why|how|explain|describe|compare|contrast|list|name|give|tell|show|write|make|find|define"
    r"|discuss|summari[sz]e|outline|draft|set out|state|draw|create|identify|match|choose|pick"
    r"|select|fill|complete|enumerate|look|search|get|lookup|translate|ignore|pretend|need|wanted"
    r"|looking|whats|wats|hows|wheres|whos|use|advise|confirm|read|mark|teach|sketch|sum up"
    r"|paraphrase"
    r"|rank|quote|cite|say|put|let|forget|repeat|return|three|two|four|five|any|revision|notes)\b"
)
# What asks after all behind what only tells how it is: "I think …, which of them …".
ASKING_AFTER = any_case(
    r"(?:[,.;:!]|\s[-–—])\s*(?:(?:and|so|but|now|then)\s+)*"
    r"(?:(?:what|where|when|why|how|whom|whose"
    r"|which (?!is|are|was|were|has|have|had|can|may|must|will|would|should|means?))\b"
    r"|who\s+(?:do|does|did|should|can|could|would|will|is|are)\s+(?:i|we|you|they|he|she|it|that|this"
    r"|the|an?|my|our|to)\b"
    r"|(?:can|could|should|do|does|did|is|are|would|will|may|must)\s+(?:i|we|you|they|he|she|it|that"
    r"|this|the|his|her|my|our|an?)\b(?!\W*(?:right|true|so|correct)?\W*$))"
)
PERSONAL = any_case(
    r"\b(?:i|i['’]?m|i['’]ve|i['’]d|we|we['’]re|my|me|our|us|please|plz|pls|somebody tell)\b|[:=/]"
    r"|[.!?]\s+\w"
)
NEGATING = any_case(
    r"\bneither\b.{0,40}?\bnor\b|\b(?:not|no|never|cannot|cant|without|less|fewer|hardly|barely"
    r"|scarcely|rarely|seldom|nobody|no[ -]one"
    r"|none|nothing|nowhere|neither|nor|dont|doesnt|isnt|arent|wont|shouldnt|mustnt|neednt|wouldnt"
    r"|couldnt|didnt|hasnt|havent|lacks?|lacking|instead of|rather than|forbidden|prohibited|banned"
    r"|barred|refuses?|refrains?|avoids?|excluding|excludes?|exempt|optional|unnecessary|voluntary"
    r"|impossible|unable|unlicensed|unqualified|unimportant|irrelevant|little|few(?!\w)"
    r"|far from|anything but|leaves? out|off limits|out of bounds|stops? short|fails? to|false)\b"
    r"|n['’]t\b"
)
NOT_NEGATING = any_case(
    r"\b(?:not|n['’]t)\s+(?:only|just|merely|necessarily)\b"
    r"|\bno (?:matter|doubt|longer)\b|\ba (?:few|little)\b|\bnot any\b"
    r"|\bnot\s+(?:\w+\s+){0,2}but\b|(?:\bnot|n['’]t)\b(?=[^.;,]{1,30}\buntil\b)"
)
CLAUSE = any_case(
    r"\s*[;:,—–()]+\s*(?:(?:and|but|whereas|while|although|though|unlike|so|yet)\b\s*)?"
    r"|\s+\b(?:whereas|while|whilst|although|though|but|unlike|yet|because|since(?!\s+\d)"
    r"|so(?: that)?|even (?:when|if))\b\s*"
    r"|^(?:whereas|while|whilst|although|though|unlike)\s+"
    r"|\s+(?=(?:instead of|rather than)\s)"
    r"|\s+and\s+(?=(?:the\s+|an?\s+)?\w+(?:\s\w+)?\s+(?:do|does|are|is|can|may|must|have|has)\b)"
)
QUANTITIES = (
    Quantity(
        0,
        any_case(
            r"\b(?:hardly|barely|scarcely|rarely|seldom|few|little|a couple|handful|minority"
            r"|very small)\b"
        ),
    ),
    Quantity(1, any_case(r"\b(?:not (?:all|every|always)|n['’]t (?:all|always))\b")),
    Quantity(
        4,
        any_case(
            r"\b(?:all(?! (?:kinds|sorts|types|over|in all))|every|everyone|everybody|each"
            r"|always|must|invariably|without exception"
            r"|no exceptions?|whenever|have to|has to|required to|obliged|mandatory|compulsory"
            r"|guaranteed|entirely|completely|exclusively|fully|never|nobody|no one|none|impossible"
            r"|100 ?%)\b"
        ),
    ),
    Quantity(
        3,
        any_case(
            r"\b(?:(?<!the )most|mostly|majority|usually|typically|generally|primarily|mainly"
            r"|normally"
            r"|commonly|largely|predominantly|as a rule|tend to|tends to|huge|prefers?)\b"
        ),
    ),
    Quantity(
        2,
        any_case(r"\b(?:many|often|frequently|several|numerous|loads|lots|various|slew|plenty)\b"),
    ),
    Quantity(
        1,
        any_case(
            r"\b(?:some|sometimes|may|might|can|could|certain|occasionally|possibly|perhaps"
            r"|partly|at times)\b"
        ),
    ),
)
_OPPOSITES = """
    greater bigger larger higher | smaller lower
    huge large big major | small tiny minor slight
    simple easy straightforward | complex complicated difficult hard
    broad broader wide wider wider | narrow narrower limited restricted
    fast faster quick quicker quickly rapidly | slow slower slowly gradually
    early earlier | late later
    common commoner | rare rarer uncommon
    old older | young younger
    same identical | different distinct differ
    require mandatory compulsory obligatory | optional voluntary unnecessary
    allow permit entitle | forbid prohibit ban bar
    loud louder strong stronger | quiet quieter weak weaker
    increase rise grow raise | decrease fall shrink drop reduce
    cheap cheaper cheapest | expensive dear dearer costly
    public | private
    direct directly | indirect indirectly
    begin start | end stop finish
    suddenly abruptly | slowly gradually
    beyond | within
    first | last
    heavy heavier | light lighter
    deep deeper | shallow shallower
    near close | far distant
    hot warm | cold cool
    alone individually | together jointly
    shared common | separate
    include including | exclude excluding
    proactive active | passive reactive
    specific special | general generic
    hard | soft
    safe | dangerous
    upper | lower
    full | part
    important essential vital crucial | unimportant irrelevant
"""

_ALTERNATIVES = """
    associate associates | bachelor bachelors baccalaureate | master masters
        | doctorate doctoral doctor phd
    undergraduate | graduate postgraduate
    monday | tuesday | wednesday | thursday | friday | saturday | sunday
    january | february | march | april | june | july | august | september | october | november
        | december
    second seconds | minute minutes | hour hours hourly | day days daily | week weeks weekly
        | month months monthly | year years yearly annual | decade decades
    morning mornings | afternoon afternoons | evening evenings | night nights
    spring | summer | autumn | winter
    city cities municipal | county counties | state states | nation national federal
        | international
    left | right
    north northern | south southern | east eastern | west western
    black | white | red | green | blue | yellow | brown | grey gray
    iron | copper | steel | wood wooden | marble | glass | plastic | silver | gold
    liver | kidney kidneys | heart | lung lungs | brain | pancreas | stomach | skin
    physics | chemistry | biology | mathematics | history | law | economics | engineering | art arts
    africa | asia | america | europe | australia
    english | french | german | spanish | italian | chinese
    mother mothers | father fathers | sister sisters | brother brothers | baby babies newborn
    man men | woman women | child children
    junior entry | senior
    verbal verbally orally | written writing
    front | back rear
    top | bottom
    hospital hospitals | school schools | prison prisons | court courts | church churches
    police | army military
"""
DOUBTING = any_case(
    r"\b(?:true|false|right|correct|heard|hear|read|told|said|says?|claims?|think|believe|guess"
    r"|understand|apparently|supposedly|is that so|isn['’]t it|aren['’]t they|don['’]t they"
    r"|(?:pretty|quite|fairly) sure|i bet|surely|obviously"
    r"|just (?:checking|making sure)|am i right|right way round|correctly"
    r"|doesn['’]t it|can['’]t they|isn['’]t there|agree or disagree|a fact)\b"
)
SUBORDINATING = any_case(
    r"\b(?:so|so that|if|when|even when|even if|because|since|although|though)\s*$"
)
PERSONS = any_case(
    r"^(?:clients?|patients?|customers?|users?|people|famil(?:y|ies)|individuals?|parents?"
    r"|child(?:ren)?|kids|members?|students?|passengers?|owners?"
    r"|(?!masters$|numbers$|(?:mat|pap|let|oth|pow|ord|disord|bord|fact|err|do|flo|sect)[eo]rs$)"
    r"\w{3,}(?:ers|ors|ists)|(?:employ|train|attend|refug|nomin|trust|retir|appoint)ees)$"
)
AGENT = any_case(r"\b(?:by|from|through|via|with|thanks to|using)\s+(?:the\s+|an?\s+)?$")
UNIVERSAL = any_case(
    r"\b(?:all(?! (?:kinds|sorts|types|over|in all|day|the time))|every(?! (?:day|time|week|year))"
    r"|everyone|everybody|each(?! other)|any(?! (?:more|other|longer))|without exception)\b"
)
ONLY = any_case(r"\b(?:only|solely|exclusively|nothing but|no more than|just)\b")

OPPOSITES = tuple(
    (words_of(one), words_of(other))
    for one, other in (line.split("|") for line in _OPPOSITES.strip().splitlines())
)
# A row that is indented goes on with the one before.
ALTERNATIVES = tuple(
    tuple(words_of(one) for one in row.split("|"))
    for row in re.sub(r"\n\s+\|", " |", _ALTERNATIVES).strip().splitlines()
)
# Words that a claim shares with any other.
LIGHT = words_of("""
        think thinks seem seems reading readings ever whatsoever somehow somewhat okay fine thing
        things way ways kind kinds sort person people someone somebody use used using
        come comes coming go goes going take takes taking make makes making get gets put puts find
        keep keeps well really actually also even still quite very bit lot lots part whole one two
        usual usually normally normal typically typical generally general mostly mainly largely
        often sometimes always never hardly barely rarely seldom majority many most every all any
        single exception exceptions must need needs needed require requires required have has having
        able mandatory compulsory optional voluntary true false right wrong correct fact case
        regard regarded consider considered count counts involve involves involved include includes
        including included likely probably perhaps nowadays today days start started begin begins
        people ppl hey hi hello ok okay stuff look looks looking situation situations persons
        day everyday deal deals dealing
        term terms mean means say says said known call called tend tends seem seems allow allowed
        permitted forbidden supposed compared comparison contrast unlike especially particularly
        certain various different etc matter
    """)
# Words of everyday talk: that no source has them is no reason for anything.
EVERYDAY = words_of("""
        able actual afraid again agree agreed agrees ahead allow already alright angry answer anyway
        apart around ask asked asking asks away bad behind believe better big bit boring bother
        bring brings brought call called care cares certain chance change check checks checking
        choose clear close come common correct couple cover covers day days decide decides deep
        different difficult door double easy else end ends enough even event example exactly extra
        face fair fast feel feels few fine first fit fits forget front full fun funny gave gets
        give gives giving glad goes gone good got great grow guess guy guys half hand handle
        handles hang happen happens happy hard head hear heard help helps hold holds hope hour
        huge idea important instead interested keep keeps kind kinds knew know knows large last
        late later least leave left less let life like likes line list little live long look looks
        lot love low main matter matters maybe mean means mind minute moment month more most mostly
        move much name need needs never new next nice night normal note nothing number odd often
        okay old once open order own pair part parts past pay pick place plan play please plus
        point points possible pretty problem proper put puts question quick quite rather reach read
        ready real really reason rest right room rule run runs said same say says second see seem
        seems seen self sense serious set sets several shall short show shows side simple single
        sit sits small sort sorts speak spend stand stands start starts state stay step steps
        stick still stop story straight strange strict stuff such sure take takes taken talk talks
        tell tells term test text than thank thing things think thinks thought time times today
        together told tomorrow too took top total touch trouble true try turn turns type types
        under understand until usual usually wait walk want wanted wants watch way ways week weeks
        well went whole wide wish word words work works world worry worth write wrong year years
        yesterday yet young lol haha omg btw pls plz thx stuff separate separately boss
    """)
