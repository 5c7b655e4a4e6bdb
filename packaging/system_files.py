"""What Windows and macOS want to be told of a program."""

from typing import Any

from naming import APP_ID, PROGRAM, TITLE

_OLDEST_MACOS = "14.0"  # what the wheels of PyTorch want
_COPYRIGHT = "MIT licence"

_VERSION_RESOURCE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable('040904B0', [
{strings}
    ])]),
    VarFileInfo([VarStruct('Translation', [0x409, 1200])]),
  ],
)
"""


def version_resource(version: str) -> str:
    """The text that PyInstaller makes Windows' version resource of."""
    told = {
        "CompanyName": TITLE,
        "FileDescription": TITLE,
        "FileVersion": version,
        "InternalName": PROGRAM,
        "LegalCopyright": _COPYRIGHT,
        "OriginalFilename": f"{PROGRAM}.exe",
        "ProductName": TITLE,
        "ProductVersion": version,
    }
    strings = "\n".join(f"      StringStruct({name!r}, {value!r})," for name, value in told.items())
    return _VERSION_RESOURCE.format(numbers=_four_numbers(version), strings=strings)


def info_plist(version: str) -> dict[str, Any]:
    """What stands in the application's Info.plist beside what PyInstaller writes itself."""
    return {
        "CFBundleIdentifier": APP_ID,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": ".".join(map(str, _four_numbers(version)[:3])),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Folder of photographs",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.folder"],
            }
        ],
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSMinimumSystemVersion": _OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": _COPYRIGHT,
    }


def _four_numbers(version: str) -> tuple[int, int, int, int]:
    """Of `1.2.3`, whatever stands behind it: Windows takes numbers only."""
    numbers = [int(digits) for part in version.split(".")[:4] if (digits := _leading_digits(part))]
    one, two, three, four = [*numbers, 0, 0, 0, 0][:4]
    return one, two, three, four


def _leading_digits(part: str) -> str:
    return part[: next((at for at, letter in enumerate(part) if not letter.isdigit()), len(part))]
