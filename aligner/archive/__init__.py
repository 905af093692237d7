"""Pair archives of any size: the stages of `aligner pair` as functions of Parquet shards, on this machine or on Ray."""
