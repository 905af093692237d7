"""Shared by the tests of the review: units of plain texts, a folder as `aligner pair` writes it, a server."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import CASES as ALL_CASES
from lxml import html

from aligner import __version__
from aligner.review.units import Unit, new_unit, whole_sentence
from aligner.types import Bead, Corpus, Document, DocumentPair, Finding, Segment, Sentence
from aligner.writers import manifest, records

CASES = ALL_CASES / "review"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def story(id: str, side: str, sentences: Sequence[str]) -> Document:
    """Return a document of sentences, one per line."""
    placed, start = [], 0
    for number, text in enumerate(sentences):
        placed.append(Sentence(text, start, start + len(text), number // 3))
        start += len(text) + 1
    return Document(id, "\n".join(sentences), "en" if side == "en" else "fr", 1.0, tuple(placed))


def pair_of(rows: Sequence[Sequence[str]], *, name: str = "a") -> tuple[Document, Document, list[Segment]]:
    """Return two documents and their segments, from rows "sentence|sentence", "phrase|phrase"."""
    sentences: tuple[list[str], list[str]] = ([], [])
    beads = []
    for en, fr, *more in rows:
        spans = []
        for own, text in zip(sentences, (en, fr), strict=True):
            parts = text.split("|") if text else []
            spans.append((len(own), len(own) + len(parts)))
            own += parts
        beads.append(Bead(spans[0], spans[1], 0.5, moved="moved" in more))
    documents = story(f"en/{name}.txt", "en", sentences[0]), story(f"fr/{name}.txt", "fr", sentences[1])
    segments = []
    for number, bead in enumerate(beads):
        texts = [" ".join(own[slice(*span)]) for own, span in zip(sentences, bead.spans, strict=True)]
        confidence = round(0.5 + (number * 37 % 50) / 100, 4)
        why = "" if all(texts) else "no French for it" if texts[0] else "no English for it"
        ids = documents[0].id, documents[1].id
        segments.append(Segment(*ids, bead, texts[0], texts[1], confidence, (), (), not why, why))
    return *documents, segments


def units(rows: Sequence[Sequence[str]]) -> tuple[Unit, ...]:
    """Return the units of such rows."""
    en, fr, segments = pair_of(rows)
    return tuple(
        new_unit(
            segment,
            [whole_sentence(number, en.sentences[number]) for number in range(*segment.bead.en)],
            [whole_sentence(number, fr.sentences[number]) for number in range(*segment.bead.fr)],
        )
        for segment in segments
    )


def with_finding(segment: Segment, text: str, *, code: str = "number.changed") -> Segment:
    """Return the segment with a critical finding on a word of its French."""
    finding = Finding(segment.fr_doc, "fr", code, "critical", "accuracy", 0, len(text), text, f"{text}?", {})
    return segment._replace(findings=(*segment.findings, finding))


def write_run(
    folder: Path,
    *pairs: tuple[Document, Document, list[Segment]],
    version: str = __version__,
    language: str = "en",
) -> Path:
    """Write a folder as `aligner pair` does."""
    documents = sorted((document for en, fr, _ in pairs for document in (en, fr)), key=lambda document: document.id)
    corpus = Corpus(
        documents=documents,
        pairs=tuple(DocumentPair(en.id, fr.id, 0.9, {}) for en, fr, _ in pairs),
        segments=[segment for _, _, segments in pairs for segment in segments],
        duplicates=(),
        rejected=(),
        skipped=(),
        signature={"version": version, "min_confidence": 0.5, "model": "", "language": language},
    )
    manifest.write(corpus, folder, records.write(corpus, folder))
    return folder


class Server:
    """`aligner review` in a process of its own, used over HTTP."""

    def __init__(self, folder: Path, *, port: int = 0, options: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "aligner", "review", str(folder), "--port", str(port), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/([\w-]+)/(sample)?", line)
        assert found, line + self.process.communicate()[1]
        self.address, self.port, self.token = found[0], int(found[1]), found[2]

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of an answer; a body is posted as a page of this server would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": f"127.0.0.1:{self.port}"}
        data = None
        if body is not None:
            sent |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value}
        connection.request("GET" if body is None else "POST", path, data, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def get(self, path: str = "") -> str:
        """Return the text of a page."""
        status, _, text = self.ask(f"/{self.token}/{path}")
        assert status == 200, text
        return text

    def units(self, pair: int = 0) -> list[dict[str, str]]:
        """Return the units of a pair as its page shows them in reading order."""
        page = html.document_fromstring(self.get(f"pair/{pair}?order=reading"))
        return [
            {
                **{name: item.get(f"data-{name}") for name in ("unit", "seen", "verdict")},
                **{side: item.xpath(f"string(./div[@lang='{side}']/p[@title])") for side in ("en", "fr")},
            }
            for item in page.xpath("//*[@id='rows']/li")
        ]

    def decide(self, verb: str, index: int = 0, *, by: str = "Ann", **body: Any) -> dict[str, Any]:
        """Send a decision on the current state of a unit."""
        content: dict[str, Any] = {"verb": verb, "reviewer": by, "nonce": secrets.token_hex(8), "body": body}
        if verb not in ("undo", "redo"):
            unit = self.units()[index]
            content |= {"pair": 0, "unit": unit["unit"], "seen": unit["seen"]}
        answer: dict[str, Any] = json.loads(self.ask(f"/{self.token}/decide", content)[2])
        return answer

    def kill(self) -> None:
        """Kill the process, as a power cut would."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def serving(folder: Path, *, port: int = 0, options: Sequence[str] = ()) -> Iterator[Server]:
    """Run a server for the duration of a test."""
    server = Server(folder, port=port, options=options)
    try:
        yield server
    finally:
        server.kill()
