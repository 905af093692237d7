"""Made-up texts that are the same in both languages, or differ only in how figures are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from aligner.confidence.features.kept_words import words_to_translate
from aligner.evaluation.corruptions import Pair
from aligner.types import SIDES

CODES, TITLES, LISTS, FIGURES = 60, 600, 300, 30  # how many are made, of codes and figures of each form


def codes(rng: np.random.Generator) -> Iterator[str]:
    """Yield made-up results, addresses, telephone numbers and codes."""

    def digits(count: int) -> str:
        return "".join(map(str, rng.integers(0, 10, count)))

    def letters(count: int) -> str:
        return "".join(chr(97 + int(letter)) for letter in rng.integers(0, 26, count))

    makers: tuple[Callable[[], str], ...] = (
        lambda: f"{digits(1)}-{digits(1)}",
        lambda: f"{digits(1)}-{digits(1)}, {digits(1)}-{digits(1)}, 7-6 ({digits(1)})",
        lambda: f"https://www.{letters(6)}.{letters(3)}/{letters(5)}/20{digits(2)}/{letters(4)}-{letters(6)}",
        lambda: f"www.{letters(7)}.fr",
        lambda: f"{letters(5)}.{letters(6)}@{letters(7)}.com",
        lambda: f"ISBN 978-2-{digits(2)}-{digits(6)}-{digits(1)}",
        lambda: f"+33 {digits(1)} {digits(2)} {digits(2)} {digits(2)} {digits(2)}",
        lambda: f"#{letters(5).title()}{letters(5).title()}",
        lambda: f"@{letters(8)}",
        lambda: f"{letters(3).upper()}-{digits(4)}",
        lambda: f"{letters(3).upper()}/{letters(3).upper()}",
        lambda: f"{digits(2)}:{digits(2)}",
    )
    for maker in makers:
        for _ in range(CODES):
            yield maker()


def titles(entries: Sequence[Pair], rng: np.random.Generator) -> Iterator[str]:
    """Yield made-up titles and names of companies in capitals: "The Red Harbour Times", « La Voix du Port »."""
    connectors = {
        "en": ("", "", "", "of", "and", "&", "for", "of the", "and the", "in the"),
        "fr": ("", "", "de", "du", "et", "des", "de la", "et la"),
    }
    articles = {"en": ("", "", "The"), "fr": ("", "Le", "La", "Les")}
    for number in range(TITLES):
        side = SIDES[number % 2]
        words = [entries[index][number % 2].split()[0] for index in rng.integers(0, len(entries), 2 + number % 3)]
        joined = [str(rng.choice(articles[side]))]
        for place, word in enumerate(words):
            joined += [str(rng.choice(connectors[side])) if place else "", word.capitalize()]
        title = " ".join(filter(None, joined))
        if words_to_translate(title)[0] == 0:
            yield title


def lists(names: Sequence[str], rng: np.random.Generator) -> Iterator[str]:
    """Yield lists of names, and results of two of them."""
    names = [name for name in names if name[:1].isupper() and "," not in name and len(name.split()) < 4]
    for number in range(LISTS):
        chosen = [names[index] for index in rng.integers(0, len(names), 2 + number % 3)]
        one, two = rng.integers(0, 10, 2).tolist()
        if number % 4 == 0:
            yield f"{chosen[0]} {one}-{two} {chosen[1]}"
        elif number % 4 == 1:
            yield f"{chosen[0]} - {chosen[1]}: {one}-{two}"
        else:
            yield ", ".join(chosen)


def figures(rng: np.random.Generator) -> Iterator[Pair]:
    """Yield figures as each language writes them."""
    forms = (
        ("{a:,}", "{a: }"), ("{b}%", "{b} %"), ("${b}", "{b} $"), ("€{b}", "{b} €"), ("{b}.{c}%", "{b},{c} %"),
        ("€{b}.{c} million", "{b},{c} millions d’euros"), ("{b}.{c}", "{b},{c}"), ("Tel: +33 {a}", "Tél. : +33 {a}"),
        ("Tel. +44 {a}", "Tél. +44 {a}"), ("{h} am", "{h} h"), ("Page {b}", "Page {b}"),
        ("{b} km", "{b} km"), ("Score: {h}-{c}", "Score : {h}-{c}"), ("Source: {t}", "Source : {t}"),
        ("No. {b}", "N° {b}"), ("Chapter {h}", "Chapitre {h}"),
    )  # fmt: skip
    for en, fr in forms:
        for _ in range(FIGURES):
            large, small, digit, hour = (
                int(rng.integers(low, high)) for low, high in ((1000, 10**6), (13, 100), (1, 10), (1, 12))
            )
            own = {"a": large, "b": small, "c": digit, "h": hour, "t": f"AB{small}"}
            spaced = f"{large:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if digit % 2 else " ")
            yield en.format(**own), fr.replace("{a: }", spaced).format(**own)
