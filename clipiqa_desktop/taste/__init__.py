"""The person's taste, learned from marks in a process of its own, and kept as an attribute like any other."""
