"""What the window shows: asked in one class, moved about in the next."""
