from tools.command_line import run_python

from clipiqa_desktop import __version__
from clipiqa_desktop.about import versions


def test_versions_are_told_without_importing_anything() -> None:
    ran = run_python(
        """
        import sys
        from clipiqa_desktop.about.versions import as_text, versions
        print(as_text(versions()))
        print({"torch", "PySide6", "PIL", "rawpy", "pi_heif"} & sys.modules.keys())
        """
    )
    assert ran.stdout.startswith(f"CLIP-IQA Desktop: {__version__}\nPython: 3.")
    assert ran.stdout.endswith("set()\n")
    assert versions.UNKNOWN not in ran.stdout
    assert "\nQt: " not in ran.stdout


def test_what_this_process_has_imported_counts() -> None:
    ran = run_python(
        """
        import PIL, PySide6.QtCore
        PIL.__version__ = "99"
        from clipiqa_desktop.about.versions import as_text, versions
        print(as_text(versions()))
        """
    )
    assert "\nPillow: 99\n" in ran.stdout
    assert "\nQt: 6." in ran.stdout


def test_the_libraries_that_decode_say_theirs() -> None:
    found = versions.library_versions()
    assert found.keys() >= {"LibRaw", "libheif", "libjpeg-turbo"}
    assert all(each[0].isdigit() for each in found.values())


def test_what_is_not_installed_is_said_to_be_missing() -> None:
    assert versions._installed("no-such-package-anywhere") == versions.UNKNOWN
