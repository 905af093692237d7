"""Words that exclude each other in a short text: yes and no, Monday and mardi, red and « bleu ».

A row has the words of one meaning, English; French. The rows of a block exclude each other. In a longer text these
words mean too many other things; `opposites` has those that are clear anywhere.
"""

from __future__ import annotations

from aligner.languages import LANGUAGES
from aligner.languages.offices import RowsByWord
from aligner.languages.opposites import OPPOSITES, index_blocks
from aligner.types import SIDES

_CONTRARIES = index_blocks("""
yes yeah yep; oui ouais
no nope; non

on; allumé allumée allume allumez allumer marche activé activée
off; éteint éteinte éteins éteignez éteindre arrêt désactivé désactivée

up upstairs upward upwards; haut monte montez monter monté
down downstairs downward downwards; bas descends descendez descendre descendu

in inside into enter entrance entry interior; dedans intérieur entrée entrer entrez connecter connexion
out outside exit exterior; dehors extérieur sortie sortir sortez déconnecter déconnexion

before; avant
after; après

more; plus davantage
less fewer; moins

first; premier première premiers premières
last; dernier dernière derniers dernières

good well nice fine better best; bon bonne bons bonnes bien meilleur meilleure mieux
bad badly awful worse worst; mauvais mauvaise mauvaises mal pire

left; gauche
right; droite

hot warm; chaud chaude chauds chaudes
cold cool; froid froide froids froides

big large great huge tall; grand grande grands grandes gros grosse énorme
small little tiny short; petit petite petits petites minuscule court courte

old ancient; vieux vieille vieil vieilles ancien ancienne
new young recent; neuf neuve nouveau nouvelle nouveaux nouvelles jeune jeunes récent

rich; riche riches
poor; pauvre pauvres

true right correct; vrai vraie exact exacte juste raison
false wrong incorrect; faux fausse inexact tort

hello hi hey welcome; bonjour bonsoir salut coucou bienvenue
goodbye bye farewell; revoir adieu salut

morning; matin matinée bonjour
evening night tonight; soir soirée nuit bonsoir

day daily; jour journée
night nightly; nuit

yesterday; hier
today; aujourd'hui
tomorrow; demain

everything; tout
nothing; rien

everyone everybody; tous chacun
nobody; personne

with; avec
without; sans

early soon; tôt
late later; tard retard

same identical; même mêmes identique
different; différent différente différents

alive living; vivant vivante vivants
dead; mort morte morts

love loves loved like likes; aime aimes aiment aimer adore adorer
hate hates hated; déteste détestes détestent détester hais hait haïr

allowed permitted authorised authorized; autorisé autorisée permis permise
forbidden prohibited banned; interdit interdite interdits défendu

full; plein pleine complet complète
empty; vide vides

high; haut haute élevé élevée
low; bas basse faible

fast quick quickly rapid; rapide vite rapidement
slow slowly; lent lente lentement

easy simple; facile simple
difficult hard; difficile dur dure

happy glad; heureux heureuse content contente ravi
sad unhappy; triste tristes malheureux

strong; fort forte
weak; faible faibles

start starts begin begins started beginning; début commence commencer commencé débute
end ends ended finish finished stop; fin finit fini terminé terminer arrête arrêtez arrêter

push; poussez pousse pousser
pull; tirez tire tirer

arrival arrivals arrive arrives arrived; arrivée arrivées arrive arrivé
departure departures leave leaves left; départ départs part partir parti

success succeed succeeded; succès réussite réussi réussir
failure fail failed; échec échoué échouer

peace; paix
war; guerre

friend friends; ami amie amis
enemy enemies; ennemi ennemie ennemis

question; question
answer reply; réponse

east eastern; orient oriental orientale
west western; ouest occident occidental occidentale

man men; homme hommes
woman women; femme femmes

boy boys; garçon garçons
girl girls; fille filles

father dad daddy; père papa
mother mom mum mummy; mère maman

brother brothers; frère frères
sister sisters; soeur soeurs

son sons; fils
daughter daughters; fille filles

husband; mari époux
wife; femme épouse

king; roi
queen; reine

sir mr mister; monsieur m
madam ma'am mrs ms miss; madame mademoiselle mme mlle

gentlemen; messieurs
ladies; mesdames

black; noir noire noirs noires
white; blanc blanche blancs blanches
red; rouge rouges
blue; bleu bleue bleus bleues
green; vert verte verts vertes
yellow; jaune jaunes
orange; orange
pink; rose roses
grey gray; gris grise
brown; brun brune marron
purple violet; violet violette pourpre mauve

spring; printemps
summer; été
autumn fall; automne
winter; hiver

monday mondays; lundi lundis
tuesday tuesdays; mardi mardis
wednesday wednesdays; mercredi mercredis
thursday thursdays; jeudi jeudis
friday fridays; vendredi vendredis
saturday saturdays; samedi samedis
sunday sundays; dimanche dimanches
""")


def _values(table: str) -> RowsByWord:
    """Return words with a value as a block whose rows are the values; « un » is an article more often than a number."""
    block: RowsByWord = {"en": {}, "fr": {}}
    for side in SIDES:
        articles = LANGUAGES[side].articles | LANGUAGES[side].bare_one
        values: dict[str, int] = getattr(LANGUAGES[side], table)
        block[side] = {word: (value,) for word, value in values.items() if word not in articles}
    return block


# « sept » is seven and September, so each block is judged alone.
EXCLUSIVE_IN_SHORT_TEXTS: tuple[RowsByWord, ...] = (
    *OPPOSITES, *_CONTRARIES, *map(_values, ("months", "cardinals", "ordinals")),
)  # fmt: skip
