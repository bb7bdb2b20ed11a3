import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.patch import Patch, load, loads, problems

ODD = [
    "nan", "-inf", "1e300", "-1000", "0x" + "F" * 40, "9" * 500, "true", '""', '"\\u0000"', "[]", "{}", "[[1]]",
    "2021-01-01", "07:00:00", '"piano"', "1e400", "-0.0", '{ a.b = { c = [{}] } }', '["cubics/loss", ""]', "'/'",
]  # fmt: skip


def outcome(path, data):
    """Load bytes as a patch: a Patch that is sane, or one clear line that `problems` begins with too."""
    path.write_bytes(data)
    found = problems(path)
    try:
        patch = load(path)
    except DescantError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 2000
        first = next(problem for problem in found if problem.severity == "error")
        assert str(error).startswith(str(first))
        assert first.line <= data.count(b"\n") + 1
        return error
    assert isinstance(patch, Patch)
    assert all(problem.severity == "missing" for problem in found)
    assert patch.declared.keys() == patch.table.keys()
    assert all(math.isfinite(value) for value in patch.declared.values() if isinstance(value, int | float))
    assert all(row.checked(patch.declared[name]) == patch.declared[name] for name, row in patch.table.items())
    assert loads(patch.text, patch.name, path.parent, patch.files).declared == patch.declared
    return patch


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory, data):
    outcome(tmp_path_factory.getbasetemp() / "bytes.toml", data)


@settings(deadline=None)
@given(st.text(alphabet="[]{}=.,\"'#\\ \n\tabe_-0123456789:", max_size=60))
@example("a" * 20 + "=" + "[" * 300)
def test_any_text_that_looks_like_a_patch(tmp_path_factory, text):
    outcome(tmp_path_factory.getbasetemp() / "text.toml", b"descant = 1\n" + text.encode())


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_real_patch_with_bytes_changed(tmp_path_factory, real_patch, data):
    whole = bytearray(real_patch.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        end = start + data.draw(st.integers(0, 40))
        whole[start:end] = data.draw(st.binary(max_size=4))
    outcome(tmp_path_factory.getbasetemp() / "bytes.toml", bytes(whole))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_real_patch_with_lines_changed(tmp_path_factory, real_patch, data):
    lines = real_patch.read_text().split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[place].partition("=")
        action = data.draw(st.sampled_from(["drop", "odd", "swap", "typo"]))
        other = data.draw(st.integers(0, len(lines) - 1))
        if action == "drop":
            lines[place] = ""
        elif action == "odd" and equals:
            lines[place] = f"{key}= {data.draw(st.sampled_from(ODD))}"
        elif action == "swap":
            lines[place], lines[other] = lines[other], lines[place]
        else:
            lines[place] = lines[place].replace("e", "", 1)
    outcome(tmp_path_factory.getbasetemp() / "lines.toml", "\n".join(lines).encode())
