"""Widgets that know nothing of photographs."""
