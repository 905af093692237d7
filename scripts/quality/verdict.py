"""The verdict on makers of texts that nothing was fitted to, as `scripts.training.origin --leave-out` prints it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scripts.datasets.origin_documents import MEASURED_MAKERS, read_origin_documents
from scripts.training.origin import measure_left_out, read_rows

RULES = "rules"  # how the names of makers begin that translate by rules


def measure_left_out_verdict(data: Path) -> dict[str, float]:
    """Return the AUC of each maker that was left out, and the most documents by people of a corpus called machine-made.

    Systems with a language model are hardly detected; they have one mean.
    """
    metrics: dict[str, float] = {}
    rows = read_rows(read_origin_documents(data))
    for basis, side in sorted(rows):
        found, alarms = measure_left_out(rows, basis, side)
        fluent = [name for name in found if name.startswith(MEASURED_MAKERS) and not name.startswith(RULES)]
        prefix = f"verdict.{basis}.{side}"
        metrics |= {f"{prefix}.{name.replace(' ', '+')}": own.auc for name, own in found.items() if name not in fluent}
        metrics[f"{prefix}.fluent"] = float(np.mean([found[name].auc for name in fluent]))
        metrics[f"{prefix}.people.false_alarms"] = max(made for made, _ in alarms.values())
    return metrics
