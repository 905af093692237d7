"""Characters that cannot be told apart on a page, by what cleaning does with them."""

from __future__ import annotations

# Blanks that keep a line together: French sets them before ; : ! ? » % and after «, and inside numbers.
NO_BREAK = (
    "\N{NO-BREAK SPACE}"
    "\N{NARROW NO-BREAK SPACE}"
    "\N{FIGURE SPACE}"
    "\N{THIN SPACE}"  # typed for the narrow one, so it is kept like it
)

# Blanks of other widths that mean no more than a space.
ODD_BLANKS = (
    "\t"
    "\N{OGHAM SPACE MARK}"
    "\N{EN QUAD}\N{EM QUAD}\N{EN SPACE}\N{EM SPACE}"
    "\N{THREE-PER-EM SPACE}\N{FOUR-PER-EM SPACE}\N{SIX-PER-EM SPACE}"
    "\N{PUNCTUATION SPACE}\N{HAIR SPACE}"
    "\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}"
)

BLANKS = " " + NO_BREAK + ODD_BLANKS

# A carriage return before a line feed is told apart in the pattern that uses these.
LINE_BREAKS = "\r\v\f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"

# Step name -> characters that print nothing. Emoji joiners are told apart in the pattern that uses these.
INVISIBLE = {
    "invisible.zero-width": "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{MONGOLIAN VOWEL SEPARATOR}\N{COMBINING GRAPHEME JOINER}"
    "\N{FUNCTION APPLICATION}\N{INVISIBLE TIMES}\N{INVISIBLE SEPARATOR}\N{INVISIBLE PLUS}",
    "invisible.soft-hyphen": "\N{SOFT HYPHEN}",
    "invisible.direction": "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}",
    "invisible.object": "\N{OBJECT REPLACEMENT CHARACTER}"
    "\N{INTERLINEAR ANNOTATION ANCHOR}\N{INTERLINEAR ANNOTATION SEPARATOR}\N{INTERLINEAR ANNOTATION TERMINATOR}",
    "invisible.control": "".join(map(chr, (*range(9), *range(14, 32), *range(127, 160)))),
    # Halves of a character, which no file can hold.
    "invisible.surrogate": "\ud800-\udfff",
}

# Text after a joiner that is drawn as one emoji with what stands before it.
EMOJI = "\N{BLACK SUN WITH RAYS}-\N{DOUBLE CURLY LOOP}\N{VARIATION SELECTOR-16}\U0001f000-\U0001faff"

ACCENTS = "\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}"

# What a double-encoded character may turn out to be in English or French text, beyond Latin letters.
SIGNS = (
    "\N{NO-BREAK SPACE}\N{INVERTED EXCLAMATION MARK}\N{CENT SIGN}\N{POUND SIGN}\N{YEN SIGN}\N{SECTION SIGN}"
    "\N{COPYRIGHT SIGN}\N{FEMININE ORDINAL INDICATOR}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{SOFT HYPHEN}\N{REGISTERED SIGN}\N{DEGREE SIGN}\N{PLUS-MINUS SIGN}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}"
    "\N{ACUTE ACCENT}\N{MICRO SIGN}\N{PILCROW SIGN}\N{MIDDLE DOT}\N{SUPERSCRIPT ONE}\N{MASCULINE ORDINAL INDICATOR}"
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{VULGAR FRACTION ONE QUARTER}\N{VULGAR FRACTION ONE HALF}"
    "\N{VULGAR FRACTION THREE QUARTERS}\N{INVERTED QUESTION MARK}"
    "\N{EURO SIGN}\N{TRADE MARK SIGN}\N{NUMERO SIGN}\N{MINUS SIGN}\N{RIGHTWARDS ARROW}\N{ALMOST EQUAL TO}"
    "\N{LESS-THAN OR EQUAL TO}\N{GREATER-THAN OR EQUAL TO}\N{BLACK CIRCLE}\N{BLACK SQUARE}\N{CHECK MARK}"
    "\N{ZERO WIDTH NO-BREAK SPACE}"
)
