"""Words that another word follows in a sentence: articles, prepositions, conjunctions, titles."""

from __future__ import annotations

_WORDS = """
a an the of to in on at by for with from into about between during against under over after before and or nor
but that which who whose than as if because while when where his her its their our your my this these those
is are was were be been has have had will would can could may might must should every each
mr mrs ms dr prof st mr. mrs. ms. dr. prof. st.
le la les un une des du de au aux à en et ou ni mais que qui dont où sur dans par pour avec sans sous vers
chez entre depuis pendant contre si comme lorsque quand son sa ses leur leurs notre nos votre vos mon ma mes
ce cet cette ces est sont était étaient a ont avait avaient sera seront ne très chaque quelques
m. mme mlle me
"""
LEADING_WORDS = frozenset(_WORDS.split())
