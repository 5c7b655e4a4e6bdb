"""What the indexing does, said and steered in the window."""
