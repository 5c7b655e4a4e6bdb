"""Which photographs are decoded next, as the frame loader wants it said."""

from collections.abc import Collection, Sequence

from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.frames import FrameLoader, FrameRequest

Side = tuple[int, int | None]


class FramePrefetcher:
    """Looks photographs up and requests their frames; forgets frames of files that were overwritten."""

    def __init__(self, library: Library, frames: FrameLoader) -> None:
        self._library, self._frames = library, frames
        self._content: dict[int, tuple[str | None, int]] = {}
        self._sides: Sequence[Side] = ()
        self._beside: Sequence[Side] = ()

    def photo(self, photo_id: int | None) -> Photo | None:
        """What the catalog knows of it; None where it has just gone."""
        try:
            return None if photo_id is None else self._library.catalog.photos.get(photo_id)
        except KeyError:
            return None  # it was recognised as a moved one, and the answer does not know yet

    def want(self, sides: Sequence[Side]) -> None:
        """Requests these ids at these sides (device pixels, None for full size), most urgent first, and nothing else
        any more but what another window wants beside them.
        """
        self._sides = sides
        self._request(list(dict.fromkeys((*sides[:1], *self._beside, *sides[1:]))))

    def want_beside(self, sides: Sequence[Side]) -> None:
        """What another window wants, too."""
        if sides != self._beside:
            self._beside = sides
            self.want(self._sides)

    def _request(self, sides: Sequence[Side]) -> None:
        looked_up = {photo_id: self.photo(photo_id) for photo_id, _ in sides}
        photos = {photo_id: photo for photo_id, photo in looked_up.items() if photo}
        names = self._library.catalog.photos.companions(photos)
        self._content.update({photo_id: (photo.fingerprint, photo.turned) for photo_id, photo in photos.items()})
        self._frames.want(
            [
                FrameRequest(
                    id_,
                    (path := photos[id_].path),
                    tuple(path.with_name(each) for each in names.get(id_, ())),
                    side,
                    photos[id_].turned,
                )
                for id_, side in sides
                if id_ in photos
            ]
        )

    def forget_overwritten(self, ids: Collection[int]) -> None:
        """Of photographs about which something has changed, drops the frames of those that look otherwise now."""
        fresh, turned = self._library.fingerprints(ids), self._library.turned(ids)
        changed = [
            id_
            for id_ in ids
            if (known := self._content.get(id_))
            and ((known[0] and fresh.get(id_) not in {None, known[0]}) or turned.get(id_, known[1]) != known[1])
        ]
        if changed:
            self._frames.forget(changed)
            for id_ in changed:
                del self._content[id_]
