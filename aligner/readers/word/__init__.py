"""The parts of a Word document as text."""
