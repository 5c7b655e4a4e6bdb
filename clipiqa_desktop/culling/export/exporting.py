"""Copies, moves or hard-links photographs to a folder, one whole photograph after the other.

Marks are written where the photograph lies, before it is copied: so the copy is, byte for byte, what lies there, and
that is how a copy is verified and an interrupted export taken up again. Where nothing can be written there, as on a
locked card, the copy alone gets a sidecar. Copies hold their marks inside as well, once they were verified, where their
kind allows it. With sidecars turned off nothing is written. No picture is ever changed.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export import files, words
from clipiqa_desktop.culling.export.checks import require_possible
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.culling.export.leftovers import finish_moves, leftovers_of
from clipiqa_desktop.culling.export.marked_copies import MarkedCopy, lacks_sidecar, mark_copy, places_of
from clipiqa_desktop.culling.export.naming import Names
from clipiqa_desktop.culling.export.options import (
    EXPORTED,
    FAILED,
    SKIPPED,
    UPDATED,
    ExportOptions,
    Outcome,
    Progress,
    Result,
)
from clipiqa_desktop.culling.export.plans import plan_names
from clipiqa_desktop.culling.export.refused_names import replaced
from clipiqa_desktop.culling.export.renaming import renamed
from clipiqa_desktop.culling.export.shots import Shot, find_shots, still_shared
from clipiqa_desktop.culling.export.transfer import (
    TransferResult,
    delete_originals,
    take_back,
    transfer,
    verified_originals,
)
from clipiqa_desktop.culling.links import Outside, brought_sentence, stays_sentence
from clipiqa_desktop.culling.sidecar_files import Written, write_marks
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.turning import orientation_now
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.atomic_file import NO_ROOM
from clipiqa_desktop.files.paths import make_folders
from clipiqa_desktop.files.questions import is_file, is_folder
from clipiqa_desktop.notation import figures
from clipiqa_desktop.photos.xmp_marks import XmpMarks

# so many photographs get their sidecars written at a time
_BATCH = 50


def export(
    catalog: Catalog,
    photo_ids: Iterable[int],
    options: ExportOptions,
    settings: SidecarSettings,
    progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """Brings these photographs to the chosen folder. Raises UserError before anything is done, where it cannot be done.

    `progress` is called for every megabyte, in the caller's thread; `cancelled` is asked as often, and then only whole
    photographs are in the folder. What is there already, with the same content, counts as done: an export that was
    interrupted, even by a kill, goes on where it was.
    """
    before = catalog.photos.paths(ids := list(photo_ids))
    told = finish_moves(catalog)
    lost = before.keys() - catalog.photos.paths(ids)  # what half a move had brought, found by a walk
    ids = [photo_id for photo_id in ids if photo_id not in lost]
    plan = plan_names(catalog, ids, options)
    shots = renamed(find_shots(catalog, ids, sidecars=options.with_sidecars), plan.names)
    refused = require_possible(shots, options, catalog.folders.roots(), _was_exported(catalog), goes_on=plan.goes_on)
    try:
        made = make_folders(options.target)
    except OSError as error:
        raise UserError(
            f"{displayable_name(str(options.target))} cannot be made ({error.strerror}): choose another folder."
        ) from error
    plan.begin()
    result = _Export(catalog, shots, plan.names, options, settings, progress, cancelled, refused).run(told, made)
    plan.end(result)
    return replace(result, kept=sum(each.photo_id in plan.kept and each.state != FAILED for each in result.outcomes))


class _Cancelled(Exception):
    """The person wants no more."""


class _Stopped(Exception):
    """No further photograph can be exported; the text is the sentence that says why."""


class _Export:
    def __init__(
        self,
        catalog: Catalog,
        shots: Sequence[Shot],
        names: Mapping[int, str],
        options: ExportOptions,
        settings: SidecarSettings,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        refused: Collection[str],
    ) -> None:
        self._catalog, self._shots, self._options, self._settings = catalog, shots, options, settings
        self._refused, self._new_names, self._progress, self._cancelled = refused, names, progress, cancelled
        self._roots = catalog.folders.roots()
        self._outcomes: list[Outcome] = []
        self._made: list[Path] = []
        self._bytes, self._bytes_total = 0, sum(shot.size for shot in shots)
        self._names: dict[Path, Names] = {}
        self._earlier, self._outside = EarlierExports(catalog, moves=options.way == "move"), Outside(self._roots)
        self._marks_inside = options.way == "copy"  # a link is the original itself

    def run(self, told: Sequence[tuple[Path, str]], made: Sequence[Path]) -> Result:
        stopped, cancelled = "", False
        try:
            for shot, written in self._ready():
                before = self._bytes
                self._outcomes.append(self._outcome(shot, written))
                self._bytes = before + shot.size
        except _Cancelled:
            cancelled = len(self._outcomes) < len(self._shots)
        except _Stopped as stop:
            stopped = str(stop)
        left = [name for shot in self._shots for name in shot.left]
        return Result(self._outcomes, len(self._shots), stopped, cancelled, left, told, [*made, *self._made])

    def _ready(self) -> Iterator[tuple[Shot, Written | None]]:
        """Each photograph as it is after its marks were written."""
        writes = self._options.with_sidecars and self._settings.mode != "off"
        for start in range(0, len(self._shots), _BATCH):
            shots = self._shots[start : start + _BATCH]
            ids = [shot.photo_id for shot in shots]
            written = write_marks(self._catalog, ids, self._settings, datetime.now(UTC)) if writes else []
            by_id = {each.photo_id: each for each in written}
            for shot in renamed(find_shots(self._catalog, ids), self._new_names) if written else shots:
                self._tell(0)
                yield shot, by_id.get(shot.photo_id)
        self._tell(0)

    def _outcome(self, shot: Shot, written: Written | None) -> Outcome:
        try:
            return self._exported(shot, written)
        except sqlite3.Error as error:
            raise _Stopped(f"The catalog cannot be written ({error}): {self._done()} are exported.") from error
        except OSError as error:
            self._stop_where_nothing_more_goes(error)
            return Outcome(shot.photo_id, shot.photo, FAILED, f"It was not exported: {files.words_of(error)}.")
        finally:
            self._earlier.end()

    def _exported(self, shot: Shot, written: Written | None) -> Outcome:
        if not shot.is_there:
            return Outcome(shot.photo_id, shot.photo, FAILED, "It is not in its place any more.")
        paths = [file.path for file in shot.files]
        if self._options.way == "move" and self._outside.behind(paths):
            return Outcome(shot.photo_id, shot.photo, FAILED, stays_sentence(shot.photo, "moved"))
        linked = brought_sentence(paths, self._outside, as_link=self._options.way == "link")
        below = self._options.folder_below(shot.photo, self._roots)
        folder = self._options.target.joinpath(*(replaced(part, self._refused) for part in below.parts))
        self._made += make_folders(folder)
        if folder.samefile(shot.photo.parent):
            return Outcome(shot.photo_id, shot.photo, SKIPPED, "It lies there already.")
        self._earlier.begin(shot.photo_id)
        about = (self._names_in(folder), self._options.way, self._tell, self._earlier.store_coming)
        transferred = transfer(shot, folder, *about)
        remarks = [shot.without, linked if transferred.is_new else "", self._earlier.other_version(transferred)]
        if self._options.way == "move":
            remarks += [_trouble(written), self._end_move(shot, transferred)]
            state, places = EXPORTED, places_of(transferred, written)
        else:
            self._earlier.store(transferred)
            marked = self._mark(shot, transferred, written)
            remarks.append(marked.remark)
            state, places = _state(transferred, marked.is_other), marked.places
        reason = " ".join(filter(None, remarks)) or ("It is there already." if state == SKIPPED else "")
        return Outcome(shot.photo_id, shot.photo, state, reason, places)

    def _names_in(self, folder: Path) -> Names:
        if folder not in self._names:
            files.sweep(folder)
            same, outdated, refused = self._is_same, self._earlier.outdated, self._refused
            stays = self._options.way != "move"
            taken = () if stays else self._taken_names(folder)
            self._names[folder] = Names(folder, same, outdated, taken, sidecars_may_differ=stays, refused=refused)
        return self._names[folder]

    def _taken_names(self, folder: Path) -> set[str]:
        """What lay there once may come back with its marks, so that a photograph moved there must not take its place.

        What is there, and was not marked, may be what a move brought that was killed; where it is the same it is gone
        on with.
        """
        there = {name for name in self._catalog.relocation.unmarked_names(folder) if is_file(folder / name)}
        return self._catalog.relocation.known_names(folder) - there

    def _is_same(self, one: Path, other: Path) -> bool:
        return files.is_same(one, other, self._tell) or (self._marks_inside and self._earlier.is_marked(one, other))

    def _mark(self, shot: Shot, transferred: TransferResult, written: Written | None) -> MarkedCopy:
        """Lets a copy say the marks where it has not just got the sidecar that says them, as where nothing can be
        written to its original, and where it came with an earlier export; and inside.
        """
        if written is None:
            return MarkedCopy()
        is_unmarked = lacks_sidecar(transferred, written)
        words = self._catalog.marks.of([shot.photo_id])[shot.photo_id].in_words()
        marks = XmpMarks(*words, orientation=orientation_now(self._catalog, shot.photo_id))
        about = (transferred, marks, self._settings.options, self._earlier, written)
        marked = mark_copy(*about, beside=is_unmarked, inside=self._marks_inside)
        if marked.sidecar:
            self._names_in(marked.sidecar.parent).add(marked.sidecar.name)
        trouble = written.warning if is_unmarked else written.trouble
        return replace(marked, remark=" ".join(filter(None, (trouble, marked.remark))))

    def _end_move(self, shot: Shot, transferred: TransferResult) -> str:
        target = transferred.pictures[0]
        try:
            originals = verified_originals(transferred, self._tell)
            shot = replace(shot, shared=still_shared(shot))
        except BaseException:
            take_back(transferred)
            raise
        status = target.stat()
        place = (shot.photo_id, target, status.st_size, status.st_mtime_ns)
        leftovers = leftovers_of(shot, transferred, originals)
        with self._catalog.transaction():
            self._catalog.relocation.moved(*place, transferred.renamed, leftovers)
            self._catalog.planned_moves.set_done(self._options.target, shot.photo_id)
        left = ", ".join(displayable_name(path.name) for path in delete_originals(shot, originals))
        self._catalog.relocation.forget_leftovers(leftovers)
        self._catalog.exported.forget(transferred.targets.values())
        kept = ", ".join(displayable_name(path.name) for path in sorted(shot.shared))
        return " ".join(
            sentence
            for names, sentence in (
                (left, f"It was moved, but at its old place {left} could not be deleted."),
                (kept, f"At its old place {kept} stays too: other photographs there go by it."),
            )
            if names
        )

    def _tell(self, count: int) -> None:
        if self._cancelled():
            raise _Cancelled
        self._bytes += count
        done = min(self._bytes, self._bytes_total)
        self._progress(Progress(len(self._outcomes), len(self._shots), done, self._bytes_total))

    def _stop_where_nothing_more_goes(self, error: OSError) -> None:
        done, target = self._done(), displayable_name(str(self._options.target))
        if error.errno in NO_ROOM:
            raise _Stopped(
                f"The disk of {target} is full: {done} are exported, each of them whole. Free some space and export"
                " again: it goes on from there."
            ) from error
        if not is_folder(self._options.target):
            raise _Stopped(
                f"{target} is not there any more: {done} are exported. Connect its disk and export again: it goes on"
                " from there."
            ) from error

    def _done(self) -> str:
        return (
            f"{words.photographs(sum(each.state != FAILED for each in self._outcomes))} of {figures(len(self._shots))}"
        )


def _was_exported(catalog: Catalog) -> Callable[[Path], bool]:
    return lambda path: bool(catalog.exported.digests(path))


def _state(transferred: TransferResult, is_marked: bool) -> str:
    if transferred.is_new and not transferred.is_update:
        return EXPORTED
    return UPDATED if transferred.is_update or is_marked else SKIPPED


def _trouble(written: Written | None) -> str:
    return written.trouble if written else ""
