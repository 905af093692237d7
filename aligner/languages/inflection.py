"""Function words, and rules that map endings of inflected forms to those of dictionary forms.

A rule yields a candidate; the lexicon decides whether such a dictionary form exists.
"""

from __future__ import annotations

from aligner.languages.language import word_set
from aligner.types import Side

EndingRules = tuple[tuple[str, str, int], ...]  # an ending, its replacement, the minimum of letters before it


FUNCTION_WORDS: dict[Side, frozenset[str]] = {
    "en": word_set("""
        a about according all almost also although an and another any are aren't around as at away back be
        because been being both but by can can't cannot could couldn't de did didn't do does doesn't doing don't
        done down du during each either else even ever every few for from get gets getting go goes going got had
        hadn't has hasn't have haven't having he he'd he'll he's her hers herself him himself his how however i
        i'd i'll i'm i've if in into is isn't it it'd it'll its itself just la le least les less let like made
        make makes making many may me might mine more most mr mrs ms much must my myself nearly neither no nor
        not of off on one ones only onto or other others ought our ours ourselves out over own per percent put
        quite rather s same several shall she she'd she'll should shouldn't since so some still such than that
        the their theirs them themselves then there therefore these they they'd they'll they're they've this
        those though through thus to too under until up upon us very via was wasn't we we'd we'll we're we've
        well were weren't what whatever when where whether which while who whom whose why will with within won't
        would wouldn't yet you you'd you'll you're you've your yours yourself
    """),
    "fr": word_set("""
        a afin ai aient ainsi ait alors as assez au aucun aucune auquel aura aurai auraient aurait auront aussi
        autre autres aux auxquelles auxquels avaient avais avait avec avez avoir avons ayant beaucoup bien ça
        car ce ceci cela celle celles celui cent cependant certain certaine certaines certains ces cet cette
        ceux chacun chacune chaque chez ci comme comment dans de depuis des dès doit doivent donc dont du duquel
        également elle elles en encore environ es est et étaient étais était étant été êtes être eu eue eurent
        eut eux faire fait faite faites faits fois font furent fut il ils je jusque la là laquelle le lequel les
        lesquelles lesquels leur leurs lors lorsque lui ma mais malgré me même mêmes mes mien mm mme mmes moi
        moins mon ne ni non nos notre nôtre nous of on ont or ou où par parce pas pendant peu peut peuvent plus
        plusieurs plutôt pour pourquoi pourra pourraient pourrait pourront pouvait pouvoir près presque puis
        puisque qu quand quant que quel quelle quelles quelque quelques quels qui quoi quoique sa se sera serai
        seraient serait seront ses seul seule seulement si sien sinon soi soient soit sommes son sont sous suis
        sur ta tandis tant te tel telle telles tels tes the toi ton tous tout toute toutefois toutes très trop
        tu un une va vers voici voilà vont vos votre vous vu y
    """),
}  # fmt: skip

_ENGLISH: EndingRules = (
    ("ies", "y", 1), ("s", "", 2), *((f"{end}es", end, 1) for end in ("s", "x", "z", "ch", "sh", "o")),
    ("men", "man", 1), ("ves", "f", 2), ("ves", "fe", 1), ("ied", "y", 1), ("ied", "ie", 1), ("ed", "e", 1),
    ("ed", "", 2), ("ing", "e", 2), ("ing", "", 2), ("ying", "ie", 1),
    ("ier", "y", 2), ("iest", "y", 2), ("est", "", 3), ("est", "e", 3), ("er", "", 3), ("er", "e", 3),
    # British and American spelling.
    ("isation", "ization", 2), ("isations", "ization", 2), ("ise", "ize", 2), ("ises", "ize", 2), ("ised", "ize", 2),
    ("ising", "ize", 2), ("iser", "izer", 2), ("yse", "yze", 2), ("ysed", "yze", 2), ("our", "or", 2),
    ("ours", "or", 2), ("oured", "or", 2), ("ouring", "or", 2), ("ouri", "or", 2), ("tre", "ter", 2),
    ("tres", "ter", 2), ("ence", "ense", 3), ("ogue", "og", 3), ("amme", "am", 3), ("ammes", "am", 3),
    ("ization", "isation", 2), ("izations", "isation", 2), ("ize", "ise", 2), ("izes", "ise", 2), ("ized", "ise", 2),
    ("izing", "ise", 2), ("or", "our", 2), ("ors", "our", 2), ("ter", "tre", 2), ("ters", "tre", 2),
    *((f"{letter * 2}{end}", letter, 2) for letter in "bdgklmnprtvz" for end in ("ed", "ing", "er", "est")),
    ("ly", "", 3), ("ily", "y", 3), ("wide", "", 3),
)  # fmt: skip

# Irregular past tenses, participles and plurals, each line after its dictionary form.
_IRREGULAR_FORMS = """
    arise arose arisen|awake awoke awoken|bear bore borne|beat beaten|become became|begin began begun|bend bent|
    bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|
    burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|
    draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|
    feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten|
    forgive forgave forgiven|freeze froze frozen|give gave given|grind ground|grow grew grown|hang hung|
    hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|learn learnt|leave left|
    lend lent|lie lay lain|light lit|lose lost|mean meant|meet met|mislead misled|mistake mistook mistaken|
    overcome overcame|overthrow overthrew overthrown|pay paid|prove proven|rebuild rebuilt|ride rode ridden|
    ring rang rung|rise rose risen|run ran|see saw seen|seek sought|sell sold|send sent|shake shook shaken|
    shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|
    slide slid|speak spoke spoken|speed sped|spend spent|spin spun|spring sprang sprung|stand stood|
    steal stole stolen|stick stuck|strike struck stricken|strive strove|swear swore sworn|sweep swept|
    swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|
    throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken|
    wake woke woken|wear wore worn|weep wept|win won|wind wound|withdraw withdrew withdrawn|
    withstand withstood|write wrote written|child children|foot feet|tooth teeth|mouse mice|goose geese|
    life lives|wife wives|knife knives
"""
_IRREGULAR_ENGLISH: dict[str, str] = {
    form: lemma for lemma, *forms in (row.split() for row in _IRREGULAR_FORMS.split("|")) for form in forms
}

_NOUNS: EndingRules = (
    ("s", "", 2), ("x", "", 2), ("aux", "al", 2), ("aux", "ail", 2), ("e", "", 2), ("es", "", 2),
    ("elle", "el", 2), ("elles", "el", 2), ("eille", "eil", 2), ("eilles", "eil", 2), ("enne", "en", 2),
    ("ennes", "en", 2), ("onne", "on", 2), ("onnes", "on", 2), ("ère", "er", 2), ("ères", "er", 2), ("ète", "et", 2),
    ("ètes", "et", 2), ("euse", "eur", 2), ("euses", "eur", 2), ("euse", "eux", 2), ("euses", "eux", 2),
    ("trice", "teur", 2), ("trices", "teur", 2), ("ve", "f", 2), ("ves", "f", 2), ("que", "c", 3), ("ques", "c", 3),
    ("ette", "et", 2), ("ettes", "et", 2), ("ouce", "oux", 1), ("sse", "s", 2), ("sses", "s", 2), ("che", "c", 2),
    ("ches", "c", 2), ("gue", "g", 2), ("gues", "g", 2),
)  # fmt: skip
# Endings of the classes of verbs, after the stem.
_FUTURE = ("era", "erai", "eras", "eront", "erons", "erez", "erait", "eraient", "erais", "erions", "eriez")
_ER = (
    "e", "es", "ent", "é", "ée", "és", "ées", "ons", "ez", "ait", "aient", "ais", "ions", "iez", "ant", "a", "ai", "as",
    "âmes", "ât", "èrent", *_FUTURE,
)  # fmt: skip
_IR = (
    "i", "ie", "is", "ies", "it", "issent", "issons", "issez", "issait", "issaient", "issais", "issant", "isse",
    "isses", "ira", "irai", "iras", "iront", "irons", "irez", "irait", "iraient", "irais", "ît", "irent",
)  # fmt: skip
_RE = (
    "u", "ue", "us", "ues", "s", "ent", "ons", "ez", "e", "es", "ait", "aient", "ais", "ant", "is", "it", "irent", "ra",
    "rai", "ront", "rons", "rez", "rait", "raient", "rais",
)  # fmt: skip
# Forms of the endings of infinitives that change their stem; compounds inflect alike.
STEM_CHANGES = {
    "enir": "ient iens iennent ienne enu enue enus enues enait enaient enons enez enant int inrent iendra iendront "
    "iendrait iendraient",
    "prendre": "prend prends prennent prenne pris prise prises prenait prenaient prenons prenez prenant prit prirent",
    "mettre": "met mets mettent mette mis mise mises mettait mettaient mettons mettez mettant mit mirent",
    "cevoir": "çoit çois çoivent çoive çu çue çus çues cevait cevaient cevons cevant cevra cevront cevrait çut çurent",
    "uire": "uit uis uisent uise uits uite uites uisait uisaient uisant uisit uisirent",
    "crire": "crit cris crivent crive crits crite crites crivait crivaient crivons crivant crivit crivirent",
    "dire": "dit dis disent dise dits dite dites disait disaient disons disant dirent",
    "faire": "fait fais font fasse fassent faits faite faites faisait faisaient faisons faisant fit firent fera feront "
    "ferait feraient",
    "vrir": "vre vres vrent vrait vraient vrant vrons vrez vert verte verts vertes",
    "frir": "fre fres frent frait fraient frant frons frez fert ferte ferts fertes",
    "aître": "aît ais aissent aisse aissait aissaient aissons aissant u ue us ues ut urent",
    "onnaître": "onnaît onnais onnaissent onnaisse onnaissait onnaissaient onnaissons onnaissant onnu onnue onnus "
    "onnues onnut onnurent",
    "indre": "int ins ignent igne ints inte intes ignait ignaient ignons ignant ignit ignirent",
    "quérir": "quiert quiers quièrent quis quise quises quérait quérant quit",
    "courir": "court cours courent coure couru courue courus courait couraient courant courut courra courront",
    "voir": "voit vois voient voie vu vue vus vues voyait voyaient voyons voyez voyant vit virent verra verront",
    "suivre": "suit suis suivent suive suivi suivie suivis suivies suivait suivaient suivons suivant suivit",
    "vivre": "vit vis vivent vive vécu vécue vivait vivaient vivons vivant",
    "battre": "bat bats battent batte battu battue battus battues battait battaient battant battit",
    "lire": "lit lis lisent lise lu lue lus lues lisait lisaient lisons lisant lut",
    "clure": "clut clus cluent clue clu clue clues cluait cluant clurent",
    "soudre": "sout sous solvent solve solu solue solus solvait solvant",
    "traire": "trait traits traient traite traites trayant",
    "mourir": "meurt meurs meurent meure mort morte morts mortes mourait mouraient mourant mourut moururent mourra",
    "savoir": "sait sais savent sache su sue sus sues savait savaient savons savez sachant sut surent saura sauront",
    "croire": "croit crois croient croie cru crue crus crues croyait croyaient croyons croyez croyant crut crurent",
    "naître": "né née nés nées naquit naquirent",
    "valoir": "vaut vaux valent vaille valait valaient valant valu valut vaudra vaudrait",
    "vaincre": "vainc vainquent vainque vainquait vainquit",
    "boire": "boit bois boivent boive bu bue buvait buvaient buvant",
    "plaire": "plaît plait plaisent plaise plaisait plu plut",
    "fuir": "fuit fuis fuient fuie fuyait fuyaient fuyant",
    "asseoir": "assied asseyent assis assise assises asseyait",
    "partir": "part pars partent parte",
    "sortir": "sort sors sortent sorte",
    "sentir": "sent sens sentent sente",
    "mentir": "ment mens mentent mente",
    "servir": "sert sers servent serve",
    "dormir": "dort dors dorment dorme",
}
_STEM_RULES: EndingRules = tuple(
    (form, infinitive, 0) for infinitive, forms in STEM_CHANGES.items() for form in forms.split()
)
_GRAVE: EndingRules = tuple(
    (f"è{letters}{end}", f"{vowel}{letters}er", 1)
    for letters in ("d", "t", "r", "n", "v", "l", "g", "s", "p", "c", "m", "br", "gl", "ch", "gn", "gr")
    for end in ("e", "es", "ent", *_FUTURE)
    for vowel in "ée"
)
_FRENCH: EndingRules = (
    *_NOUNS,
    *((end, "er", 2) for end in _ER),
    *((f"e{end}", "er", 3) for end in _ER if end[0] in "aâo"),  # changeait
    *((f"ç{end}", "cer", 2) for end in _ER if end[0] in "aâo"),  # annonçait
    *((end, "ir", 3) for end in _IR),
    *((end, "re", 3) for end in _RE),
    *((f"{letter}i{end}", f"{letter}yer", 1) for letter in "aou" for end in ("e", "es", "ent", *_FUTURE)),
    *((f"{letter * 2}{end}", f"{letter}er", 2) for letter in "lt" for end in ("e", "es", "ent", *_FUTURE)),
    *_GRAVE,
    *((form, "ir", 2) for form in ("ant", "ent", "e", "ait", "aient", "ons", "ez")),  # partant
    *_STEM_RULES,
)  # fmt: skip
ENDING_RULES: dict[Side, EndingRules] = {"en": _ENGLISH, "fr": _FRENCH}
IRREGULAR: dict[Side, dict[str, str]] = {"en": _IRREGULAR_ENGLISH, "fr": {}}
