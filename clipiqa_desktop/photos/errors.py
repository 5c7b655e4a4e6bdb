"""What this room raises."""

from clipiqa_desktop.errors import UserError


class Unreadable(UserError):  # noqa: N818 - named for what it says of the file
    """A file that cannot be used as a photograph; the text is the one sentence that says why."""
