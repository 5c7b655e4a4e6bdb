"""Photographs on their way to another folder: every file of each, whole, and never over another file."""
