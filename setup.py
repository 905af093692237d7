"""Packages and long description of the distribution; the rest of the metadata is in setup.cfg.

The packages are all of aligner/, and models/ as `aligner.models`; setup.cfg cannot join a found list with one from
another folder. The long description is README.md, whose links are relative: elsewhere they lead nowhere.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FENCE = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!#|[a-z]+:)([^)\s]+)\)")


def absolute_links(text: str, source: str, tag: str) -> str:
    """Return Markdown whose relative links lead to a tag of the repository.

    Parameters
    ----------
    source : the address of the repository; without one, links become their text, and pictures are left out
    """

    def target(match: re.Match[str]) -> str:
        picture, label, path = match.groups()
        if not source:
            return "" if picture else label
        return f"{picture}[{label}]({source.rstrip('/')}/{'raw' if picture else 'blob'}/{tag}/{path})"

    parts = FENCE.split(text)
    return "".join(part if index % 2 else LINK.sub(target, part) for index, part in enumerate(parts))


if __name__ == "__main__":
    from setuptools import find_packages, setup
    from setuptools.config.setupcfg import read_configuration

    metadata = read_configuration(ROOT / "setup.cfg")["metadata"]
    readme = (ROOT / "README.md").read_text("utf-8")
    setup(
        packages=[*find_packages(include=["aligner", "aligner.*"]), "aligner.models"],
        long_description=absolute_links(
            readme, metadata.get("project_urls", {}).get("Source", ""), f"v{metadata['version']}"
        ),
    )
