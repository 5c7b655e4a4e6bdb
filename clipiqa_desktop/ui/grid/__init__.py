"""The grid of thumbnails."""
