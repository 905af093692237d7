"""Measure the findings on stories by machines and a thesaurus, in which every wrong phrase was marked by hand.

    python -m scripts.quality.marked_stories

Each story is checked next to its original in the other language. The figures are the marked phrases that a critical or
major finding meets, the critical or major findings that meet a marked phrase, and those on stories that people wrote.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aligner.checking.check import check_files
from aligner.checking.results import CheckResult
from aligner.types import Span

STORIES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "checking" / "made"
HUMAN_NAME = "story"  # with which the names of people's stories begin
MADE_NAMES = ("machine", "spun")
_MARK = re.compile(r"\{([^}]*)\}")
_NAME = re.compile(r"([a-z]+)(\d)\.(en|fr)\.txt")


class MarkedStory(NamedTuple):
    """A story that was checked next to its original.

    marked : the phrases that were marked in it
    """

    name: str
    result: CheckResult
    marked: list[Span]

    @property
    def severe(self) -> list[Span]:
        """The spans of the critical and major findings."""
        return [(found.start, found.end) for found in self.result.findings if found.severity != "minor"]


class MarkedFigures(NamedTuple):
    """Counts of some stories.

    found, marked : marked phrases that a finding meets, and all of them
    right, reported : critical and major findings that meet a marked phrase, and all of them
    """

    stories: int
    found: int
    marked: int
    right: int
    reported: int

    @property
    def recall(self) -> float:
        """The share of the marked phrases that are found."""
        return self.found / max(1, self.marked)

    @property
    def precision(self) -> float:
        """The share of the findings that are right."""
        return self.right / max(1, self.reported)

    @property
    def alarms(self) -> float:
        """The findings per story that meet no marked phrase."""
        return (self.reported - self.right) / max(1, self.stories)


def names_of(*kinds: str) -> list[str]:
    """Return the names of the stories of some kinds."""
    return sorted(path.name for path in STORIES.glob("*.txt") if path.name.startswith(kinds))


def read_marked(text: str) -> tuple[str, list[Span]]:
    """Return a text without the braces around its marked phrases, and where these are."""
    spans: list[Span] = []
    for match in _MARK.finditer(text):
        start = match.start() - 2 * len(spans)
        spans.append((start, start + len(match[1])))
    return _MARK.sub(r"\1", text), spans


def check_story(name: str, folder: Path) -> MarkedStory:
    """Check a story next to its original; its text without marks is written to `folder`."""
    text, spans = read_marked((STORIES / name).read_text("utf-8"))
    parts = _NAME.fullmatch(name)
    assert parts, f"{name} is no name of a story"
    original = STORIES / f"{HUMAN_NAME}{parts[2]}.{'fr' if parts[3] == 'en' else 'en'}.txt"
    copy = folder / name
    copy.write_text(text, "utf-8")
    (result,) = check_files([copy], original=original).results
    return MarkedStory(name, result, spans)


def count(stories: Iterable[MarkedStory]) -> MarkedFigures:
    """Count the marked phrases and the findings of stories."""
    rows = []
    for story in stories:
        hits = story.severe
        found = sum(any(_overlap(span, hit) for hit in hits) for span in story.marked)
        right = sum(any(_overlap(span, hit) for span in story.marked) for hit in hits)
        rows.append((1, found, len(story.marked), right, len(hits)))
    return MarkedFigures(*map(sum, zip(*rows, strict=True)))


def _overlap(one: Span, two: Span) -> bool:
    return min(one[1], two[1]) > max(one[0], two[0])


def measure_marked(data: Path) -> dict[str, float]:
    """Return the figures of the gate; `data` is not read."""
    with TemporaryDirectory() as folder:
        made = count(check_story(name, Path(folder)) for name in names_of(*MADE_NAMES))
        human = count(check_story(name, Path(folder)) for name in names_of(HUMAN_NAME))
    return {
        "marked.recall": made.recall,
        "marked.precision": made.precision,
        "marked.human.false_alarms": human.alarms,
    }


def main() -> None:
    """Print the figures by kind."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    print(f"{'stories':12}{'marked':>8}{'found':>8}{'recall':>8}{'reported':>10}{'precision':>11}{'alarms/story':>14}")
    with TemporaryDirectory() as folder:
        checked = {
            kind: [check_story(name, Path(folder)) for name in names_of(kind)] for kind in (*MADE_NAMES, HUMAN_NAME)
        }
    for title, kinds in (
        *((kind, (kind,)) for kind in MADE_NAMES),
        ("all made", MADE_NAMES),
        ("by people", (HUMAN_NAME,)),
    ):
        own = count(story for kind in kinds for story in checked[kind])
        shares = f"{own.recall:8.2f}{own.reported:10}{own.precision:11.2f}"
        print(f"{title:12}{own.marked:8}{own.found:8}{shares}{own.alarms:14.2f}")


if __name__ == "__main__":
    main()
