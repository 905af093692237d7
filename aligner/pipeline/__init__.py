"""The pipeline of `aligner pair`: prepare, sketch, duplicates, candidates, judge, choose, select, write."""
