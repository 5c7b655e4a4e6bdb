"""Faces in the window: the strip of the loupe, and the offer of their models."""
