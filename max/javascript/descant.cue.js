// descant.cue in Max: the cues of the patch. Its logic is Cue in descant.cues.js.
inlets = 2; // messages; inside: from both receives
outlets = 5; // cue; entry and end; dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Cue } = require('descant.cues.js');

const link = new Link('cue', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(3, 'set', receive),
    face: (isThere) => outlet(4, 'active', isThere),
    dump: (...words) => outlet(2, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const cue = new Cue(link, (...words) => outlet(0, ...words), (...words) => outlet(1, ...words));

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    cue.bang();
}

function msg_int(value) {
    cue.values([value]);
}

function msg_float(value) {
    cue.values([value]);
}

function list(...values) {
    cue.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        cue.inside(messagename, words);
    } else {
        cue.message(messagename, words);
    }
}
