"""What a right-click on a photograph offers, and what leads out to other programs."""
