"""Tries every part of the program on the computer it is installed on."""
