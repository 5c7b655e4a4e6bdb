"""What is known of every photograph: SQLite as the truth, numpy columns for the window."""
