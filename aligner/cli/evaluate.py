"""`aligner eval`: metrics on gold data."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.options import FORMAT, MODEL, PATH, PRIOR


@click.group("eval")
def evaluate() -> None:
    """Measure quality on gold data.

    Example: aligner eval align novels/Emma.gold
    """


@evaluate.command("align")
@click.argument("gold", nargs=-1, required=True, type=PATH)
@click.option("--no-paragraphs", is_flag=True, help="Ignore paragraph numbers.")
@FORMAT
@MODEL
def evaluate_align(gold: tuple[Path, ...], no_paragraphs: bool, output_format: str | None, model: str) -> None:
    """Compute strict and lax F1 of beads (as Vecalign defines them), and F1 of nulls.

    NAME.gold holds "[en lines]:[fr lines]" rows; NAME.en and NAME.fr, in the same folder,
    hold "paragraph<TAB>sentence" rows.

    Example: aligner eval align novels/*.gold
    """
    from aligner.cli import console
    from aligner.evaluation.gold import alignment_rows

    console.print_rows(alignment_rows(gold, paragraphs=not no_paragraphs, model=model), output_format)


@evaluate.command("retrieval")
@click.argument("files", nargs=-1, required=True, type=PATH)
@FORMAT
@MODEL
def evaluate_retrieval(files: tuple[Path, ...], output_format: str | None, model: str) -> None:
    """Compute the top-1 accuracy of the encoder on "english<TAB>french" lines, by cosine and by margin.

    Example: aligner eval retrieval tatoeba.tsv
    """
    from aligner.cli import console
    from aligner.evaluation.gold import retrieval_rows

    console.print_rows(retrieval_rows(files, model=model), output_format)


@evaluate.command("confidence")
@click.argument("files", nargs=-1, required=True, type=PATH)
@PRIOR
@click.option("--plot", type=PATH, metavar="FILE", help="Draw the reliability diagram into this SVG file.")
@FORMAT
def evaluate_confidence(files: tuple[Path, ...], prior: float, plot: Path | None, output_format: str | None) -> None:
    """Measure how reliable the confidence is on pairs that are known to be right.

    FILES are pairs as aligner score reads them, lines in the order of their texts; a third column
    names the document. Wrong pairs are made from them by named corruptions: half of the next
    sentence appended, a number changed, a negation reversed... The output has AUC, average
    precision, calibration error (15 bins of equal mass), Brier score, what each threshold keeps,
    and for each corruption the share detected at the threshold that keeps 95 % of the right pairs.

    Example: aligner eval confidence flores.tsv --plot reliability.svg
    """
    from aligner.cli import console
    from aligner.evaluation.confidence import confidence_rows

    console.print_rows(confidence_rows(files, prior=prior, plot=plot), output_format)


@evaluate.command("words")
@click.argument("pairs", type=PATH)
@click.argument("gold", type=PATH)
@FORMAT
@MODEL
def evaluate_words(pairs: Path, gold: Path, output_format: str | None, model: str) -> None:
    """Compute the alignment error rate (AER) of word links, for both ways of finding them.

    PAIRS holds "english ||| french" lines, words separated by spaces. GOLD has, line by line,
    positions of linked words, counted from 1: 2-3 is a sure link, 2p3 a possible one.

    Example: aligner eval words enfr.src-tgt enfr.gold
    """
    from aligner.cli import console
    from aligner.evaluation.gold import word_link_rows

    console.print_rows(word_link_rows(pairs, gold, model=model), output_format)
