"""Folders: added, watched, opened."""
