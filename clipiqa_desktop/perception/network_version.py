"""Part of a model's version: changes whenever the same pixels would get another vector."""

NETWORK_VERSION = "rn50-fp32-1"
