"""The window: Qt, and nothing but what Qt is needed for."""
