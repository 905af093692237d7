"""Reporting verbs, and the words by which a clause shows who spoke a quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aligner.languages.language import word_set
from aligner.types import Side

# Verbs that versions of a story replace freely.
REPORTING_VERBS: dict[Side, frozenset[str]] = {
    "en": word_set("""
        said says say told tell tells added add adds stated states noted notes explained explains declared
        announced reported reports according indicated pointed stressed
    """),
    "fr": word_set("""
        dit dire disent déclaré déclare indiqué indique ajouté ajoute expliqué explique affirmé affirme précisé
        précise annoncé souligné souligne selon confié raconté rapporté
    """),
}

# Verbs of speech that show how sure or how willing the speaker is, by what they assert; the others are neutral.
SPEECH_ACTS: dict[Side, dict[str, frozenset[str]]] = {
    "en": {
        "claim": word_set("claim allege assert contend insist maintain purport"),
        "deny": word_set("deny dispute refute reject contradict"),
        "admit": word_set("admit concede confess acknowledge"),
        "promise": word_set("promise pledge vow swear"), "threaten": word_set("threaten"), "doubt": word_set("doubt"),
        "ask": word_set("ask wonder inquire enquire question"), "joke": word_set("joke quip"),
        "accuse": word_set("accuse blame"), "lie": word_set("lie"), "suggest": word_set("suggest hint imply"),
    },
    "fr": {
        "claim": word_set("prétendre alléguer"), "deny": word_set("nier démentir contester réfuter rejeter"),
        "admit": word_set("admettre avouer concéder reconnaître confesser"),
        "promise": word_set("promettre jurer"), "threaten": word_set("menacer"), "doubt": word_set("douter"),
        "ask": word_set("demander interroger questionner"), "joke": word_set("plaisanter ironiser"),
        "accuse": word_set("accuser"), "lie": word_set("mentir"), "suggest": word_set("suggérer"),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Attribution:
    """The words of a clause that names the speaker of a quotation, in lower case.

    Attributes
    ----------
    verbs : present and past forms of the verbs of saying, asking, thinking and writing
    bases : forms that need an auxiliary or a pronoun before them, as many are nouns too: "did report", "kept asking"
    addressed : those of both that a listener may follow, as in "told the crowd"
    auxiliaries : verbs and adverbs between the speaker and the verb
    articles : articles after a link
    links : words inside a name or between a speaker and a place or an employer
    coordinators : words between two speakers
    pronouns : pronouns that may be the speaker
    openers : words after a verb that begin its own clause or object, or make it a noun: "asked the", "reports are"
    complementizers : words that show such a clause some words later: "told the crowd he", "said sales would"
    conjunctions : words after a verb that begin another clause: "asked as he left"
    phrases : verbs with a preposition that makes them no verbs of saying, as in "called for"
    closing : verbs of saying only at the end of a clause, with the particle they need, as in "Hill went on."
    occasions : words that make a time of those before them, as in "said the next day", "said two hours later"
    """

    verbs: frozenset[str]
    bases: frozenset[str]
    addressed: frozenset[str]
    auxiliaries: frozenset[str]
    links: frozenset[str]
    articles: frozenset[str]
    coordinators: frozenset[str]
    pronouns: frozenset[str]
    openers: frozenset[str]
    complementizers: frozenset[str]
    conjunctions: frozenset[str]
    phrases: frozenset[str]
    closing: dict[str, str]
    occasions: frozenset[str]


def _english_forms(verbs: frozenset[str]) -> frozenset[str]:
    """Return the present and past forms of regular verbs; one with a hyphen doubles the letter before it."""
    forms: set[str] = set()
    for verb in verbs:
        plain = verb.rstrip("-")
        stem = plain + plain[-1] if verb != plain else plain
        if plain.endswith("y") and plain[-2] not in "aeiou":
            forms |= {plain[:-1] + "ies", plain[:-1] + "ied"}
        else:
            forms.add(plain + ("es" if plain.endswith(("s", "sh", "ch", "x", "z")) else "s"))
            forms.add(stem + ("d" if stem.endswith("e") else "ed"))
    return frozenset(forms)


def _english_participles(verbs: frozenset[str]) -> frozenset[str]:
    """Return the present participles of verbs marked as for :func:`_english_forms`."""
    plain = {verb if not verb.endswith("-") else verb[:-1] + verb[-2] for verb in verbs}
    return frozenset(re.sub(r"(?<![eo])e$", "", verb) + "ing" for verb in plain)


def _phrases(*rows: tuple[str, str]) -> frozenset[str]:
    """Return the phrases of all forms of regular English verbs, from rows of a preposition and its verbs."""
    return frozenset(f"{form} {word}" for word, verbs in rows for form in _english_forms(word_set(verbs)))


def _french_forms(verbs: frozenset[str]) -> frozenset[str]:
    """Return the forms of verbs in -er in the third person, and their participles."""
    forms: set[str] = set()
    for verb in verbs:
        stem = verb.removesuffix("er")
        soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
        forms |= {stem + end for end in ("e", "ent", "é", "ée", "és", "ées", "èrent", "era", "eront")}
        forms |= {soft + end for end in ("a", "ait", "aient", "ant")}
    return frozenset(forms)


_ENGLISH_ADDRESSED = word_set("""
    admonish advise ask assure badger beg- cajole caution challenge chide command console counsel email encourage
    entreat exhort grill implore inform instruct interrupt lecture message nag- needle order petition phone press prompt
    query question quiz- radio reassure rebuke remind reprimand request scold taunt tease text tweet urge warn
""")
_ENGLISH_REGULAR = word_set("""
    accuse acknowledge add admit- affirm agree allege announce answer apologise apologize appeal argue assert attest
    banter bark bawl beam believe bellow berate blast bleat blog- blurt bluster boast boom brag- bray breathe bristle
    cable cackle call carp castigate chant charge cheer chime chirp chortle chorus chuckle cite claim clarify cluck
    comment complain concede conclude concur- confess confide confirm contend continue coo correct cough counter croak
    croon crow cry curse deadpan- declare demand demur- deny deplore disagree disclose divulge drawl echo elaborate
    emphasise emphasize enquire enthuse erupt estimate exclaim explain explode exult falter fear figure fret- fume gasp
    giggle gloat greet grin- gripe groan grouse growl grumble grunt guess gulp gush hazard hiss holler hope howl hum-
    hypothesise inquire insist intercede interject interpose intimate intone jeer jest jibe joke kid- lament laugh lisp
    maintain marvel moan mock mourn mouth mumble murmur muse mutter narrate note object observe offer opine pant parrot
    pen- philosophise pipe plead pledge ponder pontificate post pray preach predict proclaim promise pronounce propose
    protest purr quaver quip- rage rant rasp rave reason recall recite reckon recommend recount reflect reiterate
    rejoice relay remark remember remonstrate repeat reply report respond retort reveal roar scoff scrawl scream screech
    seethe sermonise shout shriek shrug- sigh slam- slur- smile snap- snarl sneer sniff sniffle snort sob- specify
    speculate splutter sputter squeak squeal stammer state stress stutter suggest summarise summarize surmise testify
    thank theorise theorize threaten thunder trill trumpet tut- underline underscore vent venture volunteer vow wail
    warble wheeze whimper whine whinge whisper whistle whoop wisecrack wonder worry yell yelp
""")
_ENGLISH_FORMS = word_set("""
    beseeched besought broadcast counselled forecast heard hears marvelled mimicked mimics pled quoted retweeted said
    sang says shot signalled sings spat spoke swears swore thinks thought wanted wants wept writes written wrote
""")
_ENGLISH_BASES = _ENGLISH_ADDRESSED | _ENGLISH_REGULAR | word_set("say tell write think sing hear swear want")
_FRENCH_REGULAR = word_set("""
    aboyer accuser acquiescer admonester affirmer agacer ajouter alarmer alerter amuser analyser annoncer appeler
    argumenter articuler assener assurer attaquer aviser avouer bafouiller balbutier bougonner brailler bredouiller
    chanter chuchoter claironner clamer commenter compléter confier confirmer conseiller constater contester continuer
    corriger crier critiquer demander décider déclamer déclarer décréter dénoncer déplorer dévoiler emporter enchaîner
    esclaffer estimer exclamer expliquer exploser exposer fulminer glisser grogner grommeler gronder hasarder hurler
    implorer indigner indiquer informer inquiéter insister insurger interpeller interroger intimer ironiser jubiler
    jurer justifier lamenter lancer lâcher mander marmonner marteler moquer murmurer noter nuancer objecter observer
    opiner ordonner penser pester plaider plaisanter pointer poster proclamer proposer protester préciser questionner
    raconter railler rappeler rapporter rassurer rectifier regretter relativiser remarquer riposter rouspéter râler
    récapituler réclamer récriminer répliquer répéter résumer rétorquer révéler sangloter scander siffler signaler
    songer souffler souhaiter souligner soupirer suggérer susurrer temporiser tempêter tonner trancher tweeter témoigner
    vociférer écrier énerver énumérer étonner étrangler évoquer
""")
_FRENCH_FORMS = word_set("""
    admet admis admit appelle appellent averti avertissait avertissent avertit complète conclu concluait conclut
    confesse dira dirent disaient disait disent dit défend défendu grommelle gémi gémissait gémit interpelle martèle
    maugréait maugrée maugréé poursuit poursuivait poursuivi poursuivit promet promettait promettent promis promit
    prédisait prédit prévenait prévenu prévient prévint rappelle rappellent renchéri renchérissait renchérit reprenait
    reprend repris reprit rugi rugissait rugit réagi réagit réfléchit répond répondait répondent répondit répondra
    répondu répète répètent rétorque révèle soutenait soutenu soutient soutint suggère surenchérit tweete voulu écrit
    écrivait écrivent écrivit
""")
ATTRIBUTIONS: dict[Side, Attribution] = {
    "en": Attribution(
        verbs=_english_forms(_ENGLISH_ADDRESSED | _ENGLISH_REGULAR) | _ENGLISH_FORMS | word_set("told tells"),
        bases=frozenset(verb.rstrip("-") for verb in _ENGLISH_BASES) | _english_participles(_ENGLISH_BASES),
        addressed=_english_forms(_ENGLISH_ADDRESSED) | _ENGLISH_ADDRESSED | word_set("tell tells told"),
        auxiliaries=word_set("""
            has have had having was were is are be been being will would may might can did does do later then also once
            again often always never even still soon now just only ever already perhaps himself herself themselves well
            keep keeps kept aloud online twice overnight alongside midway backstage onstage both all
        """),
        links=word_set("of from at for in with on de du des la le von van der den bin al el"),
        articles=word_set("the"),
        coordinators=word_set("and & or"),
        pronouns=word_set("i he she they we you someone somebody officials"),
        openers=word_set("""
            that if whether he she it we they you i there this these those the a an his her its their our my your what
            how why so all some many most much little no nothing both each every is are was were has have had will would
            can could may might must do does did put
        """),
        complementizers=word_set("""
            that if whether how why what he she it they we there would will was were is are has had could may might can
        """),
        conjunctions=word_set("as when while after before because until since where who which and but"),
        phrases=_phrases(
            ("for", "appeal ask call plead pray"), ("on", "agree call comment reflect report"), ("by", "respond"),
            ("about", "complain worry"), ("with", "agree disagree respond"), ("over", "argue worry"),
            ("against", "argue"),
            ("to", "agree appeal ask continue demand object offer plead pledge promise propose vow"),
        ),
        closing={
            "began": "", "begins": "", "went": "on", "goes": "on", "hit": "back", "hits": "back", "fired": "back",
            "fires": "back", "chimed": "in", "chimes": "in", "burst": "out",
        },
        occasions=word_set("""
            next following same day morning afternoon evening night week weekend month year time seconds minutes moments
            hours days weeks months years
        """),
    ),
    "fr": Attribution(
        verbs=_french_forms(_FRENCH_REGULAR) | _FRENCH_FORMS,
        bases=frozenset(),
        addressed=frozenset(),
        auxiliaries=word_set("""
            a ont avait avaient aura auraient aurait est sont était étaient fut alors aussi ensuite encore toujours
            souvent même déjà enfin puis se lui leur y bien soudain jamais abord s
        """),
        links=word_set("d de du des en à au aux pour chez von van der den ben al el"),
        articles=word_set("l la le les"),
        coordinators=word_set("et & ou"),
        pronouns=word_set("je il elle on ils elles nous vous"),
        openers=word_set("""
            que qu si l le la les un une d de des du ce cet cette ces son sa ses leur leurs notre nos mon ma mes combien
            comment pourquoi oui non ne rien tout avoir être n
        """),
        complementizers=word_set("que qu si combien pourquoi comment"),
        conjunctions=word_set("lorsque lorsqu quand tandis avant après comme puisque qui où et mais"),
        phrases=frozenset(
            f"{verb} {word}" for verb in ("appelle", "appellent", "appelé", "appela") for word in ("à", "au", "aux")
        ),
        closing={"commence": "", "commencé": "", "attaque": "", "attaqué": "", "coupe": "", "coupé": ""},
        occasions=word_set("lendemain jour jours matin soir veille semaine semaines mois minutes heures ans années"),
    ),
}  # fmt: skip
