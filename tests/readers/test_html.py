"""A web page keeps every sentence of its story whole, and is read in little time whatever its markup."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import CASES, assert_linear_time
from conftest import read as read_cases

from aligner.errors import InputError
from aligner.readers import read
from aligner.readers.markup.html_tree import MAX_TAGS, parse_html
from aligner.types import RawDocument

ROWS = read_cases(CASES / "readers" / "html.jsonl")
STORY = {
    "en": (
        "The harbour of Selby reopened on Tuesday after a winter of repairs that cost the town eleven million pounds.",
        "Ferries will sail again from Friday, the harbour master told the members of the council in the evening.",
    ),
    "fr": (
        "Le port de Brévane a rouvert mardi après un hiver de travaux qui a coûté onze millions d’euros à la commune.",
        "Les bacs navigueront de nouveau dès vendredi, a indiqué le capitaine du port aux élus dans la soirée.",
    ),
}
BYTES = 200_000
# What is repeated until it fills a page of `BYTES`, with no end tags.
REPEATED = (
    "<div>", "<div>x", "<b>", "<b>x", "<b>x</b> ", "<a href=x>w", "<a href=x>w</a> ", "<p>", "<p>some words.",
    "<table><tr><td>x", "<ul><li>x", "<li>x", "<q>x ", "<q>x</q> y ", "x<sup>2", "x<sup>2</sup>", "<time>x</time> y ",
    "<math><msup>", "<blockquote>x", "<nav>x", "<form>x", "<select><option>x", "<script>", "<!--", "<", "&", "x",
    "x<br>", "<label>x</label>", "<p " + "".join(f"a{number} " for number in range(300)) + ">x",
)  # fmt: skip


def page(story: str, language: str = "en") -> str:
    lang = f' lang="{language}"' if language else ""
    return f"<!DOCTYPE html><html{lang}><head><title>Port</title></head><body><article>{story}</article></body></html>"


def paragraphs_of(html: str, folder: Path) -> list[str]:
    path = folder / "page.html"
    path.write_text(html, "utf-8")
    (found,) = read("page.html", path)
    assert isinstance(found, RawDocument)
    return found.text.split("\n\n")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_words_of_the_story_stay_in_their_sentence(row: dict[str, str], tmp_path: Path) -> None:
    first, last = STORY[row["lang"] or "fr"]
    html = page(f"<p>{first}</p>{row['html']}<p>{last}</p>", row["lang"])
    assert paragraphs_of(html, tmp_path) == [first, *row["text"], last]


@pytest.mark.parametrize("repeated", REPEATED, ids=lambda text: text[:20])
def test_any_nesting_is_read_in_little_time_and_keeps_the_story(repeated: str, tmp_path: Path) -> None:
    first, last = STORY["en"]

    def read_page(size: int) -> None:
        html = page(f"<p>{first}</p><p>{last}</p>" + repeated * (size // len(repeated)))
        text = "\n".join(paragraphs_of(html, tmp_path))
        assert first in text and last in text

    assert_linear_time(read_page, BYTES)


def test_nothing_is_lost_below_many_levels(tmp_path: Path) -> None:
    first, last = STORY["en"]
    for tag in ("div", "b", "blockquote", "section"):
        text = paragraphs_of(page(f"<p>{first}</p>" + f"<{tag}>" * 5000 + "deep" + f"</{tag}>" * 5000 + last), tmp_path)
        assert [first, "deep", last] == [
            part for line in text for part in line.replace("deep", "deep\n").split("\n") if part
        ]


def test_page_of_usual_size_has_a_tree_and_others_have_none() -> None:
    assert parse_html("<p>a</p>" * 1000) is not None
    assert parse_html("<p>" * (MAX_TAGS + 1)) is None
    assert parse_html("<div>" * 250) is None
    assert parse_html("") is None


def test_mutated_pages_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(5)
    pages = [page(f"<p>{STORY[row['lang'] or 'fr'][0]}</p>{row['html']}", row["lang"]).encode() for row in ROWS]
    for _ in range(150):
        data = bytearray(chance.choice(pages))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(9)] = chance.choice(
                (b"<", b"</p>", b"<sup>", b"<q>", b"&#1;", b"\xff", b"")
            )
        path = tmp_path / "mutated.html"
        path.write_bytes(data)
        try:
            assert list(read("mutated.html", path))
        except InputError as error:
            assert "unexpected" not in str(error)
