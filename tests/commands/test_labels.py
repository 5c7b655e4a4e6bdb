from pathlib import Path

import pytest

from clipiqa_desktop.commands.labels import Label, read_labels
from clipiqa_desktop.errors import UserError


@pytest.fixture
def images(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b, c.jpg", "sub/d.jpg"):
        (tmp_path / "images" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "images" / name).touch()
    return tmp_path / "images"


def read(images: Path, content: bytes) -> list[Label]:
    table = images.parent / "mos.csv"
    table.write_bytes(content)
    return read_labels(table, images, "mos")


def complaint(images: Path, content: bytes) -> str:
    with pytest.raises(UserError) as raised:
        read(images, content)
    return str(raised.value).removeprefix(f"{images.parent}/")


def test_columns_in_any_order_quotes_and_sub_folders(images: Path) -> None:
    content = b'std,mos, image\n1,3.5,a.jpg\n2,-4e1,"b, c.jpg"\n\n3, 7 ,sub/d.jpg\n'
    assert [(label.image, label.path, label.value) for label in read(images, content)] == [
        ("a.jpg", images / "a.jpg", 3.5),
        ("b, c.jpg", images / "b, c.jpg", -40.0),
        ("sub/d.jpg", images / "sub/d.jpg", 7.0),
    ]


def test_what_spreadsheets_write(images: Path) -> None:
    assert [label.value for label in read(images, b"\xef\xbb\xbfimage,mos\r\na.jpg,1\r\nsub/d.jpg,2\r\n")] == [1, 2]


@pytest.mark.parametrize("number", [b"good", b"", b"nan", b"inf", b"1,5"])
def test_what_is_no_number_names_its_line(images: Path, number: bytes) -> None:
    said = complaint(images, b'image,mos\nsub/d.jpg,1\na.jpg,"' + number + b'"\n')
    assert said == f"mos.csv, line 3: a.jpg has “{number.decode()}” where a number must be: correct the line."


def test_a_line_that_ends_early_lacks_its_number(images: Path) -> None:
    assert complaint(images, b"image,mos\na.jpg\n").startswith("mos.csv, line 2: a.jpg has “”")


@pytest.mark.parametrize("name", ["missing.jpg", "sub", ""])
def test_what_is_no_photograph_there_names_its_line(images: Path, name: str) -> None:
    said = complaint(images, f"image,mos\na.jpg,1\n{name},2\n".encode())
    shown = name or "an image without a name"
    assert said == f"mos.csv, line 3: {shown} is not in {images}: correct the line, or name another folder."


def test_a_photograph_named_twice_names_its_line(images: Path) -> None:
    said = complaint(images, b"image,mos\na.jpg,1\na.jpg,2\n")
    assert said == "mos.csv, line 3: a.jpg stands there for the second time: leave one line of it."


@pytest.mark.parametrize("content", [b"", b"image;mos\na.jpg;1\n", b"name,mos\na.jpg,1\n"])
def test_a_missing_column_is_a_sentence(images: Path, content: bytes) -> None:
    assert "its first line must name “image” and “mos”" in complaint(images, content)


@pytest.mark.parametrize("content", ["image,mos\na.jpg,1\n".encode("utf-16"), b"image,mos\n\xff\xfe.jpg,1\n"])
def test_another_encoding_is_a_sentence(images: Path, content: bytes) -> None:
    assert complaint(images, content) == "mos.csv is no CSV table in UTF-8: save it as one."


def test_a_table_that_is_not_there_is_a_sentence(images: Path) -> None:
    for table in (images.parent / "none.csv", images):
        with pytest.raises(UserError, match="cannot be read: "):
            read_labels(table, images, "mos")
