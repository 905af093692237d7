"""Words that show who acts in a clause, and on whom: auxiliaries, prepositions, and words that begin a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aligner.languages.language import word_set
from aligner.types import Side


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Clauses:
    """The words around the verbs of a language, folded.

    Attributes
    ----------
    be : forms that make a participle passive
    have : other auxiliaries
    causatives : verbs before an infinitive that a reflexive pronoun makes passive: « s'est fait mordre »
    adverbs : words between auxiliary and verb, apart from those that end in `adverb_endings`
    reflexives : pronouns that make `be` an active auxiliary
    clitics : pronouns before the auxiliary that are the object
    agents : prepositions before who acts
    prepositions : all others
    genitives : prepositions between two nouns
    articles : prepositions that are also articles, as after a verb: « a mordu des passants »
    indirect : prepositions of the object of some verbs, and those verbs
    determiners : words that begin a noun phrase
    relatives : pronouns for the subject of a clause
    object_relatives : pronouns for its object
    openers : all other words that begin a clause
    pronouns : pronouns that may be the subject
    participle : what a participle is like
    finite : what a verb without an auxiliary is like
    """

    be: frozenset[str]
    have: frozenset[str]
    causatives: frozenset[str] = frozenset()
    adverbs: frozenset[str]
    adverb_endings: str
    reflexives: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    agents: frozenset[str]
    prepositions: frozenset[str]
    genitives: frozenset[str]
    articles: frozenset[str] = frozenset()
    indirect: frozenset[str] = frozenset()
    indirect_verbs: tuple[str, ...] = ()
    determiners: frozenset[str]
    relatives: frozenset[str]
    object_relatives: frozenset[str]
    openers: frozenset[str]
    pronouns: frozenset[str]
    participle: re.Pattern[str]
    finite: re.Pattern[str]


CLAUSES: dict[Side, Clauses] = {
    "en": Clauses(
        be=word_set("""
            is are was were be been being am isn't aren't wasn't weren't he's she's get gets got gotten getting
        """),
        have=word_set("""
            has have had having hasn't haven't hadn't do does did don't doesn't didn't will would can could may might
            must shall should won't wouldn't can't couldn't cannot shouldn't
        """),
        adverbs=word_set("""
            not never also then later already often once twice again still now soon just even almost ever always
            first last since reportedly both all allegedly twice thus long
        """),
        adverb_endings="ly",
        agents=word_set("by"),
        prepositions=word_set("""
            of in on at to for from with about against over under after before during between among through into onto
            towards toward upon within without near as until till despite amid via than per like across behind beyond
            above below around along past outside inside
        """),
        genitives=word_set("of"),
        determiners=word_set("""
            the a an his her its their our my your this that these those some any no each every another several many
            most all both two three four five six seven eight nine ten
        """),
        relatives=word_set("who which that"),
        object_relatives=word_set("whom"),
        openers=word_set("""
            and but or nor when while because although though if unless whether where whose what how why so once
        """),
        pronouns=word_set("he she they we i you it him them us me"),
        participle=re.compile(r"(?:\w+ed|hit|cut|hurt|set|put|shut|cast|spread|split|burst|beset|upset|run|overrun)\Z"),
        finite=re.compile(r"(?:\w+(?:ed|s)|hit|beat|cut|hurt|set|put|shut|cast|spread|split|beset|upset|let|bid)\Z"),
    ),
    "fr": Clauses(
        be=word_set("""
            est sont était étaient fut furent sera seront serait seraient soit soient été être étant fût
        """),
        have=word_set("""
            a ont avait avaient aura auront aurait auraient ait aient eut eurent ayant avoir ai as avons avez
        """),
        causatives=word_set("fait faire fera font fit faisait vu voir voit vit laissé laisser"),
        adverbs=word_set("""
            pas plus jamais aussi déjà ensuite encore toujours bien même longtemps souvent ainsi tous toutes tout deux
            finalement d'abord depuis alors mal ne n y
        """),
        adverb_endings="ment",
        reflexives=word_set("se"),
        clitics=word_set("le la les lui leur"),
        agents=word_set("par"),
        prepositions=word_set("""
            de du des à au aux en dans sur sous pour avec sans chez contre vers entre après avant pendant depuis selon
            malgré dès lors près parmi via devant derrière hors jusque outre durant comme suite
        """),
        genitives=word_set("de du des"),
        articles=word_set("des"),
        indirect=word_set("à au aux"),
        indirect_verbs=(
            "succéd", "surviv", "nui", "obéi", "désobé", "résist", "pardonn", "ment", "répond", "répli", "attaqu",
            "oppos", "téléphon", "écri", "command",
        ),
        determiners=word_set("""
            le la les un une des ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes plusieurs
            quelques chaque aucun aucune tout tous toute toutes deux trois quatre cinq six sept huit neuf dix
        """),
        relatives=word_set("qui lequel laquelle lesquels lesquelles"),
        object_relatives=word_set("que qu"),
        openers=word_set("""
            et mais ou ni car quand lorsque puisque parce si dont où quoi comment donc or tandis alors
        """),
        pronouns=word_set("il elle ils elles on nous je vous eux"),
        participle=re.compile(r"\w+(?:é|ée|és|ées|[iu]e?s?|i[st]es?|it|[eo]rte?s?|[aeo]inte?s?)\Z"),
        finite=re.compile(r"\w+(?<!é)(?<!ée)(?<!és)(?<!ées)(?<!er)\Z"),
    ),
}  # fmt: skip
# Beginnings of verbs around which the languages may name the same roles in another order.
_LOOSE_VERBS: dict[Side, tuple[str, ...]] = {
    "en": (
        # It is the same who acts and on whom: "France met Italy", « l'Italie a rencontré la France ».
        """
            meet met marr play fac join resembl equal match adjoin border divorc rival contact cross touch fight fought
            compar connect link accompan mix combin know knew alternat exchang
            """,
        # The subject is acted upon: "was hit by a storm", « a subi une tempête ».
        """
            suffer receiv undergo underwent contain includ experienc hous host own inherit obtain gain belong compris
            enjoy learn earn get got saw see lose lost lack borrow need reflect constitut bear born bore show form
            """,
        # No agent follows: "went by", "began by".
        "go gone went come came start begin begun began end pass walk drove rise rose",
    ),
    "fr": (
        """
            rencontr épous mari jou affront rejoi ressembl égal divorc contact crois touch compar reli accompagn mêl
            combin connai connu retrouv altern échang
            """,
        """
            subi reçoi reçu recev conn essuy encour conti conten compren compri compt abrit possèd posséd hérit obt
            bénéfici appart appren appri gagn souffr éprouv per emprunt vit voi vu tien ten accueil endur refl constitu
            form montr manqu profit relèv relev dépend résult découl provien proven dispos
            """,
        "fini commenc début termin pass ven vien sort entr descend mont part arriv tomb all march conclu débouch",
    ),
}
LOOSE_VERBS: dict[Side, tuple[str, ...]] = {
    side: tuple(" ".join(kinds).split()) for side, kinds in _LOOSE_VERBS.items()
}
