"""Run the tests under every supported Python: `nox`, or `nox -s tests-3.13`; arguments after `--` go to pytest."""

import nox


@nox.session(python=["3.10", "3.11", "3.12", "3.13"], venv_backend="venv")
def tests(session: nox.Session) -> None:
    """Install the pinned versions and run the tests."""
    session.install("-c", "constraints.txt", "-e", ".[test]")
    session.run("pytest", *session.posargs)
