"""Photographs that belong together: bursts, brackets, copies, and what the person joins."""
