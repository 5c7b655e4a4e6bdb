"""Checks of the network: a run over the made photographs, and a question in words."""

from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.indexing.prompt_process import Measured, ScorePrompts
from clipiqa_desktop.indexing.prompting import Prompting
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.indexing.setup import Setup
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.perception.weights import NoWeights, Weights, find_weights, identify
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.self_test.children import started
from clipiqa_desktop.self_test.running import CheckFailed, Workspace

# What scores in fp32 and half-precision vectors may differ by.
_NEARLY = 0.05


def check_scoring(workspace: Workspace) -> str:
    """Indexes the made photographs: every one of them gets every score."""
    weights, told = weights_of(workspace)
    described: list[str] = []
    setup = Setup(weights, workspace.device, "auto", workspace.places.choices, decoders=1)
    with (
        closing(open_catalog(workspace.places.catalog)) as catalog,
        closing(ThumbnailStore(workspace.places.thumbnails)) as thumbnails,
    ):
        Run(catalog, thumbnails, setup, Listener(network=described.append)).index([workspace.photographs])
        count = _require_scores(catalog)
    return f"{' '.join(described)}, {count} photographs, {told}"


def check_prompts(workspace: Workspace) -> str:
    """Asks for a pair of prompts that the photographs were scored with: the scores are the same."""
    weights, _told = weights_of(workspace)
    prompting = Prompting(workspace.places.catalog, lambda: weights)
    try:
        measured = prompting.ask(ScorePrompts(BUILT_IN[0].prompts))
    finally:
        prompting.stop_process()
    with closing(open_catalog(workspace.places.catalog)) as catalog:
        stored = catalog.scores.all(_current(catalog))
    if not isinstance(measured, Measured):
        raise CheckFailed("no scores came back")
    apart = [abs(stored[id_][0] - value) for id_, value in zip(measured.ids, measured.values, strict=True)]
    if len(apart) != len(stored) or max(apart) > _NEARLY:
        raise CheckFailed("the answer differs from the scores in the catalog")
    return f"“{BUILT_IN[0].high_prompt}” was understood"


def weights_of(workspace: Workspace) -> tuple[Weights, str]:
    """The weights to use, and what to say of them. Where none are found, random numbers take their place."""
    made = workspace.folder / "untrained.safetensors"
    if is_file(made):
        return identify(made), ""
    try:
        weights = find_weights(workspace.weights, workspace.places.weights, remember=False)
    except NoWeights:
        if workspace.weights:
            raise
        with started(Worker(_make_weights, made)):
            return identify(made), "with a network of random numbers, because there are no weights here"
    return weights, f"with {weights.path.name} ({weights.caution or 'known to be from OpenAI'})"


def _make_weights(connection: Connection, file: Path) -> None:
    from clipiqa_desktop.perception.untrained import save_untrained

    connection.send(save_untrained(file))


def _require_scores(catalog: Catalog) -> int:
    folders = {folder.id for folder in catalog.folders.all()}
    photographs = list(catalog.photos.in_folders(folders))
    scores = catalog.scores.all(_current(catalog))
    for photograph in photographs:
        if photograph.error or photograph.id not in scores:
            raise CheckFailed(f"{photograph.path.name}: {photograph.error or 'it has no scores'}")
        if not np.isfinite(scores[photograph.id]).all():
            raise CheckFailed(f"{photograph.path.name}: a score is no number")
    return len(photographs)


def _current(catalog: Catalog) -> Model:
    model = catalog.models.current()
    if model is None:
        raise CheckFailed("the catalog knows of no network")
    return model
