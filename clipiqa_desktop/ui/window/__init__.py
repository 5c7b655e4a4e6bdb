"""The frame around it all: bars, pages, menus, keys."""
