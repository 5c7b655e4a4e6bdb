"""Why a photograph has no numbers of faces and eyes."""

FACES = "faces"
_NOT_YET = "Not looked for yet"
_NO_FILES = "Faces were not looked for yet: they need two small files, ☰ → File → Download files for faces"


def faces_words(found: float | None, reason: str | None = None, *, is_coming: bool = False) -> str:
    """Of a photograph in which so many faces were found, None where nobody looked; empty where there are some.
    `reason`: why they could not be looked for. `is_coming`: they will be.
    """
    if found is None and reason:
        return f"Could not be looked for: {reason}"
    if found is None:
        return _NOT_YET if is_coming else _NO_FILES
    return "" if found else "No face was found"
