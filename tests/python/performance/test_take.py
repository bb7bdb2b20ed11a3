"""The take: written so that it reads back exactly, read up to its last whole line, and never trusted."""

import base64
import json
import struct
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant import __version__
from descant.errors import DescantError
from descant.performance.take import TakeWriter, header, read_take, unpack

STOP = {"t": 2.0, "in": "stop"}


@pytest.fixture
def head(small):
    return header(small, seed=5, settings={"piano/mute": True}, assets={}, sample_rate=48000)


@pytest.fixture
def take(tmp_path, head):
    """Return a function that writes lines, or raw text after a header, and gives the path."""

    def write(*lines, raw=None, **changes):
        path = tmp_path / "take.jsonl"
        whole = "".join(json.dumps(line) + "\n" for line in (head | changes, *lines))
        path.write_bytes((whole if raw is None else whole + raw).encode() if not isinstance(raw, bytes) else raw)
        return path

    return write


def test_steps_of_many_learners_read_back_to_the_last_bit_and_no_other_line_is_written_otherwise(tmp_path, head):
    path = tmp_path / "take.jsonl"
    losses = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 1e-7, 1e16, -0.0, 12345678.901234567, 2.5e-320]
    steps = {"t": 0.1 + 0.2, "steps": "chorus", "learner": [2**53 - 1], "voice": [None], "loss": losses, "n": [1]}
    step = {"t": 0.7, "step": "cubics", "loss": 1e-7, "converged": True}
    writer = TakeWriter(path)
    for line in (head, steps, step):
        writer.write(line)
    writer.close()
    (_, [first, second]) = read_take(path)
    assert (first, second) == (steps, step)
    assert struct.pack("<9d", *first["loss"]) == struct.pack("<9d", *losses)
    assert path.read_text().splitlines()[2] == '{"t": 0.7, "step": "cubics", "loss": 1e-07, "converged": true}'


def test_the_header_has_all_but_the_player(head, small):
    assert head["take"] == head["protocol"] == 1
    assert head["descant"] == __version__
    assert head["patch"]["name"] == "small.toml"
    assert head["patch"]["text"] == small.text
    assert head["seed"] == 5
    assert head["set"] == {"piano/mute": True}
    assert head["sample_rate"] == 48000
    assert {"processor", "python", "numpy"} <= head["machine"].keys()
    json.dumps(head, allow_nan=False)


def test_what_is_written_reads_back_to_the_last_bit(tmp_path, head):
    path = tmp_path / "take.jsonl"
    times = [float(Fraction(n, 7)) for n in range(50)]
    lines = [{"t": t, "step": "cubics", "loss": t / 3, "gradient": [-t, 5e-324, 1.7e308]} for t in times]
    writer = TakeWriter(path)
    for line in (head, *lines):
        writer.write(line)
    writer.close()
    assert read_take(path) == (head, lines)
    assert struct.pack("<d", read_take(path)[1][-1]["t"]) == struct.pack("<d", times[-1])


def test_it_is_on_disk_at_least_once_a_second_of_performance(tmp_path, head):
    path = tmp_path / "take.jsonl"
    writer = TakeWriter(path)
    for line in (head, {"t": 0.5, "in": "stop"}, {"t": 1.0, "in": "stop"}, {"t": 1.9, "in": "stop"}):
        writer.write(line)
    assert [line["t"] for line in read_take(path)[1]] == [0.5, 1.0]
    writer.close()
    assert len(read_take(path)[1]) == 3


@pytest.mark.parametrize("rest", ["", '{"t": 2.5, "vo', '{"t": 2.5'])
def test_one_that_cannot_be_written_on_ends_with_its_last_whole_line(tmp_path, head, rest):
    path = tmp_path / "take.jsonl"
    writer = TakeWriter(path)
    writer.write(head)
    writer.write(STOP)
    writer.flush()
    with path.open("a") as file:
        file.write(rest)
    assert writer.cut() == 2.0
    writer.close()  # as at the end of every performance
    assert path.read_text().endswith("}\n")
    assert read_take(path) == (head, [STOP])


def test_one_that_holds_not_even_its_header_ends_at_its_begin(tmp_path):
    path = tmp_path / "take.jsonl"
    writer = TakeWriter(path)
    path.write_text('{"take": 1, "pa')
    assert writer.cut() == 0.0
    assert path.read_text() == ""


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_does_not_know_is_never_written(tmp_path, head, value):
    writer = TakeWriter(tmp_path / "take.jsonl")
    writer.write(head)
    with pytest.raises(ValueError, match="JSON"):
        writer.write({"t": value})
    writer.close()
    assert read_take(tmp_path / "take.jsonl") == (head, [])


def test_a_take_cut_anywhere_is_read_up_to_its_last_whole_line(take, tmp_path):
    lines = [{"t": 0.0, "cue": 1, "name": "Étude"}, {"t": 0.25, "in": "midi", "from": "piano", "data": [144, 60, 90]}]
    data = take(*lines).read_bytes()
    ends = [place + 1 for place, byte in enumerate(data) if byte == ord("\n")]
    path = tmp_path / "cut.jsonl"
    for end in range(ends[0], len(data) + 1):
        path.write_bytes(data[:end])
        whole = sum(end >= line_end - 1 for line_end in ends[1:])  # a line is whole without its newline
        assert read_take(path)[1] == lines[:whole]
    for end in (0, 1, ends[0] // 2, ends[0] - 2):
        path.write_bytes(data[:end])
        with pytest.raises(DescantError, match=r"is not a (line of a )?take"):
            read_take(path)
    path.write_bytes(data + bytes(4096))  # what a disk may leave after power is lost
    assert read_take(path)[1] == lines


def test_a_broken_line_in_the_middle_is_named(take):
    with pytest.raises(DescantError, match=r"take\.jsonl:2: is not a line of a take; restore"):
        read_take(take(raw='{"t": 1.0, "in"\n{"t": 2.0, "in": "stop"}\n'))
    with pytest.raises(DescantError, match=r"take\.jsonl:3: is not a line"):
        read_take(take(STOP, raw="[1, 2]\n"))


@pytest.mark.parametrize(
    "raw",
    [
        '{"t": 0, "in": "midi", "from": "piano", "data": [NaN]}\n',
        '{"t": 0, "in": "x", "y": Infinity}\n',
        '{"t": 0, "in": "x", "y": -1e999}\n',
        '{"t": 0, "in": ' + "[" * 100_000 + "\n",
        '{"t": ' + "9" * 5000 + "}\n",
        '{"t": 0, "in": "\udcff"}\n'.encode("utf-8", "surrogateescape").decode("latin-1"),
        "null\n",
        '"text"\n',
        "\x00\x01\x02\n",
    ],
)
def test_lines_that_could_not_be_written_again_are_no_lines(take, raw):
    if "ÿ" in raw:
        path = take()
        path.write_bytes(path.read_bytes() + raw.encode("latin-1"))
    else:
        path = take(raw=raw)
    with pytest.raises(DescantError, match=r"take\.jsonl:2: is not a line of a take"):
        read_take(path)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"take": 2}, "is a take of format 2; use a newer Descant"),
        ({"take": "1"}, "is not a take"),
        ({"take": None}, "is not a take"),
        ({"patch": None}, "lacks its patch or seed"),
        ({"patch": {"name": "x.toml"}}, "lacks its patch or seed"),
        ({"patch": {"text": 5}}, "lacks its patch or seed"),
        ({"seed": "2021"}, "lacks its patch or seed"),
        ({"seed": None}, "lacks its patch or seed"),
        ({"set": ["a"]}, "'set' of the header is no table"),
        ({"set": None}, "'set' of the header is no table"),
        ({"assets": 5}, "'assets' of the header is no table"),
    ],
)
def test_a_header_that_lacks_something_says_what(take, changes, what):
    with pytest.raises(DescantError) as error:
        read_take(take(STOP, **changes))
    assert what in str(error.value)


@pytest.mark.parametrize("time", [-0.1, 0.99, 1e6, 1e300, None, "1", True, [1.0]])
def test_times_that_do_not_follow_are_refused(take, time):
    with pytest.raises(DescantError, match=r"take\.jsonl:3: the time .* does not follow 1.0"):
        read_take(take({"t": 1.0, "in": "stop"}, {"t": time, "in": "stop"}))


def test_equal_times_keep_the_order_of_the_file(take):
    lines = [{"t": 1.0, "in": "midi", "from": "piano", "data": [144, pitch, 90]} for pitch in (64, 60, 67)]
    assert read_take(take(*lines))[1] == lines


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(DescantError, match=r"nope: No such file or directory; give the take\.jsonl"):
        read_take(tmp_path / "nope")
    with pytest.raises(DescantError, match="Is a directory"):
        read_take(tmp_path)


# ---------------------------------------------------------------- the patch that a take carries
def packed(text, **more):
    return {"patch": {"text": text, **more}}


def test_a_take_unpacks_its_patch_and_the_files_beside_it(tmp_path):
    files = {"my.scl": base64.b64encode(b"scale").decode(), "synthdefs/bell.scsyndef": base64.b64encode(b"S").decode()}
    path = unpack(packed("descant = 1\n", name="étude.toml", files=files), tmp_path)
    assert path == tmp_path / "étude.toml"
    assert path.read_text() == "descant = 1\n"
    assert (tmp_path / "my.scl").read_bytes() == b"scale"
    assert (tmp_path / "synthdefs" / "bell.scsyndef").read_bytes() == b"S"
    assert unpack(packed("x = 1"), tmp_path).read_text() == "x = 1"


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "a/b/c", "", ".", "..", "a/..", "x\0y", "\ud800", "//x", "/"]
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    folder = tmp_path / "inner"
    folder.mkdir()
    for head in (packed("text", name=name), packed("text", name="good.toml", files={name: "AAAA"})):
        with pytest.raises(DescantError, match="a file in its header is"):
            unpack(head, folder)
    assert [path.name for path in tmp_path.rglob("*")] in (["inner"], ["inner", "good.toml"])


@pytest.mark.parametrize("files", [5, None, [1], {"a": 5}, {"a": "not base64!"}, {"a": None}, {"a": "AAA"}])
def test_damaged_files_are_said_to_be(tmp_path, files):
    with pytest.raises(DescantError, match="damaged"):
        unpack(packed("text", files=files), tmp_path)
    with pytest.raises(DescantError, match="damaged"):
        unpack(packed("\ud800"), tmp_path)


# ---------------------------------------------------------------- any bytes
@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def taken(data, folder):
    path = folder / "take.jsonl"
    path.write_bytes(data)
    try:
        head, lines = read_take(path)
    except DescantError as error:
        assert "\n" not in str(error)
        return
    assert isinstance(head["patch"]["text"], str)
    times = [line["t"] for line in lines]
    assert times == sorted(times)
    json.dumps([head, *lines], allow_nan=False)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_take_or_an_error(data, folder):
    taken(data, folder)


GOOD = b'{"take": 1, "patch": {"text": ""}, "seed": 1, "set": {}}\n'
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(tail=st.binary(max_size=100), time=st.floats())
def test_any_bytes_after_a_header_are_a_take_or_an_error(tail, time, folder):
    taken(GOOD + tail, folder)
    taken(GOOD + json.dumps({"t": time, "in": "stop"}).encode() + b"\n" + tail, folder)


@given(head=st.fixed_dictionaries({}, optional=dict.fromkeys(("take", "patch", "seed", "set", "assets"), json_value)))
def test_any_header_is_a_take_or_an_error(head, folder):
    whole = {"take": 1, "patch": {"text": "x", "name": "n"}, "seed": 1} | head
    taken(json.dumps(whole).encode() + b"\n", folder)
