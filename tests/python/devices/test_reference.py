"""The reference page is the one that the table of words would write."""

from pathlib import Path

from descant.devices.protocol import ANSWERS, WORDS
from descant.devices.reference import page

PAGE = Path(__file__).parents[3] / "docs" / "osc.md"


def test_the_page_is_as_the_table_has_it():
    assert PAGE.read_text() == page(), "make reference writes it anew"


def test_every_word_and_answer_has_a_row():
    rows = [line for line in page().splitlines() if line.startswith("| `/descant/")]
    assert len(rows) == 1 + len(WORDS) + len(ANSWERS)
    assert "| `/descant/note pitch velocity [id]` | plays a note" in page()
    assert "| pitch 0 to 127, velocity 0 to 127 |" in page()
    assert "`/descant/list/end count`" in page()
