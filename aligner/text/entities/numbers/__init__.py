"""Numbers, measures, money and identifiers, with canonical values."""
