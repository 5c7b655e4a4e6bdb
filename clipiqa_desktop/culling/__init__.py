"""Decisions about photographs, and getting them out."""
