"""Which folders stand below which."""

from pathlib import Path

from clipiqa_desktop.catalog.identity.folders import Folder
from clipiqa_desktop.ui.folders.families import families, folders_above


def names(*folders: Folder) -> dict[str, list[str]]:
    found = families(folders, folders_above(folders))
    return {str(root.path): [str(each.path) for each in below] for root, below in found}


def test_the_nearest_folder_above_comes_first_and_gaps_are_passed_over() -> None:
    folders = [Folder(1, Path("/"), True), Folder(2, Path("/a/b"), False), Folder(3, Path("/a/b/c/d"), False)]
    assert folders_above(folders) == {1: [], 2: [Path("/")], 3: [Path("/a/b"), Path("/")]}


def test_a_folder_stands_below_each_that_was_added_parents_first() -> None:
    deep, top, inner = (Folder(n, Path(p), n > 1) for n, p in ((1, "/s/x/y"), (2, "/s"), (3, "/s/x")))
    assert names(deep, top, inner) == {"/s": ["/s/x", "/s/x/y"], "/s/x": ["/s/x/y"]}


def test_what_is_left_out_stands_there_without_what_is_in_it_and_what_is_ignored_does_not() -> None:
    out = Folder(2, Path("/s/out"), False, is_left_out=True)
    inside, ignored = Folder(3, Path("/s/out/in"), False), Folder(4, Path("/s/.thumbnails/a"), False)
    assert names(Folder(1, Path("/s"), True), out, inside, ignored) == {"/s": ["/s/out"]}
