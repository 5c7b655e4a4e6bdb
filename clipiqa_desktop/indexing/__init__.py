"""The way of one photograph: find, decode, encode, score, store."""
