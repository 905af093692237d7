"""One script per model in models/: `python -m scripts.training.NAME DATA -o models/NAME`."""
