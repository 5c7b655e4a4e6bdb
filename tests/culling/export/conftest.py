import pytest
from tools.exported import Exported
from tools.marked import Marked


@pytest.fixture
def out(shoot: Marked) -> Exported:
    """What is exported from the shoot into a folder beside it, which is not there yet."""
    return Exported(shoot, shoot.folder.parent / "picks")
