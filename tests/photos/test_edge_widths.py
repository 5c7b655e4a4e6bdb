"""Edges are measured as wide as they were made, whatever the contrast, the light and the noise."""

import numpy as np
import pytest
from tools.blurring import Grey, Pixels, blurred, composed, disc, exposed, jpeg, noisy, rounded, streak

from clipiqa_desktop.photos.edge_widths import TILE, Widths, find_edges, tile_edges
from clipiqa_desktop.photos.gradients import MARGIN, near_white


def widths(pixels: Pixels) -> Widths:
    return find_edges(Grey(pixels)).widths


def middle(pixels: Pixels) -> float:
    return float(np.nanmedian(widths(pixels)))


def edge(sigma: float, contrast: float, size: int = 256) -> Pixels:
    """A ring whose two edges are steps blurred by a Gaussian."""
    across = np.hypot(*np.meshgrid(np.arange(size) - size / 2, np.arange(size) - size / 2))
    steps = np.clip(np.array([across - 50, 90 - across]), -1e6, 1e6) / sigma
    inside = np.minimum(*(1 / (1 + np.exp(-1.702 * each.clip(-30, 30))) for each in steps))
    return rounded((128 + contrast * (inside - 0.5)).astype(np.float32))


@pytest.mark.parametrize("sigma", [0.75, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("contrast", [100, 220])
def test_an_edge_is_as_wide_as_it_was_made(sigma: float, contrast: float) -> None:
    assert middle(edge(sigma, contrast)) == pytest.approx(sigma, rel=0.2)


@pytest.mark.parametrize("seed", range(3))
def test_the_more_a_lens_is_out_of_focus_the_wider(seed: int) -> None:
    scene = composed(seed)
    found = [middle(scene), *(middle(rounded(blurred(scene, disc(radius)))) for radius in (0.7, 1, 1.5, 2, 3, 4, 6))]
    assert found == sorted(found)
    assert found[3] > 1.4 * found[0]  # a disc of 1.5 pixels


@pytest.mark.parametrize("direction", [0, 30, 90, 135])
def test_the_more_a_camera_moved_the_wider(direction: int) -> None:
    scene = composed(1)
    lengths = (2, 3, 5, 8, 12)
    found = [middle(scene), *(middle(rounded(blurred(scene, streak(length, direction)))) for length in lengths)]
    assert found == sorted(found)


def test_lines_in_one_direction_are_doubted() -> None:
    stripes = np.repeat(np.tile(np.array([40, 210], np.uint8), 32), 12)
    one_way = np.tile(stripes, (512, 1))
    both = np.where(np.arange(512)[:, None] // 12 % 2, one_way, 250 - one_way)
    assert middle(one_way) > 1.8 * middle(both)


@pytest.mark.parametrize("sigma", [3, 6])
def test_noise_is_not_sharpness(sigma: float) -> None:
    scene = composed(2)
    assert middle(noisy(scene, sigma)) == pytest.approx(middle(scene), rel=0.03)
    assert middle(jpeg(noisy(scene, sigma), 90)) == pytest.approx(middle(scene), rel=0.05)
    soft = blurred(scene, disc(1.5))
    assert middle(noisy(soft, sigma)) > 1.3 * middle(scene)


@pytest.mark.parametrize("radius", [0.0, 3.0])
def test_what_is_blown_makes_no_edges_sharper(radius: float) -> None:
    scene = composed(3)
    soft = rounded(blurred(scene, disc(radius))) if radius else scene
    cut_off = exposed(soft, 1.5)
    assert (cut_off >= 252).mean() > 0.1
    assert middle(cut_off) > 0.95 * middle(soft)


def test_where_all_edges_are_of_white_they_count_after_all() -> None:
    assert np.isfinite(widths(np.where(edge(1.0, 250) > 128, 255, 0).astype(np.uint8))).any()


def test_how_edges_lie_is_told_in_shares_of_all() -> None:
    stripes = np.tile(edge(1.0, 200)[128:130].repeat(64, axis=0), (2, 1))  # edges that run down: all change is across
    (_, apart), _ = find_edges(Grey(stripes)).directions
    assert apart == pytest.approx(1, abs=0.05)
    (_, apart), _ = find_edges(Grey(stripes.T.copy())).directions
    assert apart == pytest.approx(-1, abs=0.05)
    assert np.abs(find_edges(Grey(composed(1))).directions).max() < 0.3
    assert not find_edges(Grey(np.full((200, 300), 90, np.uint8))).directions.any()


@pytest.mark.parametrize("stops", [-1, 0.5])
def test_neither_is_light(stops: float) -> None:
    scene = composed(3)
    assert middle(exposed(scene, stops)) == pytest.approx(middle(scene), rel=0.05)


def test_where_there_are_no_edges_nothing_is_said() -> None:
    ramp = np.tile(np.linspace(60, 200, 640).astype(np.uint8), (384, 1))
    assert np.isnan(widths(ramp)).all()
    assert np.isnan(widths(noisy(ramp, 8))).all()
    ramp[128:256, 256:384] = composed(4, (128, 128), 12)
    assert np.argwhere(np.isfinite(widths(ramp)))[:, 0].tolist().count(1) >= 1
    assert np.isnan(widths(ramp)[:, 4]).all()


def test_what_is_far_out_of_focus_is_soft_and_what_only_grows_brighter_has_no_edges() -> None:
    scene = composed(7)
    found = [middle(rounded(blurred(scene, disc(radius)))) for radius in (4, 8, 16)]
    assert found == sorted(found)
    assert found[-1] > 5
    light = 128 + 100 * np.sin(np.arange(768) / 45)[None, :] * np.cos(np.arange(512) / 45)[:, None]
    assert np.isnan(widths(rounded(light.astype(np.float32)))).all()


def test_every_tile_is_told_alone() -> None:
    scene = composed(5, (1280, 512))
    scene = np.hstack([scene[:, :640], rounded(blurred(scene, disc(3)))[:, 640:]])
    found = widths(scene)
    assert found.shape == (4, 10)
    assert np.nanmax(found[:, :4]) < np.nanmin(found[:, 6:])


def test_the_same_picture_turned_has_the_same_tiles_turned() -> None:
    scene = composed(6, (700, 450))
    found = widths(scene)
    for turned in (widths(scene.T.copy()).T, widths(scene[:, ::-1].copy())[:, ::-1]):
        assert turned == pytest.approx(found, rel=0.1, nan_ok=True)


@pytest.mark.parametrize("length", [1, 63, 64, 128, 191, 192, 1000, 4001, 6000])
def test_tiles_are_alike_and_cover_all(length: int) -> None:
    edges = tile_edges(length)
    assert (edges[0], edges[-1]) == (0, length)
    lengths = np.diff(edges)
    assert (lengths > 0).all()
    assert len(lengths) == 1 or (np.ptp(lengths) <= 8 and abs(lengths - TILE).max() <= TILE / 2)


@pytest.mark.parametrize("size", [(1, 1), (2, 9), (57, 31), (129, 1), (1, 300), (1023, 130)])
def test_any_size_is_measured(size: tuple[int, int]) -> None:
    chance = np.random.default_rng(0)
    found = widths(chance.integers(0, 256, size[::-1], np.uint8))
    assert found.shape == tuple(len(tile_edges(length)) - 1 for length in size[::-1])


@pytest.mark.parametrize("step", [1, 2])
def test_what_something_blown_is_near_to(step: int) -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (61, 83)).astype(np.uint8)
    pixels[pixels > 252] = np.where(np.random.default_rng(8).random((pixels > 252).sum()) < 0.2, 253, 0)
    around = np.lib.stride_tricks.sliding_window_view(pixels, (2 * MARGIN + 1, 2 * MARGIN + 1))
    near = near_white(pixels, step)
    assert near is not None
    assert np.array_equal(near, (around >= 252).any(axis=(2, 3))[::step])
    assert near_white(np.minimum(pixels, 251), step) is None
