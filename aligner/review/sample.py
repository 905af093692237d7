"""A sample of pairs to be judged, and what can be promised on the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aligner.confidence.promise import Candidate, Candidates, JudgedSample, make_promise
from aligner.errors import ConflictError
from aligner.pipeline.promise import candidates_of
from aligner.report.promise import describe_promise
from aligner.review.apply import VERDICTS
from aligner.review.judged import judged_pairs
from aligner.review.session import Session, Submission
from aligner.review.units import ACCEPTED, Unit, text_digest, unit_names
from aligner.settings import Settings

DEFAULT_SHARE = 0.05  # of wrong pairs, where the run promised nothing
SAMPLE_MARK: Mapping[str, Any] = {"sample": 1}  # in the body of a decision that answers a question of a sample
_VERB = {verdict == ACCEPTED: verb for verb, verdict in VERDICTS.items()}


class Asked(NamedTuple):
    """A pair to be judged: where its unit is, and the unit."""

    id: str
    pair: int
    name: str
    unit: Unit

    def plain(self) -> dict[str, Any]:
        """Return what a page needs to ask, and to send the answer."""
        en, fr = self.texts
        return {"pair": self.pair, "unit": self.name, "seen": text_digest(self.unit), "en": en, "fr": fr}

    @property
    def texts(self) -> tuple[str, str]:
        """The texts of both sides."""
        return self.unit.segment.en_text, self.unit.segment.fr_text


class Sample:
    """The sample of a run.

    Parameters
    ----------
    at_most_wrong : the share of wrong pairs to promise, 0 for that of the run
    size : questions to ask in all
    """

    def __init__(self, session: Session, at_most_wrong: float, size: int) -> None:
        self.session, self.size = session, size
        self.pair_of: dict[str, int] = {}
        corpus = session.run.corpus
        own = corpus.promise.alpha if corpus.promise else DEFAULT_SHARE
        least = corpus.signature.get("min_confidence", Settings().min_confidence)
        least = float(least) if isinstance(least, int | float) else Settings().min_confidence
        self.candidates = Candidates(self._found(), at_most_wrong or own, least)
        self._answers: tuple[int, JudgedSample] | None = None

    def _found(self) -> Iterator[Candidate]:
        run = self.session.run
        for number, entry in enumerate(run.pairs):
            for candidate in candidates_of(run.stored_segments(entry), run.documents(entry)):
                self.pair_of.setdefault(candidate.id, number)
                yield candidate

    @property
    def answers(self) -> JudgedSample:
        """The answers so far."""
        history = self.session.history
        if self._answers is None or self._answers[0] != history.last:
            self._answers = history.last, JudgedSample(self.candidates, judged_pairs(history.active()))
        return self._answers[1]

    @property
    def asked(self) -> int:
        """The number of questions that are answered."""
        active = self.session.history.active()
        return len({row.unit for row in active if row.verb in VERDICTS and SAMPLE_MARK.items() <= row.body.items()})

    def questions(self) -> Iterator[Asked]:
        """Yield the pairs to ask for, the most useful first, until the sample has its size or no answer is needed."""
        left = max(0, self.size - self.asked)
        for id in self.answers.next_ids() if left else ():
            if (found := self.find(id)) is not None:
                yield found
                left -= 1
                if not left:
                    return

    def find(self, id: str) -> Asked | None:
        """Return the first unit with the sentences of a pair, None if reviewers have put it together otherwise."""
        number = self.pair_of.get(id)
        units = self.session.state(number).units if number is not None else ()
        index = next((index for index, unit in enumerate(units) if unit.key == id), None)
        return None if index is None or number is None else Asked(id, number, unit_names(units)[index], units[index])

    def answer(self, id: str, right: bool, reviewer: str) -> bool:
        """Log an answer; return whether its unit still exists as it was aligned."""
        found = self.find(id)
        if found is None or found.unit.changed_by:
            return False
        try:
            self.session.decide(Submission(found.pair, found.name, _VERB[right], reviewer, SAMPLE_MARK))
        except ConflictError:
            return False
        return True

    def status(self) -> dict[str, Any]:
        """Return the next question, how many are answered, and what can be promised."""
        question = next(self.questions(), None)
        promise = make_promise(self.answers)
        asked = self.asked
        return {
            "question": question.plain() if question else None,
            "asked": asked,
            "size": self.size,
            "promise": describe_promise(promise),
            "met": question is None and asked < self.size,
            "version": self.session.history.last,
        }
