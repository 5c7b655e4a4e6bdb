"""Decoding photographs to look at: fast first, sharp after."""
