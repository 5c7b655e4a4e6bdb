"""What the stages of indexing found, and what they have still to do."""
