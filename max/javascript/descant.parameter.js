// descant.parameter in Max: something that is set, and what it is. Its logic is Parameter in descant.values.js.
inlets = 2; // messages; inside: from both receives
outlets = 4; // value; dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Parameter } = require('descant.values.js');

const link = new Link('parameter', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(2, 'set', receive),
    face: (isThere) => outlet(3, 'active', isThere),
    dump: (...words) => outlet(1, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const parameter = new Parameter(link, (value) => outlet(0, value));

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    parameter.bang();
}

function msg_int(value) {
    parameter.values([value]);
}

function msg_float(value) {
    parameter.values([value]);
}

function list(...values) {
    parameter.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        parameter.inside(messagename, words);
    } else {
        parameter.message(messagename, words);
    }
}
