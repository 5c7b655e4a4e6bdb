"""The files that a person may have fetched: what they are, how they come, and that they are what they should be."""
