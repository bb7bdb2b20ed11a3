// descant.server in Max: where scsynth is, and the buses of the streams. Its logic is Server in descant.facts.js.
inlets = 2; // messages; inside: from both receives
outlets = 5; // server; bus; dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Server } = require('descant.facts.js');

const link = new Link('server', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(3, 'set', receive),
    face: (isThere) => outlet(4, 'active', isThere),
    dump: (...words) => outlet(2, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const server = new Server(link, (...words) => outlet(0, ...words), (...words) => outlet(1, ...words));

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    server.bang();
}

function msg_int(value) {
    server.values([value]);
}

function msg_float(value) {
    server.values([value]);
}

function list(...values) {
    server.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        server.inside(messagename, words);
    } else {
        server.message(messagename, words);
    }
}
