"""Numbers of photographs and bytes, for sentences."""

from clipiqa_desktop.notation import figures, tenths


def counted(count: int, noun: str) -> str:
    """`1 stack`, `3,000 stacks`."""
    return f"{figures(count)} {noun}{'s' if count != 1 else ''}"


def photographs(count: int, kind: str = "") -> str:
    """`1 photograph`, `3,000 photographs`, `12 rejected photographs`."""
    return f"{figures(count)} {kind}{' ' * bool(kind)}photograph{'s' if count != 1 else ''}"


def files(count: int) -> str:
    """`1 file`, `6,000 files`."""
    return f"{figures(count)} file{'s' if count != 1 else ''}"


def size(count: int) -> str:
    """`640 kB`, `24.3 MB`, `1.2 TB`: in thousands, as disks are sold."""
    if count < 1000:
        return f"{count} byte{'s' if count != 1 else ''}"
    number, units = count / 1000, iter(("kB", "MB", "GB", "TB"))
    unit = next(units)
    while number >= 999.5 and unit != "TB":
        number, unit = number / 1000, next(units)
    return f"{number:.0f} {unit}" if unit == "kB" else f"{tenths(number)} {unit}"
