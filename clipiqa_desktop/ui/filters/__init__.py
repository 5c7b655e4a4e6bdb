"""Choosing what is shown, and in which order."""
