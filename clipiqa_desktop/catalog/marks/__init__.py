"""What the person decided, and what sidecars say of it."""
