// descant.clock in Max: the transport's time for parts that follow a clock. Its logic is Clock in descant.transport.js.
inlets = 2; // messages, and what the transport says; inside: from both receives
outlets = 3; // dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Clock } = require('descant.transport.js');

const link = new Link('clock', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(1, 'set', receive),
    face: (isThere) => outlet(2, 'active', isThere),
    dump: (...words) => outlet(0, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const clock = new Clock(link);

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    clock.values([]);
}

function msg_int(value) {
    clock.values([value]);
}

function msg_float(value) {
    clock.values([value]);
}

function list(...values) {
    clock.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        clock.inside(messagename, words);
    } else {
        clock.message(messagename, words);
    }
}
