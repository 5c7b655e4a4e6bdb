"""Part of a model's version: changes whenever the same pixels would get another vector. Imports nothing."""


def network_version(precision: str) -> str:
    """For `fp32`, `bf16` or `fp16`: rounding moves vectors, so each precision is a network of its own."""
    return f"rn50-{precision}-2"
