"""The keys of the review: one table for its buttons, the keyboard and the help."""

from __future__ import annotations

from collections.abc import Mapping

PRIMARY_KEYS = "arefcu"
MORE_KEYS = "nixwmstyghl"
ACTIONS: Mapping[str, Mapping[str, str]] = {
    "a": {"verb": "accept"},
    "r": {"verb": "reject"},
    "e": {"verb": "edit", "side": "en"},
    "f": {"verb": "edit", "side": "fr"},
    "c": {"verb": "comment"},
    "u": {"verb": "undo"},
    "n": {"verb": "next"},
    "i": {"verb": "redo"},
    "x": {"verb": "dismiss"},
    "w": {"verb": "reopen"},
    "m": {"verb": "merge"},
    "s": {"verb": "split"},
    "t": {"verb": "move", "side": "en", "way": "previous"},
    "y": {"verb": "move", "side": "en", "way": "next"},
    "g": {"verb": "move", "side": "fr", "way": "previous"},
    "h": {"verb": "move", "side": "fr", "way": "next"},
    "l": {"verb": "realign"},
    "?": {"verb": "help"},
}
KEY_MESSAGES: Mapping[str, str] = {
    "a": "Accept",
    "r": "Reject",
    "e": "Edit English",
    "f": "Edit French",
    "c": "Comment",
    "u": "Undo",
    "n": "Next undecided",
    "i": "Redo",
    "x": "Worst finding is no error",
    "w": "Withdraw verdict",
    "m": "Merge with next",
    "s": "Split",
    "t": "English to previous",
    "y": "English to next",
    "g": "French to previous",
    "h": "French to next",
    "l": "Realign from here",
    "?": "All keys",
    "j": "Next segment",
    "k": "Previous segment",
    "o": "Open or close the reasons",
    "/": "Search",
}
SCRIPT_MESSAGES: Mapping[str, str] = {
    "no_answer": "The server does not answer.",
    "restarted": "The server was restarted: open the address that it printed.",
    "failed": "The server failed ({status}): {text}",
    "written": "Written: {files}",
    "pair_done": "This pair is done. Press n for the next one.",
    "all_done": "All segments are decided.",
    "refused": "Not done: {why}",
    "kept": " Your decisions are kept in this browser and sent when it is back; Undo takes back the last one.",
    "full": "Not done: this browser has no room left to keep a decision.",
    "edit_en": "Edit the English",
    "edit_fr": "Edit the French",
    "en": "English",
    "fr": "French",
    "split": "Split",
    "split_en": "English: put the cursor where the second half begins",
    "split_fr": "French: put the cursor where the second half begins",
    "comment": "Comment",
    "your_comment": "Your comment",
    "undone": "Undone.",
    "scored": "Scored again: confidence {confidence}, findings: {findings}",
}
