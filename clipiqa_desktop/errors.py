"""Problems a person can act on, told apart from our own bugs by their type."""


class UserError(Exception):
    """A problem outside the program: its text is one whole sentence that says what to do."""
