"""open_clip imports this module, and asks it for something only when it prepares pictures."""
