"""Which photographs belong together: the rules, one after the other."""

from tools.shots import scene, stacks_of

ONE, OTHER = scene(1), scene(2)


def at(*times: float, **more: object) -> list[dict[str, object]]:
    return [{"time": time, "look": ONE, **more} for time in times]


def test_neighbours_join_by_time_and_likeness() -> None:
    assert stacks_of(at(0, 0.5, 1.0)) == [("burst", [1, 2, 3])]
    assert stacks_of(at(0, 30, 200)) == [("burst", [1, 2])]
    assert stacks_of([*at(0, 0.5), {"time": 1.0, "look": OTHER}]) == [("burst", [1, 2])]


def test_the_further_apart_the_more_alike_they_must_be() -> None:
    little, some = scene(1, 0.57), scene(1, 0.45)  # about 0.6 and 0.77 alike
    for gap, look, joined in ((0.9, little, True), (4, little, True), (30, little, False), (30, some, True)):
        found = stacks_of([{"time": 0, "look": ONE}, {"time": gap, "look": look}])
        assert bool(found) is joined, (gap, joined)


def test_strict_and_loose() -> None:
    shots = [{"time": 0, "look": ONE}, {"time": 0.8, "look": OTHER}, *at(100, 130)]
    assert stacks_of(shots, "strict") == []
    assert stacks_of(shots, "normal") == [("burst", [3, 4])]
    assert stacks_of(shots, "loose") == [("burst", [1, 2]), ("burst", [3, 4])]
    assert stacks_of(shots, "off") == []


def test_until_one_knows_what_they_look_like_only_a_second_joins() -> None:
    assert stacks_of([{"time": 0}, {"time": 1}, {"time": 3}]) == [("burst", [1, 2])]


def test_two_cameras_at_one_wedding_are_two_rolls() -> None:
    shots = at(0, 0.5, 1, 1.5)
    for shot, body in zip(shots, "ABAB", strict=True):
        shot["body"] = body
    assert stacks_of(shots) == [("burst", [1, 3]), ("burst", [2, 4])]


def test_a_clock_that_jumps_back_begins_a_new_stack() -> None:
    shots = at(100, 101, 102, 103, 104, 105) + at(100.5, 101.5, 102.5)
    assert stacks_of(shots) == [("burst", [1, 2, 3, 4, 5, 6]), ("burst", [7, 8, 9])]


def test_names_that_begin_anew_after_9999_join_nobody_and_part_nobody() -> None:
    names = ["DSC_9998.JPG", "DSC_9999.JPG", "DSC_0001.JPG", "DSC_0002.JPG", "DSC_9997.JPG"]
    shots = at(1000, 1000.5, 1001, 1001.5, 5000)
    for shot, name in zip(shots, names, strict=True):
        shot["name"] = name
    shots[4]["folder"] = 2
    assert stacks_of(shots) == [("burst", [1, 2, 3, 4])]


def test_names_that_say_nothing_of_the_order_part_nobody() -> None:
    shots = at(*(n * 0.3 for n in range(20)))
    for n, shot in enumerate(shots):
        shot["name"] = f"{(n * 7919) % 1000:x}.jpg"
    assert stacks_of(shots) == [("burst", list(range(1, 21)))]


def test_equal_minutes_without_seconds_are_unknown_and_not_the_same_moment() -> None:
    alike, strangers = at(600, 600), [{"time": 660, "look": OTHER}, {"time": 660, "look": scene(3)}]
    assert stacks_of([*alike, *strangers]) == [("burst", [1, 2])]
    assert stacks_of([{"time": 600}, {"time": 600}]) == []


def test_without_any_time_neighbours_by_name_in_one_folder_must_look_alike() -> None:
    shots = [{"look": ONE}, {"look": ONE}, {"look": OTHER}, {"look": OTHER, "folder": 2}]
    assert stacks_of(shots) == [("burst", [1, 2])]


def test_what_the_camera_says_joins_whatever_it_looks_like() -> None:
    shots = [{"time": n * 3.0, "look": scene(n), "burst": burst} for n, burst in enumerate(["a", "a", "b", "b", ""])]
    assert stacks_of(shots) == [("burst", [1, 2]), ("burst", [3, 4])]
    counted = [{"time": n * 3.0, "look": scene(n), "number": number} for n, number in enumerate([1, 2, 3, 1, 2])]
    assert stacks_of(counted) == [("burst", [1, 2, 3]), ("burst", [4, 5])]


def test_copies_in_whatever_folder_are_one_and_go_with_the_burst_of_the_first() -> None:
    shots = [
        {"time": 0, "look": ONE, "content": "x"},
        {"time": 5000, "look": OTHER, "content": "y"},
        {"time": 0, "look": ONE, "content": "x", "folder": 2},
        {"time": 5000, "look": OTHER, "content": "z", "folder": 3, "width": 1024.0},
    ]
    assert stacks_of(shots) == [("copies", [1, 3]), ("copies", [2, 4])]
    assert stacks_of([*shots, {"time": 0.5, "look": ONE}])[0] == ("burst", [1, 3, 5])


def test_frames_of_a_burst_within_one_second_are_no_copies() -> None:
    assert stacks_of(at(5, 5, 5)) == [("burst", [1, 2, 3])]


def test_what_the_person_said_comes_before_all_rules() -> None:
    shots = at(0, 0.5, 1.0, 1.5)
    for shot, own in zip(shots, (-1, 0, -1, 7), strict=True):
        shot["own"] = own
    shots.append({"time": 9000, "look": OTHER, "own": 7})
    assert stacks_of(shots) == [("burst", [1, 3]), ("joined", [4, 5])]
    assert stacks_of(shots, "off") == [("joined", [4, 5])]
