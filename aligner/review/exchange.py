"""Exchange a sample with people who judge in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.messages import message
from aligner.review.answers import Question, describe_faults, read_answers, write_sample
from aligner.review.decision import MAX_NAME_CHARS, clean_name
from aligner.review.sample import Sample


def exchange(sample: Sample, judged: Path | None, sample_file: Path | None) -> Iterator[str]:
    """Import the answers of a file and write the questions to another, if they are given, and describe both in lines.

    Raises
    ------
    InputError, OutputError, PackageMissingError, UsageError
    """
    if judged:
        yield from import_answers(sample, judged)
    if sample_file:
        yield write_questions(sample, sample_file)


def import_answers(sample: Sample, path: Path) -> Iterator[str]:
    """Log the answers of a file that differ from what is known, and describe them in lines."""
    answers = read_answers(path, sample.pair_of)
    yield from describe_faults(path.name, answers)
    known, reviewer = sample.answers.right, clean_name(path.name[:MAX_NAME_CHARS])
    new = {id: right for id, right in answers.right.items() if known.get(id) != right}
    with sample.session.log.writing():
        lost = sum(not sample.answer(id, right, reviewer) for id, right in new.items())
    if lost:
        yield message(
            "{name}: {count} pairs were put together otherwise in the review, not used", name=path.name, count=lost
        )
    yield message(
        "{name}: {count} pairs judged, {right} of them right; {new} answers are new",
        name=path.name,
        count=len(answers.right),
        right=sum(answers.right.values()),
        new=len(new) - lost,
    )
    yield f"{message('Promise'):<10} {sample.status()['promise']}"


def write_questions(sample: Sample, path: Path) -> str:
    """Write the pairs of a sample that are not judged yet, and describe the file."""
    questions = [Question(asked.id, *asked.texts) for asked in sample.questions()]
    write_sample(questions, path)
    return message(
        "{path}: {count} pairs to judge: write yes or no into the column right, then --judged {path}",
        path=path,
        count=len(questions),
    )
