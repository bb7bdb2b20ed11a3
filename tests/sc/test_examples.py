"""Every block of every example compiles."""

from pathlib import Path

import pytest
from blocks import documents, split
from sclang import QUARK, Ending, run

HERE = Path(__file__).parent
DOCUMENTS = documents()


def broken(blocks: dict[str, list[str]], folder: Path) -> dict[str, list[str]]:
    """Return name → the blocks that sclang cannot compile."""
    files = {}
    (folder / "blocks").mkdir()
    for name, texts in blocks.items():
        for text in texts:
            path = folder / "blocks" / f"{len(files):05}.scd"
            path.write_text(text)
            files[str(path)] = name, text
    ran = run(HERE / "compile.scd", folder / "blocks", home=folder / "home", include=[QUARK], stumble=True, silent_s=30)
    assert ran.ending is Ending.DONE, ran.text
    found: dict[str, list[str]] = {name: [] for name in blocks}
    for line in ran.lines("broken "):
        name, text = files[line.removeprefix("broken ")]
        found[name].append(text)
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return broken(DOCUMENTS, tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_compiles(name: str, found: dict[str, list[str]]) -> None:
    assert DOCUMENTS[name]
    assert found[name] == []


def test_what_does_not_compile_is_found(tmp_path: Path) -> None:
    text = "// a tape\nx = Array(3); // begin\n(\nx.collect { 4;\n)\nx.play;\n(\n1;\n)\n"
    assert split(text) == ["x = Array(3); // begin", "(\nx.collect { 4;\n)", "x.play;", "(\n1;\n)"]
    assert broken({"tape": split(text), "reel": ["2"]}, tmp_path) == {"tape": ["(\nx.collect { 4;\n)"], "reel": []}
    with pytest.raises(ValueError, match="does not end"):
        split("(\n1;\n")
