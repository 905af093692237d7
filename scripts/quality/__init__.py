"""The quality gate: metrics on development data, with limits that may not get worse."""
