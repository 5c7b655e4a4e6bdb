"""Which photograph a file is: listed, moved, replaced, come back."""
