"""Part of a model's version. Imports nothing: the network's process needs no decoder, and starts without it."""

# must change whenever the pixels for the network become others: what was scored with another one is scored anew
DECODER_VERSION = "pillow-bicubic-2"
