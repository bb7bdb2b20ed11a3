"""Reference pages are XML, and say what the table says."""

from xml.etree import ElementTree

import pytest

from descant.export.max_objects import OBJECTS, Object
from descant.export.max_reference import reference


@pytest.mark.parametrize("of", OBJECTS, ids=lambda each: each.name)
def test_a_page_says_what_the_table_says(of: Object):
    root = ElementTree.fromstring(reference(of))
    assert root.get("name") == of.name
    assert root.findtext("digest") == of.digest
    assert [each.findtext("digest") for each in root.findall("inletlist/inlet")] == [port.text for port in of.inlets]
    assert [each.get("id") for each in root.findall("outletlist/outlet")] == [str(n) for n in range(len(of.outlets))]
    assert [each.get("name") for each in root.findall("methodlist/method")] == [word.name for word in of.words]
    assert [each.get("name") for each in root.findall("attributelist/attribute")] == [a.name for a in of.attributes]
    assert [each.get("name") for each in root.findall("seealsolist/seealso")] == list(of.see)


def test_signs_of_xml_in_texts_are_kept_as_texts():
    odd = Object("descant.odd", "a < b & c", 'say "it"', (), ())
    root = ElementTree.fromstring(reference(odd))
    assert (root.findtext("digest"), root.findtext("description")) == ("a < b & c", 'say "it"')
