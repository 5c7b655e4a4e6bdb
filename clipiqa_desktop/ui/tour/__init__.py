"""The tour in three steps, on the person's own photographs."""
