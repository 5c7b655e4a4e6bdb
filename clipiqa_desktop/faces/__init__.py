"""Faces in photographs: where they are, whether their eyes are open and sharp. Nobody is recognised."""
