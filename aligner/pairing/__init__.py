"""Documents to document pairs: who might be a version of whom, and who is."""

from aligner.pairing.choose import choose
from aligner.pairing.propose import propose

__all__ = ["choose", "propose"]
