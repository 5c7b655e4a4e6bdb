import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.culling.csv_cells import TableWriter, safe_cell


@pytest.mark.parametrize("first", [*"=+-@\t\r\n", "＝", "'"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(first: str) -> None:
    assert safe_cell(f"{first}cmd|' /c calc'!A0") == f"'{first}cmd|' /c calc'!A0"


@pytest.mark.parametrize("parted", [";", "\t", "\n"])
def test_so_does_what_a_spreadsheet_parts_from_the_rest_of_its_cell(parted: str) -> None:
    assert safe_cell(f"a{parted}=1;b{parted}'c.jpg") == f"a{parted}'=1;b{parted}''c.jpg"


@pytest.mark.parametrize("value", ["", "a=b", "/photos/=1.jpg", "-0.5", "+1", "-1e-05", "1", -0.5, 3, None, " =1"])
def test_numbers_and_harmless_texts_stay_as_they_are(value: object) -> None:
    assert safe_cell(value) == value


@pytest.mark.parametrize("value", ["-1+1", "=1", "-0.5\n", "+٣", "-1e5e5", "--1", "+.", "-inf"])
def test_what_only_begins_like_a_number_is_a_text(value: str) -> None:
    assert safe_cell(value) == f"'{value}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_one_apostrophe_less_gives_the_texts_again(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    TableWriter(file).writerows([cells, ["end"]])
    file.seek(0)
    read, _end = csv.reader(file)
    assert [re.sub(r"(^|[;\t\r\n])'", r"\1", cell) for cell in read] == cells
    assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in read)
