"""One script per model in models/."""
