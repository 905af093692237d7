"""The detectors by name, and what each may report."""

from __future__ import annotations

from importlib import import_module

from aligner.detectors.view import Rule
from aligner.registry import names

DETECTORS = {
    "acronyms": "aligner.detectors.rules.acronyms:detect",
    "boilerplate": "aligner.detectors.rules.boilerplate:detect",
    "broken": "aligner.detectors.rules.split_sentences:detect",
    "changes": "aligner.detectors.rules.copy_changes:detect",
    "classes": "aligner.detectors.rules.closed_classes:detect",
    "credentials": "aligner.detectors.rules.content_credentials:detect",
    "denials": "aligner.detectors.rules.denials:detect",
    "doubled": "aligner.detectors.rules.doubled_punctuation:detect",
    "foreign": "aligner.detectors.rules.foreign_passages:detect",
    "fused": "aligner.detectors.rules.fused_sentences:detect",
    "glued": "aligner.detectors.rules.glued_compounds:detect",
    "hyphens": "aligner.detectors.rules.torn_compounds:detect",
    "invisible": "aligner.detectors.rules.invisible_characters:detect",
    "leftovers": "aligner.detectors.rules.conversion_leftovers:detect",
    "loops": "aligner.detectors.rules.repetition:detect",
    "mojibake": "aligner.detectors.rules.mojibake:detect",
    "numbers": "aligner.detectors.rules.numbers:detect",
    "offices": "aligner.detectors.rules.titles_and_offices:detect",
    "persons": "aligner.detectors.rules.person_names:detect",
    "provenance": "aligner.detectors.rules.attribution:detect",
    "quotes": "aligner.detectors.rules.altered_quotes:detect",
    "residue": "aligner.detectors.rules.untranslated:detect",
    "roles": "aligner.detectors.rules.roles:detect",
    "sentences": "aligner.detectors.rules.omissions:detect",
    "signatures": "aligner.detectors.rules.signatures:detect",
    "slips": "aligner.detectors.rules.grammar:detect",
    "spacing": "aligner.detectors.rules.spacing:detect",
    "terms": "aligner.detectors.rules.wrong_terms:detect",
    "truncated": "aligner.detectors.rules.truncation:detect",
    "variants": "aligner.detectors.rules.spelling_variants:detect",
    "voice": "aligner.detectors.rules.first_person_voice:detect",
    "wording": "aligner.detectors.rules.wording:detect",
}

# Those of them that may report a change of fact, in the order in which they run.
FACT_DETECTORS = ("changes", "classes", "denials", "numbers", "offices", "persons", "provenance", "quotes", "roles")


def load_rules(name: str) -> tuple[Rule, ...]:
    """Return what a detector may report."""
    target = DETECTORS.get(name) or names("detectors", DETECTORS)[name]
    module = target.partition(":")[0]
    declared: tuple[Rule, ...] = import_module(module).RULES
    return declared
