"""The file: its tables, how older ones become newer, its copies, and what is wrong with it."""
