"""Stands before the hook that PyInstaller has for torchvision: the stand-in has nothing to be looked for."""
