"""CLIP-IQA Desktop: photo culling by how photographs look and feel."""

__version__ = "0.1.0"
