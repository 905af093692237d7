"""Review of a run by people: each decision is a row of a log, and is found again by the texts it is on.

The modules, in the order of their layers:

- `units`, `decision`: what is decided on, and a decision;
- `apply`, `restructure`: what a decision does to the units of a pair;
- `log`, `history`: store decisions, and know which of them are undone;
- `run_folder`, `session`: the folder that is reviewed, with the decisions applied;
- `realign`, `rescore`, `replace`, `likely`: prepare decisions;
- `calibration`, `export`, `dismissals`, `agreement`: use the decisions;
- `keys`, `pace`, `views`, `requests`, `corpus_pages`, `app`, `access`, `server`: the web application;
- `commands`: the command line's entry.
"""
