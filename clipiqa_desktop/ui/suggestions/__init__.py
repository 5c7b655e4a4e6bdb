"""A cut that is suggested: its panel, its keys, and what becomes of it."""
