"""The tables of the index, and the marks that identify its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

MARK = 0x616C676E  # "algn", the application id of its SQLite file
VERSION = 1
SCHEMA = f"""
pragma application_id = {MARK};
pragma user_version = {VERSION};
create table about (encoder text, dim integer, base text);
create table source (id text primary key, stamp text);
create table story (
    number integer primary key autoincrement, id text unique, side text, date text, digest integer, stamp text,
    source text, artefacts integer, added real, compared integer, row blob, texts text, arrays blob, sum integer
);
create index digest_of on story (digest, side, number);
create index source_of on story (source);
create index waiting on story (number) where not compared;
create table link (one integer, other integer, record text, primary key (one, other)) without rowid;
create index link_of on link (other);
"""
# What an index that an earlier version made lacks: (kind, name, statement). `about.base` lists the shards; a story that
# becomes the first with its words, because an earlier one is deleted, is in none of them.
ADDITIONS = (
    ("index", "added_of", "create index added_of on story (added)"),
    (
        "trigger",
        "gone",
        """create trigger gone after delete on story begin
    update story set compared = 0 where number in
        (select one from link where other = old.number union select other from link where one = old.number);
    delete from link where one = old.number or other = old.number;
    update about set base = base || ' +' ||
            (select min(number) from story where digest = old.digest and side = old.side)
        where old.digest != 0 and old.number <
            (select min(number) from story where digest = old.digest and side = old.side);
end""",
    ),
)


def statements() -> Iterator[str]:
    """Yield the statements that create an index one by one, because `executescript` would end a transaction."""
    waiting = ""
    for line in SCHEMA.strip().splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
