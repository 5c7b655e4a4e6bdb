"""What this room raises."""

from clipiqa_desktop.errors import UserError


class Unreadable(UserError):
    """A file that cannot be used as a photograph; the text is the one sentence that says why."""
