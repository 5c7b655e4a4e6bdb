"""Marks by key, and the sidecars that carry them."""
