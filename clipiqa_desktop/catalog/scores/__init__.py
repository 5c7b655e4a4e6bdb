"""Vectors, scores, networks, and attributes of the person's own."""
