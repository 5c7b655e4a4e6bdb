"""The start of the window."""

import argparse
import os
from pathlib import Path

import pytest
from tools.command_line import run_python

from clipiqa_desktop import app
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.places import own_places


def test_starting_the_window_imports_no_torch(tmp_path):
    ran = run_python(
        """
        import sys
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        from clipiqa_desktop.app import make_window
        from clipiqa_desktop.places import own_places

        app = QApplication([])
        window = make_window(own_places(Path(sys.argv[1])))
        window.show()
        app.processEvents()
        heavy = {"torch", "open_clip", "torchvision", "safetensors", "huggingface_hub", "rawpy"} & sys.modules.keys()
        print(sorted(heavy))
        window.close()
        """,
        tmp_path,
    )
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr


def test_the_program_opens_looks_through_its_folder_and_ends_in_order(tmp_path):
    """The whole of `open_window`, with Ctrl+C after a while."""
    (tmp_path / "photos").mkdir()
    ran = run_python(
        """
        import os, signal, sys, threading
        from clipiqa_desktop import app
        from clipiqa_desktop.__main__ import main

        begin = app.start_work

        def begin_and_interrupt(*what):
            begin(*what)
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()

        if __name__ == "__main__":
            app.start_work = begin_and_interrupt
            sys.exit(main(["--basedir", sys.argv[1], sys.argv[2]]))
        """,
        tmp_path / "own",
        tmp_path / "photos",
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert (tmp_path / "own" / "catalog.db").exists()
    assert "geometry" in (tmp_path / "own" / "settings.json").read_text()


def test_an_interrupt_while_the_window_is_made_ends_it_in_order(tmp_path):
    ran = run_python(
        """
        import os, signal, sys
        from clipiqa_desktop import app
        from clipiqa_desktop.__main__ import main

        make = app.make_window

        def make_and_interrupt(*what):
            window = make(*what)
            os.kill(os.getpid(), signal.SIGINT)
            return window

        if __name__ == "__main__":
            app.make_window = make_and_interrupt
            sys.exit(main(["--basedir", sys.argv[1]]))
        """,
        tmp_path / "own",
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr


def test_what_qts_dialogs_remember_lies_beside_the_settings(tmp_path):
    """Qt writes it whenever a dialog for files ends; whoever removes the program finds nothing of it elsewhere."""
    ran = run_python(
        """
        import sys
        from PySide6.QtWidgets import QFileDialog
        from clipiqa_desktop import app
        from clipiqa_desktop.__main__ import main

        def ask_for_a_file(window, paths):
            dialog = QFileDialog()
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.show()
            dialog.close()
            del dialog
            window.close()

        if __name__ == "__main__":
            app.start_work = ask_for_a_file
            sys.exit(main([]))
        """,
        env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"clipiqa-desktop"}
    assert (tmp_path / "clipiqa-desktop" / "QtProject.conf").is_file()


@pytest.mark.parametrize("name", ["vanished", "vanished.jpg", "notes.txt"])
def test_what_is_neither_folder_nor_photograph_is_refused_in_a_sentence(tmp_path, name):
    (tmp_path / "notes.txt").touch()
    options = argparse.Namespace(folders=[tmp_path / name], weights=None, device="auto", precision="auto")
    with pytest.raises(UserError, match="is not a folder"):
        app.open_window(options, own_places(tmp_path))


def test_a_damaged_catalog_is_refused_in_a_sentence(tmp_path, qapp):
    places = own_places(tmp_path)
    places.catalog.write_bytes(b"no database at all" * 1000)
    with pytest.raises(UserError, match=r"catalog\.db"):
        app.make_window(places)
    qapp.setStyleSheet("")


def test_folders_and_photographs_are_made_absolute(tmp_path, monkeypatch):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").touch()
    monkeypatch.chdir(tmp_path)
    assert app._openable(Path("photos")) == tmp_path / "photos"
    assert app._openable(Path("photos/a.jpg")) == tmp_path / "photos" / "a.jpg"
