"""The settings dialog; every value holds at once."""
