"""What codes and reasons mean, in words for people who know neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aligner.messages import message, reader, translated

HEADING_MESSAGES = {
    "addition": "Text was added", "attribution": "Someone else is quoted", "boilerplate": "Not part of the story",
    "byline": "The byline differs", "cause": "A cause differs", "code": "An identifier differs",
    "comparison": "A comparison differs", "credit": "A credit differs", "currency": "A currency differs",
    "date": "A date differs", "encoding": "Damaged characters", "entity": "Damaged characters",
    "grammar": "A mistake of grammar", "headline": "The headline differs", "idiom": "An idiom differs",
    "invisible": "Damaged characters", "layout": "The layout differs", "lead": "The opening differs",
    "ligature": "Damaged characters", "markup": "Left over from a web page", "modality": "More or less certain",
    "mojibake": "Damaged characters", "name": "A name differs", "negation": "A denial differs",
    "number": "A number differs", "omission": "Text is missing", "paragraph": "A paragraph differs",
    "percent": "A percentage differs", "place": "A place differs", "polarity": "The opposite is stated",
    "provenance": "The origin is not stated", "punctuation": "Punctuation differs", "quote": "A quotation differs",
    "relation": "A relation differs", "repetition": "A repetition", "role": "An office differs",
    "roles": "Who did what differs", "sentence": "A sentence is damaged", "spacing": "Spacing is wrong",
    "spelling": "A spelling mistake", "style": "The style differs", "term": "An odd term", "time": "A time differs",
    "unit": "A unit differs", "untranslated": "Not translated", "wording": "The wording differs",
}  # fmt: skip
UNKNOWN_HEADING_MESSAGE = "Another problem"  # found by a plug-in
# The beginnings of the reasons for dropping a segment, and what is shown in their place.
DROP_MESSAGES = {
    "no French for it": "without a French translation",
    "no English for it": "without an English translation",
    "repeats a segment that is kept elsewhere": "repeats a segment that is kept elsewhere",
    "confidence below ": "too uncertain: confidence below {confidence}",
    "no confidence keeps the promise": "not certain enough for the share of wrong ones that was allowed",
}
SHOWN_DROP_MESSAGES = ("no French for it", "no English for it", "no confidence keeps the promise")
LOW_CONFIDENCE = "confidence below "
CHANGED_FACT = "a critical change of fact: "
MAX_FACTS = 4  # named in the line of changed facts


class DropLine(NamedTuple):
    """How many segments were dropped, and why."""

    number: int
    reason: str


def heading_of(code: str) -> str:
    """Return what a finding with a code is about."""
    family = code.partition(".")[0]
    return message(HEADING_MESSAGES.get(family, UNKNOWN_HEADING_MESSAGE))


def explain_drops(dropped: Mapping[str, int]) -> list[DropLine]:
    """Return a line for each kind of reason, the most frequent first; changes of fact have one together."""
    facts = {why: number for why, number in dropped.items() if why.startswith(CHANGED_FACT)}
    lines = [DropLine(number, _plain(why)) for why, number in dropped.items() if why not in facts]
    if facts:
        lines.append(DropLine(sum(facts.values()), message("a fact differs: {facts}", facts=_list_facts(facts))))
    return sorted(lines, key=lambda line: (-line.number, line.reason))


def describe_drop(why: str) -> str:
    """Return the reason for which a segment was dropped, in the language of the reader."""
    if why.startswith(CHANGED_FACT):
        return message("a critical change of fact: {fact}", fact=translated(why.removeprefix(CHANGED_FACT)))
    if why.startswith(LOW_CONFIDENCE):
        return message("confidence below {confidence}", confidence=_number(why.removeprefix(LOW_CONFIDENCE)))
    return translated(why)


def _plain(why: str) -> str:
    start = next((start for start in DROP_MESSAGES if why.startswith(start)), "")
    return message(DROP_MESSAGES[start], confidence=_number(why.removeprefix(start))) if start else why


def _number(text: str) -> str:
    """Return a number with the decimal sign of the reader."""
    return text.replace(".", ",") if reader() == "fr" else text


def _list_facts(facts: Mapping[str, int]) -> str:
    names = [translated(why.removeprefix(CHANGED_FACT)) for why in sorted(facts, key=lambda why: (-facts[why], why))]
    return ", ".join(names[:MAX_FACTS]) + (" …" if len(names) > MAX_FACTS else "")


def common_name(ids: Iterable[str]) -> str:
    """Return the folder or file that the ids of documents have in common, "" if there is none."""
    common: list[str] | None = None
    for id in ids:
        path, _, record = id.partition("#")
        parts = path.split("/") if record else path.split("/")[:-1]
        if common is None:
            common = parts
        else:
            same = next((at for at, (a, b) in enumerate(zip(common, parts, strict=False)) if a != b), len(parts))
            common = common[:same]
        if not common:
            return ""
    return "/".join(common or ())
