"""Stacks in the window: made beside it, opened, joined and parted, kept and rejected."""
