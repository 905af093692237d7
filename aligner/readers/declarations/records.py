"""What a record declares of how its text was made: its fields, linked data of schema.org, and a C2PA manifest store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aligner.readers.declarations.terms import PART_FIELD, WHOLE_FIELD, Declaration, plain_name, read_field, read_source

_DETAILS = frozenset(("meta", "metadata", "provenance", "translation", "origin"))  # records about the same story
_SOFTWARE = frozenset(("softwareapplication", "webapplication", "mobileapplication"))  # schema.org's types of programs
_TRANSLATORS = frozenset(("translator", "translatedby"))
_STORIES = ("article", "posting", "report", "creativework", "text", "review")  # endings of the types of texts
_VALUES = ("@id", "uri", "qcode", "name", "@value", "literal")  # keys of an object that represents one value
_ACTION_LABELS = ("c2pa.actions", "c2pa.actions.v2")
_WHOLE_ACTIONS = frozenset(("c2pa.created", "c2pa.translated"))  # that make all of a text; others change a part of it


def declarations_in(record: Mapping[str, object]) -> Iterator[Declaration]:
    """Yield what a record of one story declares about it; records about its pictures do not count."""
    yield from _fields(record)
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _manifests(value)
            if plain_name(name) in _DETAILS:
                yield from _fields(value)
    yield from _manifests(record)


def declarations_in_linked_data(data: object) -> Iterator[Declaration]:
    """Yield what the texts in JSON-LD declare about themselves."""
    nodes = data if isinstance(data, list) else [data]
    for node in nodes:
        if isinstance(node, Mapping):
            if _is_story(node):
                yield from declarations_in(node)
            yield from declarations_in_linked_data(graph if isinstance(graph := node.get("@graph"), list) else [])


def _is_story(node: Mapping[str, object]) -> bool:
    return any(kind.lower().endswith(_STORIES) for kind in _strings(node.get("@type")))


def _fields(record: Mapping[str, object]) -> Iterator[Declaration]:
    for name, value in record.items():
        for text in _strings(value):
            yield from read_field(name, text)
        if plain_name(name) in _TRANSLATORS:
            yield from _programs(name, value)


def _programs(name: str, value: object) -> Iterator[Declaration]:
    """Yield the translators that are programs by their type."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, Mapping) and any(plain_name(kind) in _SOFTWARE for kind in _strings(part.get("@type"))):
            yield Declaration(WHOLE_FIELD, f"{name}: {next(_strings(part), 'SoftwareApplication')}")


def _strings(value: object) -> Iterator[str]:
    """Yield the values of a field as texts: each of a list, and the identity or the name of an object but a person."""
    if isinstance(value, bool | int):
        yield str(value).lower()
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            if not isinstance(part, list):
                yield from _strings(part)
    elif isinstance(value, Mapping) and value.get("@type") != "Person":
        yield from (str(value[key]) for key in _VALUES if isinstance(value.get(key), str))


def _manifests(store: Mapping[str, object]) -> Iterator[Declaration]:
    """Yield what the active manifest of a C2PA store declares; those before it are of other files."""
    manifests, active = store.get("manifests"), store.get("active_manifest")
    manifest = manifests.get(active) if isinstance(manifests, Mapping) and isinstance(active, str) else None
    assertions = manifest.get("assertions") if isinstance(manifest, Mapping) else None
    for assertion in assertions if isinstance(assertions, list) else ():
        if isinstance(assertion, Mapping) and assertion.get("label") in _ACTION_LABELS:
            data = assertion.get("data")
            actions = data.get("actions") if isinstance(data, Mapping) else None
            for action in actions if isinstance(actions, list) else ():
                if isinstance(action, Mapping):
                    yield from _action(action)


def _action(action: Mapping[str, object]) -> Iterator[Declaration]:
    kind = str(action.get("action"))
    for field, mark in read_source(kind, str(action.get("digitalSourceType"))):
        yield Declaration(field if kind in _WHOLE_ACTIONS else PART_FIELD, f"C2PA {mark}")
