"""Words that deny, phrases in which they deny nothing, and words with a negative meaning that translate them."""

from __future__ import annotations

import re

from aligner.languages.language import word_set
from aligner.types import Side

DENYING: dict[Side, frozenset[str]] = {
    "en": word_set("not never no cannot nobody nothing none neither nor nowhere without"),
    "fr": word_set("sans ni nullement aucunement"),
}
# Words that deny with « ne »; alone some mean something else: « le pas », « plus de », « personne ».
FRENCH_AFTER_NE = word_set("pas plus jamais rien aucun aucune personne guère point nul nulle")
FRENCH_BEFORE_NE = word_set("personne rien aucun aucune nul nulle jamais")  # « personne n’est venu »
# Words that deny without « ne » in headlines and in speech, but often do not.
FRENCH_LOOSE = word_set("pas jamais rien aucun aucune non")
FRENCH_BEFORE_LOOSE = word_set("mais et ou voire donc")  # « mais pas de train »
# Verbs that « ne » alone denies: « elle ne peut venir ».
FRENCH_WITHOUT_PAS = word_set(
    "peut peuvent pouvait pouvaient pourra pourront pourrait pourraient pouvant saurait sauraient saura sauront osa "
    "ose osent osait osaient put purent puis"
)
# Words after a denial with which it asks for consent: "isn't it", « n'est-il pas ».
PRONOUNS: dict[Side, frozenset[str]] = {
    "en": word_set("i you he she it we they there"),
    "fr": word_set("je tu il elle on nous vous ils elles ce"),
}
# Denials that another one of the sentence makes needless, or that the other language often puts otherwise.
CONCORDANT: dict[Side, frozenset[str]] = {
    "en": word_set("neither nor without nowhere yet"),
    "fr": word_set("ni sans guère jamais point nul nulle non plus faute"),
}
# Words after which "to" or « de » has what did not happen, and beginnings of words, marked "*".
_IMPLICIT: dict[Side, str] = {
    "en": "fail* refus* declin* unable yet",
    "fr": "refus* abstien* absten* omet* omis* faute incapable*",
}
# What affirms in the place of a denial.
AFFIRMED_INSTEAD: dict[str, frozenset[str]] = {
    "without": word_set("avec"), "never": word_set("toujours"), "nothing": word_set("tout"),
    "nobody": word_set("tous chacun"), "no": word_set("tout tous toute toutes chaque encore"), "yet": word_set("déjà"),
    "none": word_set("tout tous toute toutes chaque"), "neither": word_set("deux"),
    "sans": word_set("with"), "jamais": word_set("always"), "rien": word_set("everything"),
    "personne": word_set("everyone everybody"), "plus": word_set("still"),
    "aucun": word_set("all every each"), "aucune": word_set("all every each"),
}  # fmt: skip
# Words with which a denial only gives the time: "not until Sunday" is on Sunday.
UNTIL: dict[Side, frozenset[str]] = {"en": word_set("until till before"), "fr": word_set("avant jusque")}
# Words with which one denial is for several words.
COORDINATORS: dict[Side, frozenset[str]] = {"en": word_set("or nor"), "fr": word_set("ou ni")}
# Phrases, written in folded words with a space between, in which a denying word denies nothing.
_IDIOMS: dict[Side, str] = {
    "en": r"""
        not (?:only|just|least|merely|simply|to mention|unlike|so much)
        (?:no|not|nothing) (?:more|less|fewer|later|earlier|sooner|greater|longer) than
        no (?:doubt|matter|wonder|stranger|less|sooner|shortage|secret|mistake|time|cost|end|other than)
        (?:can't|cannot|can not|couldn't|could not) (?:wait|help|stand|agree more|be more)
        (?:whether )?or not|if not|why not|more often than not|not without
        nothing (?:but|less|short)|none other|second to none|like no other|never too
        without (?:a )?(?:doubt|question|fail|exception)
        no (?:better|greater|worse|finer|other|more \w+)
        not (?:\w+er|more \w+) than
    """,
    "fr": r"""
        (?:non|pas) seulement|non sans|pas sans|non plus|sans autre
        sans (?:aucun )?(?:doute|cesse|relâche|arrêt|exception|faute)
        pas moins|pas plus (?:de|que)|que plus|longtemps que (?:\w+ ){1,4}ne (?:\w+ ){1,3}(?:pas|plus)
        rien (?:de moins|que)|ni plus ni moins|plus que jamais|on ne peut plus
        ne importe|n'importe|n'est ce pas|ne est ce pas|(?:pourquoi|ou|si) (?:pas|non)|(?:si|à) jamais
        (?:petits?|grands?|premiers?|un|le|leurs?) pas|pour ne pas dire
        (?:pas|non) ou (?:peu|plus)|voire (?:pas|aucune?)
        ne arrêt\w+ pas de|ne tard\w+ (?:pas|guère) à|quel(?:le)?s? ne fu(?:t|rent) pas
        plus qu(?:e|')? ?à|plus que (?:de|des|deux|trois|un|une)|ne cess(?:e|er|ent) (?:pas )?de
    """,
}
IDIOMS: dict[Side, re.Pattern[str]] = {
    side: re.compile(rf"\b(?:{'|'.join(line.strip() for line in idioms.strip().splitlines())})\b")
    for side, idioms in _IDIOMS.items()
}
# Words with a negative meaning, and beginnings of words, marked "*".
_NEGATIVE: dict[Side, str] = {
    "en": """
        fail* refus* lack* unable unless barely hardly scarcely seldom rarely prevent* avoid* deny denies denied denying
        denial* reject* stop* cease* ban bans banned forbid* forbad* ignor* miss missed missing except* instead rather
        far difficult* hard wrong* false* absen* free exempt* zero less least fewer few little too against dead loss*
        lose* lost exclu* withdr* until before reluct* drop* cancel* abandon* weak* declin* doubt* contrary minus away
        beyond trouble* problem* forget* forgot* worse* worst non quit neglect* overlook* insufficient* inability
        unlikely prohibit* devoid deficien* deni* empty vacant bare stranger otherwise only alone
        disagree* dislike* disapprov* discontinu* dissuad* discourag* remov* eliminat* rid delet* omit* ever
        silen* quiet*
        incorrect* inaccura* inadequa* inappropri* indirect* incomplet* invalid* inhuman* insecur* inequ* injust*
    """,
    "fr": """
        manqu* refus* impossib* évit* empêch* peu faute défaut* échou* échec* ignor* interdi* rare rares rarement nie
        nient nier nié rejet* moins cesse cessé cesser absen* priv* difficil* excep* sauf hormis loin trop avant
        dépourv* mal faux fausse* mauvais* inutil* incapab* sinon arrêt* exclu* retir* abandon* perd* perte* faibl*
        démen* annul* supprim* oubli* hâte guère mort morts morte* pire* insuff*
        inconnu* indisponib* intact* indemne* illég* illicit*
        renonc* déni* négl* contraire* hors disparai* hésit* doute* pénurie* carence* vide* néant insu libre* exempt*
        zéro rien jamais aucun aucune déroge* seul seule seuls seules seulement uniquement peine
        omet* omis* absten* abstien* désapprouv* désaccord* déconseill* dissuad* décourag* mécontent*
        élimin* enlev* ôt* fich* moqu* indiffér*
        lieu contre jusque silence* taire tait
        incorrect* incompl* inadéquat* inappropri* inaccept* inexact* inégal* injust* invalid* indirect* informel*
        inhabit* inefficac* insatisf* insécur* incapac* plutôt
    """,
}
# Words with a negative prefix or ending that affirm all the same.
POSITIVE_STEMS: dict[Side, tuple[str, ...]] = {
    "en": (
        "doubtless", "nonetheless", "nevertheless", "undoubted", "undeniab", "unquestion", "indisputab", "invaluab",
        "inflammab", "inhabitant", "immigrant", "unemploy",
    ),
    "fr": ("indéniab", "indubitab", "incontestab", "incontournab", "inflammab", "immigr", "malentend", "malvoyant"),
}  # fmt: skip
# Denied, these affirm: "never a wrong time", « n'oubliez jamais ».
_AFFIRMING_WHEN_DENIED: dict[Side, str] = {
    "en": "wrong* bad* fail* forget* forgot* miss missed doubt* hesitat* refus* deny denied ignor* without impossib* "
    "mistak* unless neglect* rare* lack* avoid* out",
    "fr": "oubli* manqu* dout* hésit* ignor* échou* néglig* empêch* mal mauvais* tort refus* rare* impossib* "
    "évit* nier nie sans",
}


def _words(marked: str) -> frozenset[str]:
    return frozenset(word for word in marked.split() if word[-1] != "*")


def _stems(marked: str) -> tuple[str, ...]:
    return tuple(word[:-1] for word in marked.split() if word[-1] == "*")


IMPLICIT_WORDS: dict[Side, frozenset[str]] = {side: _words(marked) for side, marked in _IMPLICIT.items()}
IMPLICIT_STEMS: dict[Side, tuple[str, ...]] = {side: _stems(marked) for side, marked in _IMPLICIT.items()}
NEGATIVE_WORDS: dict[Side, frozenset[str]] = {side: _words(marked) for side, marked in _NEGATIVE.items()}
NEGATIVE_STEMS: dict[Side, tuple[str, ...]] = {side: _stems(marked) for side, marked in _NEGATIVE.items()}
AFFIRMING_WORDS: dict[Side, frozenset[str]] = {side: _words(marked) for side, marked in _AFFIRMING_WHEN_DENIED.items()}
AFFIRMING_STEMS: dict[Side, tuple[str, ...]] = {side: _stems(marked) for side, marked in _AFFIRMING_WHEN_DENIED.items()}
# Words besides denials that turn an opposite into its contrary: « moins cher », « peu difficile », "hardly open".
REVERSERS: dict[Side, frozenset[str]] = {
    "en": word_set("less least fewer hardly barely scarcely stop stopped fail failed rarely"),
    "fr": word_set("moins peu cesser cessé cesse rarement manquer manqué"),
}
REVERSERS_AFTER = word_set("pas jamais guère aucun aucune rien")  # « n'ouvre pas »
# Words with which the first noun of a sentence need not be what acts.
NOT_ACTIVE: dict[Side, frozenset[str]] = {
    "en": word_set("by with and or between from was were is are be been being of in than as like who which"),
    "fr": word_set("par avec et ou entre de du que qu qui se s comme été est sont était furent fut en au aux"),
}
# Words around a participle that is passive.
PASSIVE: dict[Side, frozenset[str]] = {
    "en": word_set("is are was were be been being by"),
    "fr": word_set("est sont était étaient été être fut furent sera seront par"),
}
