import pytest

from pipeline.topics.recurrence import status


@pytest.mark.parametrize(
    ("present", "sessions", "wanted"),
    [
        ({0}, [0], "new"),
        ({2}, [0, 1, 2], "new"),
        ({1, 2}, [0, 1, 2], "persistent"),
        ({0, 1, 2}, [0, 1, 2], "persistent"),
        ({0, 1}, [0, 1, 2], "resolved"),
        ({0}, [0, 1, 2], "resolved"),
        ({0, 2}, [0, 1, 2], "back"),
        ({0, 1, 3}, [0, 1, 2, 3], "back"),
    ],
)
def test_status(present: set[int], sessions: list[int], wanted: str) -> None:
    assert status(present, sessions) == wanted
