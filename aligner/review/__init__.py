"""The review of a run by people: each decision is a row of a log, and what they decided is found again by its texts.

`units` are what is decided on, `change` and `reshape` what a decision does, `log` and `history` keep them, and
`board` puts them on a `run`. `app` shows that to a browser, `serve` runs it; `export` writes what came of it.
"""
