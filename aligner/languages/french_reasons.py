"""Why a segment is doubtful, in French, by the English templates; see `aligner.messages`."""

from __future__ import annotations

from collections.abc import Mapping

FRENCH_REASON_MESSAGES: Mapping[str, str] = {
    "the same text on both sides": "le même texte des deux côtés",
    "the sides are dissimilar (similarity {similarity})": "les deux côtés diffèrent (ressemblance {similarity})",
    "as similar to a neighbouring sentence": "aussi semblable à une phrase voisine",
    "negated on one side only": "nié d’un seul côté",
    "“{one}” and “{two}” exclude each other": "« {one} » et « {two} » s’excluent",
    "“{item}”": "« {item} »",
    "the French lacks a number of the English: {listed}": "il manque au français un nombre de l’anglais : {listed}",
    "the French lacks {count} numbers of the English: {listed}": (
        "il manque au français {count} nombres de l’anglais : {listed}"
    ),
    "the English lacks a number of the French: {listed}": "il manque à l’anglais un nombre du français : {listed}",
    "the English lacks {count} numbers of the French: {listed}": (
        "il manque à l’anglais {count} nombres du français : {listed}"
    ),
    "the French lacks a name of the English: {listed}": "il manque au français un nom de l’anglais : {listed}",
    "the French lacks {count} names of the English: {listed}": (
        "il manque au français {count} noms de l’anglais : {listed}"
    ),
    "the English lacks a name of the French: {listed}": "il manque à l’anglais un nom du français : {listed}",
    "the English lacks {count} names of the French: {listed}": (
        "il manque à l’anglais {count} noms du français : {listed}"
    ),
    "not translated in French: “{passage}”": "non traduit en français : « {passage} »",
    "not translated in English: “{passage}”": "non traduit en anglais : « {passage} »",
    "unlikely given the French: {listed}": "peu probable d’après le français : {listed}",
    "unlikely given the English: {listed}": "peu probable d’après l’anglais : {listed}",
    "words are repeated in a loop in English": "des mots se répètent en boucle en anglais",
    "words are repeated in a loop in French": "des mots se répètent en boucle en français",
    "English words in the French": "des mots anglais dans le français",
    "French words in the English": "des mots français dans l’anglais",
    "the word order differs": "l’ordre des mots diffère",
    "the lengths do not match": "les longueurs ne concordent pas",
    "not translated": "non traduit",
    "moved": "déplacé",
    "critical change of fact: {finding}": "fait changé, critique : {finding}",
    "major change of fact: {finding}": "fait changé, majeur : {finding}",
}
