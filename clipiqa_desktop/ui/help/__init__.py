"""The manual: pages of Markdown from the program's resources, in a window of its own."""
