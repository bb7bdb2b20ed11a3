// descant.learn in Max: something of one's own that is learned. Its logic is Learn in descant.gestures.js.
inlets = 2; // messages; inside: from both receives
outlets = 6; // value; loss; curve; dump; to the receive that has no name; to the face
autowatch = 0;

const { Link } = require('descant.link.js');
const { Learn } = require('descant.gestures.js');

const link = new Link('learn', Math.floor(Math.random() * 2 ** 30), {
    tell: (receive, ...words) => messnamed(receive, ...words),
    ear: (receive) => outlet(4, 'set', receive),
    face: (isThere) => outlet(5, 'active', isThere),
    dump: (...words) => outlet(3, ...words),
    post: (line) => error(line + '\n'),
    now: () => Date.now(),
});
const learn = new Learn(link, {
    value: (value) => outlet(0, value),
    loss: (value) => outlet(1, value),
    curve: (...words) => outlet(2, ...words),
    samples: (name) => {
        const buffer = new Buffer(name);
        return { length: buffer.framecount(), at: (frame) => [buffer.peek(1, frame, 1)].flat()[0] };
    },
});

function loadbang() {
    link.begin(jsarguments[1]);
}

function notifydeleted() {
    link.end();
}

function bang() {
    learn.bang();
}

function msg_int(value) {
    learn.values([value]);
}

function msg_float(value) {
    learn.values([value]);
}

function list(...values) {
    learn.values(values);
}

function anything(...words) {
    if (inlet === 1) {
        learn.inside(messagename, words);
    } else {
        learn.message(messagename, words);
    }
}
