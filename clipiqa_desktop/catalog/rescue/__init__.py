"""A new catalog from what can be read of a damaged one."""
