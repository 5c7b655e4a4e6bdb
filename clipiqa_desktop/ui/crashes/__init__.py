"""Offers the reports of what went wrong the last time. Nothing of them is ever sent."""
