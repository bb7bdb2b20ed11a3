"""The table of the package's objects says one thing of each of them."""

import pytest
from py2max.maxref import get_object_info

from descant.export.max_objects import BY_NAME, OBJECTS, Object

PATCH_WORDS = {"name", "rate"}


def test_names_are_there_once():
    assert len(BY_NAME) == len(OBJECTS) == 9


@pytest.mark.parametrize("of", OBJECTS, ids=lambda each: each.name)
def test_an_object_is_told_whole(of: Object):
    assert of.digest
    assert not of.digest.endswith(".")
    assert of.description.endswith(".")
    assert len(of.digest) <= 45, "it must fit on a card of the overview"
    assert {each.outlet for each in of.replies} == set(range(len(of.outlets))), "each outlet has an example"
    names = [word.name for word in of.words]
    assert len(names) == len(set(names))
    assert of.outlets[-1].text.startswith("everything else"), "the last outlet is the dump"
    assert any(reply.form.startswith("error") for reply in of.replies)


@pytest.mark.parametrize("of", OBJECTS, ids=lambda each: each.name)
def test_see_also_leads_somewhere(of: Object):
    assert of.name not in of.see
    unknown = {name for name in of.see if name not in BY_NAME and get_object_info(name) is None}
    assert unknown <= {"node.script"}
