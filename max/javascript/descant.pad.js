// descant.pad in Max: a point that a hand moves. Its logic is Pad in descant.gestures.js.
inlets = 2; // messages; inside: from both receives
outlets = 3; // dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Pad } = require('descant.gestures.js');

const link = new Link('pad', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(1, 'set', receive),
    face: (isThere) => outlet(2, 'active', isThere),
    dump: (...words) => outlet(0, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const pad = new Pad(link);

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    pad.bang();
}

function msg_int(value) {
    pad.values([value]);
}

function msg_float(value) {
    pad.values([value]);
}

function list(...values) {
    pad.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        pad.inside(messagename, words);
    } else {
        pad.message(messagename, words);
    }
}
