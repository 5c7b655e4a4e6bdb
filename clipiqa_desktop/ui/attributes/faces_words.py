"""Why a photograph has no numbers of faces and eyes."""

FACES = "faces"
_NOT_YET = "Faces were not looked for yet: they need two small files, ☰ → File → Download files for faces"


def faces_words(found: float | None) -> str:
    """Of a photograph in which so many faces were found, None where nobody looked; empty where there are some."""
    if found is None:
        return _NOT_YET
    return "" if found else "No face was found"
