// descant.video in Max: Descant's picture in Jitter. Its logic is Picture in descant.picture.js.
inlets = 3; // messages; inside: from both receives; a bang for each frame
outlets = 11; // shift, bend, bubbles: slabs; bubbles: texture; size; plane; target, learner: meshes; dump; ear; face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Picture } = require('descant.picture.js');
const { ROWS } = require('descant.amounts.js');
const { Air, FLOATS, MOST } = require('descant.bubbles.js');
const curves = require('descant.curves.js');

const MESHES = { target: 6, learner: 7 }; // outlets
const matrices = { target: null, learner: null };
const counts = { target: 0, learner: 0 }; // of points
const bubbles = new JitterMatrix(3, 'float32', FLOATS / 3, MOST);

const link = new Link('video', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(9, 'set', receive),
    face: (isThere) => outlet(10, 'active', isThere),
    dump: (...words) => outlet(8, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const picture = new Picture(link, {
    shift: (parameter, value) => outlet(0, 'param', parameter, value),
    bend: (parameter, value) => outlet(1, 'param', parameter, value),
    bubbles: (parameter, value) => outlet(2, 'param', parameter, value),
    texture: fill,
    size: (width, height) => outlet(4, 'dim', width, height),
    plane: (word, value) => outlet(5, word, value),
    target: (word, value) => outlet(MESHES.target, word, value),
    learner: (word, value) => outlet(MESHES.learner, word, value),
    mesh: draw,
    now: () => Date.now(),
}, ROWS, curves, new Air(1280, 720));

function fill(rows) {
    for (let i = 0; i < rows.length; i += 3) {
        bubbles.setcell2d((i % FLOATS) / 3, Math.floor(i / FLOATS), rows[i], rows[i + 1], rows[i + 2]);
    }
    outlet(3, 'jit_matrix', bubbles.name);
}

function draw(which, points) {
    const count = points.length / 3;
    if (counts[which] !== count) {
        if (matrices[which] !== null) {
            matrices[which].freepeer();
        }
        matrices[which] = new JitterMatrix(3, 'float32', count);
        counts[which] = count;
    }
    for (let i = 0; i < count; i++) {
        matrices[which].setcell1d(i, points[3 * i], points[3 * i + 1], points[3 * i + 2]);
    }
    outlet(MESHES[which], 'jit_matrix', matrices[which].name);
}

function loadbang() {
    link.begin('');
}

function notifydeleted() {
    link.end();
}

function bang() {
    picture.frame();
}

function msg_int(value) {
    picture.message(String(value), []);
}

function msg_float(value) {
    picture.message(String(value), []);
}

function list(...values) {
    picture.message('list', values);
}

function anything(...words) {
    if (inlet === 1) {
        picture.inside(messagename, words);
    } else {
        picture.message(messagename, words);
    }
}
