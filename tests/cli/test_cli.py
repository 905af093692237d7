"""The command line: help, what it imports, and the rows that the smaller commands promise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import CASES, Run

from aligner.cli.main import cli

COMMANDS = [
    path
    for name, command in cli.commands.items()
    for path in ([name], *([name, inner] for inner in getattr(command, "commands", ())))
]
LIGHT = {"aligner.cli", "aligner.errors", "aligner.version"}
STORY = ("000_33d2a17c1c41bb3d.txt", "001_a5c8f691cedf92bb.txt")
HEAVY = "numpy torch faiss lxml rich tokenizers sentence_transformers trafilatura docx jinja2 rensa py3langid"
SEGMENTED = (
    "The bridge reopened on Monday.\nIt cost four million euros.\n\nThe mayor cut the ribbon.\n",
    "\nLe pont a rouvert lundi.\n \nIl a coûté quatre millions d’euros.\nLe maire a coupé le ruban.\n",
)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def imported(*commands: list[str]) -> list[set[str]]:
    """Return what commands import, one after the other: heavy modules, and this package's beyond its command line."""
    code = (
        f"import json, sys\nfrom aligner.cli.main import main\nfor command in {commands!r}:\n"
        "    sys.argv = ['aligner', *command]\n    try: main()\n    except SystemExit as stop: assert not stop.code\n"
        "    own = {name for name in sys.modules if name.startswith('aligner.') and name.count('.') == 1}\n"
        f"    found = set({HEAVY!r}.split()) & set(sys.modules) | own - {LIGHT!r}\n"
        "    print(json.dumps(sorted(found)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [set(json.loads(line)) for line in done.stderr.splitlines()]


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_help_has_an_example(command: list[str]) -> None:
    for option in ("-h", "--help"):
        done = CliRunner().invoke(cli, [*command, option])
        assert done.exit_code == 0 and "Example: aligner " in done.output
        assert max(map(len, done.output.splitlines())) <= 100


def test_examples_name_commands_and_options_that_exist() -> None:
    for path in COMMANDS:
        found: Any = cli
        for name in path:
            found = found.commands[name]
        known = {option for parameter in found.params for option in [*parameter.opts, *parameter.secondary_opts]}
        for example in (found.help or "").split("Example:")[1:]:
            words = example.split()
            assert words[1 : 1 + len(path)] == path
            assert {word for word in words if word.startswith("-")} <= known


def test_help_imports_nothing_heavy() -> None:
    commands = [[*command, "--help"] for command in ([], *COMMANDS)]
    found = imported(*commands)
    assert [(command, names) for command, names in zip(commands, found, strict=True) if names] == []


def test_pair_needs_no_torch(seeds: Path, tmp_path: Path) -> None:
    [found] = imported(["pair", str(seeds), "-o", str(tmp_path / "out"), "-q"])
    assert "numpy" in found, "otherwise this test sees nothing"
    assert not found & {"torch", "sentence_transformers", "trafilatura", "docx"}


def test_version(aligner: Run) -> None:
    assert aligner("--version").stdout.startswith("aligner, version ")


# align


@pytest.fixture
def segmented(tmp_path: Path) -> tuple[str, str]:
    """Write two files of one sentence per line, named as such files usually are."""
    for side, text in zip(("en", "fr"), SEGMENTED, strict=True):
        (tmp_path / f"story.{side}").write_text(text, "utf-8")
    return "story.en", "story.fr"


def test_align_has_every_sentence_in_one_line(seeds: Path, aligner: Run) -> None:
    done = aligner("align", *(seeds / name for name in STORY))
    assert done.returncode == 0 and not done.stderr
    found = rows(done.stdout)
    for side, least in (("en", 20), ("fr", 20)):
        numbers = [number for row in found for number in row[side]]
        assert numbers == list(range(len(numbers))) and len(numbers) >= least
    piped = aligner("align", "-", seeds / STORY[1], input=(seeds / STORY[0]).read_text("utf-8"))
    assert piped.stdout == done.stdout, "- is standard input"
    for row in found:
        assert set(row) == {"en", "fr", "confidence", "score"}
        assert 0 <= row["confidence"] <= 1


def test_align_of_segmented_files_counts_lines(segmented: tuple[str, str], aligner: Run) -> None:
    done = aligner("align", *segmented, "--segmented")
    assert [(row["en"], row["fr"]) for row in rows(done.stdout)] == [([0], [0]), ([1], [1]), ([2], [2])]


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_format_is_as_asked(form: str, segmented: tuple[str, str], aligner: Run) -> None:
    lines = aligner("align", *segmented, "--segmented", "--format", form).stdout.splitlines()
    if form == "jsonl":
        assert len(list(map(json.loads, lines))) == 3
    else:
        assert lines[0].split() == ["en", "fr", "confidence", "English", "French"]
        assert lines[1].split()[:2] == ["0", "0"] and "The bridge reopened" in lines[1]


def test_a_reader_that_has_had_enough_is_no_failure(seeds: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aligner", "align", *(str(seeds / name) for name in STORY)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait() == 0


# check, mark, unmark


def test_a_mark_suppresses_a_finding_until_it_is_removed(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "story.txt").write_text("The mayor opened the the new bridge on Monday. It cost little.\n", "utf-8")
    (row,) = rows(aligner("check", "story.txt").stdout)
    (finding,) = (finding for finding in row["findings"] if finding["code"] == "repetition.word")
    arguments = ("story.txt", finding["code"], finding["text"])
    assert aligner("mark", *arguments).stdout == "1 marked in story.txt.marks\n"
    (marked,) = rows(aligner("check", "story.txt").stdout)
    assert marked["suppressed"] == row["suppressed"] + 1 and finding not in marked["findings"]
    assert aligner("unmark", *arguments).stdout == "1 unmarked in story.txt.marks\n"
    assert rows(aligner("check", "story.txt").stdout) == [row]
    missing = aligner("unmark", "story.txt", "no.such", "word")
    assert missing.returncode == 3 and "no finding no.such" in missing.stderr


@pytest.fixture
def market(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "story.txt").write_text("The market of Valmont opens on Thursday, the mayor said.\n", "utf-8")
    (tmp_path / "copy.txt").write_text("Le marché de Valmont ouvre mardi, a déclaré le maire.\n", "utf-8")
    return "check", "--original", "story.txt", "copy.txt"


def test_messages_in_both_languages_with_the_same_codes(market: tuple[str, ...], aligner: Run) -> None:
    found = {lang: rows(aligner(*market, "--lang", lang).stdout)[0] for lang in ("en", "fr")}
    messages = {lang: [finding.pop("message") for finding in row["findings"]] for lang, row in found.items()}
    assert messages["en"] == ["“mardi” (Tuesday) — the original says “Thursday”"]
    assert messages["fr"] == ["« mardi » — l’original dit « Thursday » (jeudi)"]
    assert [row.pop("summary") for row in found.values()] == ["1 fact changed", "1 fait changé"]
    assert all("10" in row["verdict"].pop("reason") for row in found.values())
    assert found["en"] == found["fr"]


@pytest.mark.parametrize(("locale", "options"), [("fr_FR.UTF-8", ()), ("C.UTF-8", ("--lang", "fr"))])
def test_a_table_in_french(
    market: tuple[str, ...], aligner: Run, monkeypatch: pytest.MonkeyPatch, locale: str, options: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    shown = aligner(*market, *options, "--format", "table").stdout
    lines = shown.splitlines()
    assert lines[0].startswith("copy.txt  comparé à story.txt (")
    assert [line.strip() for line in lines[1:4]] == [
        "1 fait changé", "pas de verdict : trop court pour en juger (1 sur 10 phrases)", "critique (1)",
    ]  # fmt: skip


# dedup, score, eval, list


def test_dedup(tmp_path: Path, seeds: Path, aligner: Run) -> None:
    text = (seeds / STORY[0]).read_text("utf-8")
    (tmp_path / "in").mkdir()
    for name, content in (("a.txt", text), ("b.txt", text), ("c.txt", text[: len(text) * 9 // 10]), ("d.docx", "no")):
        (tmp_path / "in" / name).write_text(content, "utf-8")
    done = aligner("dedup", "in")
    assert done.returncode == 0
    found = rows(done.stdout)
    assert [(row["kept"], row["dropped"], row["level"]) for row in found] == [
        ("a.txt", "b.txt", "exact"),
        ("a.txt", "c.txt", "near"),
    ]
    assert {"kept", "dropped", "level", "score", "spans"} <= set(found[0])
    assert "d.docx" in done.stderr, "what cannot be read is reported"
    assert aligner("dedup", "in", "-o", "out").stdout == ""
    assert (tmp_path / "out" / "duplicates.jsonl").read_text("utf-8") == done.stdout


def test_score_gives_one_row_a_line_in_order(tmp_path: Path, aligner: Run) -> None:
    cases = [json.loads(line) for line in (CASES / "cli" / "score.jsonl").read_text("utf-8").splitlines()]
    (tmp_path / "memory.tsv").write_text("".join(case["line"] + "\n" for case in cases), "utf-8")
    done = aligner("score", "memory.tsv")
    assert done.returncode == 0
    bad = [at for at, case in enumerate(cases, 1) if case["least"] is None]
    assert [int(line.split()[1].rstrip(":")) for line in done.stderr.splitlines()] == bad
    piped = aligner("score", "-", input=(tmp_path / "memory.tsv").read_text("utf-8"))
    assert piped.stdout == done.stdout, "- is standard input"
    found = rows(done.stdout)
    assert len(found) == len(cases)
    for row, case in zip(found, cases, strict=True):
        assert set(row) == {"confidence", "reasons", "reason_spots", "findings"} and isinstance(row["findings"], list)
        if case["least"] is None:
            assert row["confidence"] is None and row["reasons"]
        else:
            assert case["least"] <= row["confidence"] <= case["most"], case
            assert all(any(reason.startswith(said) for reason in row["reasons"]) for said in case["reasons"])


def test_eval_align(tmp_path: Path, aligner: Run) -> None:
    for side, text in zip(("en", "fr"), SEGMENTED, strict=True):
        lines = [line for line in text.splitlines() if line.strip()]
        (tmp_path / f"a.{side}").write_text("".join(f"0\t{line}\n" for line in lines), "utf-8")
    (tmp_path / "a.gold").write_text("[0]:[0]\n[1]:[1]\n[2]:[2]\n")
    (tmp_path / "b.gold").write_text("[0, 1]:[0]\n[2]:[]\n[]:[1, 2]\n")
    for side in ("en", "fr"):
        (tmp_path / f"b.{side}").write_bytes((tmp_path / f"a.{side}").read_bytes())
    right, wrong, pooled = rows(aligner("eval", "align", "a.gold", "b.gold").stdout)
    measures = {f"{name}{part}": 1.0 for name in ("strict", "lax") for part in ("", "_precision", "_recall")}
    assert right == {"text": "a", **measures, "null": 0.0, "null_precision": 0.0, "null_recall": 0.0, "beads": 3}
    assert wrong["strict"] == 0.0 and pooled["text"] == "pooled" and 0 < pooled["strict"] < 1


def test_eval_retrieval(tmp_path: Path, aligner: Run) -> None:
    pairs = zip(*([line for line in text.splitlines() if line.strip()][:3] for text in SEGMENTED), strict=True)
    (tmp_path / "a.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in pairs), "utf-8")
    [row] = rows(aligner("eval", "retrieval", "a.tsv").stdout)
    assert row["file"] == "a.tsv" and row["pairs"] == 3 and row["top1"] == row["top1_margin"] == 1.0


@pytest.mark.parametrize("kind", [None, "readers", "writers", "encoders", "detectors"])
def test_list(kind: str | None) -> None:
    shown = CliRunner().invoke(cli, ["list", "--format", "table", *filter(None, [kind])]).output.splitlines()
    families = {line.split()[0] for line in shown} - {"-"}
    assert families == {kind.removesuffix("s")} if kind else families >= {"reader", "writer", "encoder"}
    assert all(len(line.split()) > 3 for line in shown), "each line describes the part"
    piped = rows(CliRunner().invoke(cli, ["list", *filter(None, [kind])]).output)
    parts = [(row["kind"], row["name"], row["description"]) for row in piped]
    assert [(line[:8].strip(), line[9:21].strip(), line[22:]) for line in shown if not line.startswith("  ")] == parts
    described = [rule["code"] for row in piped for rule in row.get("rules", ())]
    assert described == [line.split()[1] for line in shown if line.startswith("  ")]


@pytest.mark.parametrize("command", [["check", "-"], ["dedup", "-"], ["index", "query", "desk.db", "-"]], ids=" ".join)
def test_a_story_from_standard_input(command: list[str], seeds: Path, aligner: Run) -> None:
    story = (seeds / STORY[0]).read_text("utf-8")
    aligner("index", "add", "desk.db", seeds / STORY[0])
    records = "\n".join(json.dumps({"id": number, "text": story}) for number in (1, 2))
    [*found] = rows(aligner(*command, input=records).stdout)
    names = {row.get("document") or row.get("dropped") for row in found}
    assert len(found) == (1 if command[0] == "dedup" else 2) and names <= {"-#1", "-#2"}
    plain = aligner(*command, input=story)
    assert plain.returncode == 0 and len(rows(plain.stdout)) == (0 if command[0] == "dedup" else 1)
    empty = aligner(*command, input="")
    assert "is empty" in empty.stderr + empty.stdout


def test_standard_input_is_not_added_to_an_index(aligner: Run) -> None:
    done = aligner("index", "add", "desk.db", "-", input="A story.")
    assert done.returncode == 2 and "no name" in done.stderr
