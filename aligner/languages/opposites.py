"""Words that versions must not confuse: clear opposites, false friends, fillers and colloquial words.

A row has the words of one meaning, English; French. The rows of a block exclude each other.
"""

from __future__ import annotations

from aligner.languages.offices import RowsByWord, rows_by_word
from aligner.types import Side


def index_blocks(text: str) -> tuple[RowsByWord, ...]:
    """Index rows by word; a blank line separates two blocks."""
    return tuple(rows_by_word(block.strip().splitlines()) for block in text.strip().split("\n\n"))


OPPOSITES = index_blocks("""
north northern; nord
south southern; sud

rise rises rose risen rising increase increases increased increasing grow grew grown climb climbed soar soared; hausse hausses augmente augmentation augmenté augmenter progression progressé grimpé croissance accru accroissement
fall falls fell fallen falling decrease decreases decreased decreasing decline declined drop dropped plunge plunged; baisse baisses baissé diminue diminution diminué réduction recul reculé chute chuté

accept accepts accepted accepting; accepte accepté accepter accepta acceptent
reject rejects rejected rejecting refuse refuses refused refusing; rejette rejeté rejeter rejet refuse refusé refuser refus

grant grants granted granting; accorde accordé accorder octroi octroyé
deny denies denied denying; nie nié nier dément démenti refuse refusé refuser

win wins won winning victory; gagne gagné gagner remporte remporté victoire vainqueur
lose loses lost losing defeat; perd perdu perdre défaite battu

legalise legalised legalize legalized decriminalise decriminalised decriminalize decriminalized; légalise légalisé dépénalise dépénalisé décriminalisé
criminalise criminalised criminalize criminalized outlaw outlawed ban banned; criminalise criminalisé interdit interdire pénalisé

open opens opened opening; ouvre ouvert ouverture ouvrir ouverte
close closes closed closing closure shut; ferme fermé fermeture fermer fermée

buy buys bought buying purchase; achète acheté acheter achat
sell sells sold selling sale; vend vendu vendre vente

majority; majorité
minority; minorité

maximum; maximum maximal maximale
minimum; minimum minimal minimale

always; toujours
never; jamais

guilty; coupable
innocent; innocent innocente
""")  # noqa: E501
# An English word and a French word of similar spelling and different meaning.
FALSE_FRIENDS = """
actually actuellement; eventually éventuellement; library librairie; lecture lecture; sensible sensible;
demand demander; assist assister; attend attendre; deception déception; journey journée; location location;
chance chance; inhabited inhabité; injury injure; prejudice préjudice; sympathetic sympathique;
resume résumer; achieve achever; pretend prétendre; rest rester; branches succursales; college collège;
editor éditeur; figure figure; fabric fabrique; formidable formidable; grape grappe; physician physicien;
novel nouvelle; patron patron; petrol pétrole; vest veste; evidence évidence; comprehensive compréhensif;
delay délai; bribe bribe; agenda agenda; advertisement avertissement; concurrence concurrence
"""
FILLERS: dict[Side, tuple[str, ...]] = {
    "en": ("what's more", "basically", "needless to say", "all things considered", "as a matter of fact",
           "truth be told", "in any case", "at the end of the day", "it goes without saying", "to be honest"),
    "fr": ("qui plus est", "au fond", "en fin de compte", "il va sans dire", "à vrai dire", "tout compte fait",
           "pour être honnête", "force est de constater", "au bout du compte"),
}  # fmt: skip
REGISTER: dict[Side, tuple[str, ...]] = {
    "en": ("flaunts", "flaunt", "gobbles up", "a ton of", "a bunch of", "super cool", "kinda", "gonna", "mind-blowing",
           "tons of"),
    "fr": ("un tas de", "vachement", "super bien", "trop bien", "carrément", "truc", "bouffe", "boulot", "balèze"),
}  # fmt: skip
