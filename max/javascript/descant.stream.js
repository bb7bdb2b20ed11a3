// descant.stream in Max: the newest value of a stream, as it comes. Its logic is Stream in descant.values.js.
inlets = 2; // messages; inside: from both receives
outlets = 4; // value; dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Stream } = require('descant.values.js');

const link = new Link('stream', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(2, 'set', receive),
    face: (isThere) => outlet(3, 'active', isThere),
    dump: (...words) => outlet(1, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const stream = new Stream(link, (value) => outlet(0, value));

const number = (value) => (inlet === 1 ? stream.heard(value) : stream.values([value]));

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    stream.bang();
}

function msg_int(value) {
    number(value);
}

function msg_float(value) {
    number(value);
}

function list(...values) {
    stream.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        stream.inside(messagename, words);
    } else {
        stream.message(messagename, words);
    }
}
