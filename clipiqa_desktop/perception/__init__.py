"""The paper: pixels and prompts in, numbers out. The only room that imports torch and open_clip."""
