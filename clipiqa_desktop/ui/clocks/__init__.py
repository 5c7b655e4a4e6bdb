"""Cameras whose clocks were wrong."""
