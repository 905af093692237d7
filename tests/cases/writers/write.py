"""Write COUNT rows, PAUSE seconds apart, as NAME into FOLDER, no file larger than LIMIT bytes (0: no limit)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aligner.errors import OutputError
from aligner.types import Bead, Corpus, Segment
from aligner.writers import write


@dataclass
class Rows:
    """Segments that are made each time they are iterated, as those of a run are read."""

    count: int
    pause: float

    def __iter__(self) -> Iterator[Segment]:
        for number in range(self.count):
            time.sleep(self.pause)
            # It does not shrink much, whatever compresses it.
            text = f"line {number} " + " ".join(sha256(f"{number} {part}".encode()).hexdigest() for part in range(10))
            yield Segment("en/a.txt", "fr/a.txt", Bead((0, 1), (0, 1), 1.0), text, text, 0.5)


def main(name: str, folder: str, count: str, pause: str, limit: str) -> int:
    if int(limit):
        import resource
        import signal

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        write(name, Corpus((), (), Rows(int(count), float(pause)), (), (), (), {}), Path(folder))
    except OutputError as error:
        print(error)
        return 3
    return 0


sys.exit(main(*sys.argv[1:]))
