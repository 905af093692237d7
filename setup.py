"""Packages of the distribution: everything under aligner/, and models/ as `aligner.models`.

The rest of the metadata is in setup.cfg, where a found list of packages cannot be joined by one from another folder.
"""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["aligner", "aligner.*"]), "aligner.models"])
