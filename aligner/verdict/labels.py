"""Report the origin of a document in one word for its probabilities, or that they do not carry one.

A probability is worth what documents of makers that nothing was learnt from show, and these differ by what a document
was compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from aligner.messages import message
from aligner.types import Side

Label = Literal["human", "machine_translation", "spun", "mixed", "cannot_say"]
# What a verdict rests on: the text alone, or next to a version in the other or in the same language; what a file
# declares; loops that no person writes.
VerdictBasis = Literal["", "alone", "across", "alike", "declared", "loops"]
# From which a document is called one by people. Next to a version, at most one in ten documents of a left-out maker of
# weak text reaches it. Alone they are nearer to people's, above all in English, where more certainty is asked for.
MIN_HUMAN_PROBABILITY: dict[tuple[VerdictBasis, Side], float] = {
    ("alone", "en"): 0.98, ("alone", "fr"): 0.9, ("across", "en"): 0.85, ("across", "fr"): 0.75, ("alike", "en"): 0.8,
    ("alike", "fr"): 0.8,
}  # fmt: skip
MIN_MADE_PROBABILITY = 0.5  # of a kind or of a mixture; at most 3 % of documents by people reach it

_HUMAN_MESSAGES = {
    "alone": "nothing in the text shows a machine, but a good translation system writes so, too",
    "across": "next to {version} its words are those of people, but a good translation system writes so, too",
}
_MACHINE_MESSAGES = {
    "alone": "its words follow each other as those of translation systems do",
    "across": "next to {version} its words are those of a translation system",
}
_SPUN_MESSAGES = {
    "alone": "its words do not fit each other, as where a program replaced some",
    "across": "next to {version} words were replaced by others that do not fit",
}
_MESSAGES = {"human": _HUMAN_MESSAGES, "machine_translation": _MACHINE_MESSAGES, "spun": _SPUN_MESSAGES}


def choose_label(shares: Mapping[str, float], basis: VerdictBasis, side: Side) -> Label:
    """Return the word for the probabilities of a document.

    Parameters
    ----------
    shares : probabilities of human, machine_translation, spun and mixed
    """
    kind = max(shares, key=shares.__getitem__)
    known = MIN_HUMAN_PROBABILITY if kind == "human" else {}
    least = known.get((basis, side), MIN_MADE_PROBABILITY)
    return kind if shares[kind] >= least else "cannot_say"  # type: ignore[return-value]


def explain(label: Label, shares: Mapping[str, float], version: str) -> str:
    """Return in plain words why a document has its label.

    Parameters
    ----------
    version : id of the version that it was compared with, "" without one
    """
    if label == "mixed":
        return message("people wrote a part of it, and a machine or a spinner another")
    if label != "cannot_say":
        return message(_MESSAGES[label]["across" if version else "alone"], version=version)
    if shares["human"] < MIN_MADE_PROBABILITY and shares["mixed"] < shares["machine_translation"] + shares["spun"]:
        return message("a machine or a spinner made it, but which of them is open")
    if version:
        return message("next to {version} it is between the texts of people and those of machines", version=version)
    return message("alone it is between the texts of people and those of machines; compare it with its original")
