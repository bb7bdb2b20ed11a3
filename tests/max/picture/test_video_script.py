import pytest

LOAD = """
(steps) => {
    const said = [], matrices = {};
    class JitterMatrix {
        constructor(planes, type, ...dim) {
            Object.assign(this, { planes, type, dim, cells: {}, name: `u${Object.keys(matrices).length}` });
            matrices[this.name] = this;
        }
        setcell1d(x, ...values) { this.cells[x] = values; }
        setcell2d(x, y, ...values) { this.cells[`${x} ${y}`] = values; }
        freepeer() { this.isFreed = true; }
    }
    class Link {
        constructor(kind, id, io) { Object.assign(this, { kind, io }); }
        begin(name) { said.push(['begin', this.kind, name]); }
        end() { said.push(['end']); }
        hear(word) { return word === 'state'; }
        trouble(text) { this.io.dump('error', text); }
        refuse(what, should) { this.io.dump('error', `${what} must be ${should}`); return false; }
        isNumber(what, value, low, high) { return value >= low && value <= high || this.refuse(what, 'a number'); }
        isWhole(what, value) { return Number.isInteger(value) || this.refuse(what, 'a whole number'); }
    }
    const max = {
        JitterMatrix, Math, Date, inlet: 0, messagename: '', jsarguments: ['descant.video.js'],
        require: (name) => name === 'descant.link.js' ? { Link } : require('./' + name),
        outlet: (...words) => said.push(words), messnamed: () => {}, error: () => {}, post: () => {},
    };
    const vm = require('vm');
    vm.createContext(max);
    vm.runInContext(require('fs').readFileSync('descant.video.js', 'utf8'), max);
    max.loadbang();
    for (const [inlet, word, ...words] of steps) {
        max.inlet = inlet;
        max.messagename = word;
        if (word === 'bang') max.bang(); else max.anything(...words);
    }
    max.notifydeleted();
    return { said, matrices, inlets: max.inlets, outlets: max.outlets };
}
"""


@pytest.fixture
def run(node):
    return lambda *steps: node(LOAD, list(steps))


def test_it_begins_and_ends(run):
    found = run()
    assert found["said"] == [["begin", "video", ""], ["end"]]
    assert (found["inlets"], found["outlets"]) == (3, 11)


def test_each_thing_leaves_by_its_own_outlet(run):
    said = run(
        [1, "value", "shift/red", 0.1], [1, "value", "bend/g2", 0.2], [1, "value", "picture/background", "black"],
        [0, "dim", 640, 360], [0, "swirl"], [0, "bend", 0.5, -0.5],
    )["said"]  # fmt: skip
    assert said[1:5] == [[0, "param", "red", 0.1], [1, "param", "g2", 0.2], [5, "enable", 0], [4, "dim", 640, 360]]
    assert said[5][:2] == [8, "error"]
    assert said[6:8] == [[1, "param", "g1", 0.5], [1, "param", "g2", -0.5]]


def test_learners_are_matrices_of_points(run):
    numbers = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    found = run(
        [1, "learner", "cubics", 1, "cubic", *numbers], [2, "bang"], [2, "bang"],
        [1, "learner", "knots", 1, "knot", *numbers[:6], 2, 3, 5], [2, "bang"],
    )  # fmt: skip
    meshes = [words for words in found["said"] if words[0] in (6, 7) and words[1] == "jit_matrix"]
    assert [words[0] for words in meshes] == [6, 7, 6, 7, 6, 7]
    assert meshes[0] == meshes[2]  # one matrix for all frames
    for (_, _, name), points in zip(meshes[2:], (242, 242, 362, 362), strict=True):
        matrix = found["matrices"][name]
        assert (matrix["planes"], matrix["type"], matrix["dim"]) == (3, "float32", [points])
        assert len(matrix["cells"]) == points and all(len(cell) == 3 for cell in matrix["cells"].values())
    assert found["matrices"][meshes[0][2]]["isFreed"]
    assert "isFreed" not in found["matrices"][meshes[4][2]]


def test_bubbles_are_a_matrix_of_rows(run):
    found = run([0, "bubble", 60, 100], [0, "bubble", 72, 50], [2, "bang"])
    (texture,) = (words for words in found["said"] if words[0] == 3)
    matrix = found["matrices"][texture[2]]
    assert (matrix["planes"], matrix["type"], matrix["dim"]) == (3, "float32", [3, 32])
    assert sorted(matrix["cells"]) == ["0 0", "0 1", "1 0", "1 1", "2 0", "2 1"]
    assert matrix["cells"]["1 0"] == pytest.approx([1.0, 0.0, 0.0])  # opacity, g1, g2
    assert matrix["cells"]["2 1"] == pytest.approx([0.08, 0.4, 0.0])  # depth, wavelength, form
    assert [2, "param", "count", 2] in found["said"]
