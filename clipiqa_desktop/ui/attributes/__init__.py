"""The list of attributes: histogram, filter, sort key and explanation at once."""
