"""Words of closed classes: weekdays, countries, relations, opposites, denials."""
