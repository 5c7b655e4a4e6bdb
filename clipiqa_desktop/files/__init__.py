"""Files of any kind: how they are named, found, read whole and written whole."""
