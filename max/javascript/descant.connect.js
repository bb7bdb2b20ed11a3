// descant.connect in Max: the conversation with Descant. Its logic is in descant.hub, .desk, .wants, .table and .starter.
inlets = 4; // messages; from udpreceive; from receive descant.out; from node.script
outlets = 6; // 0 or 1; dump; to udpsend; to udpreceive; to node.script; to the face
autowatch = 0;

const { Lines } = require('descant.lines.js');
const { Table } = require('descant.table.js');
const { Wants } = require('descant.wants.js');
const { Desk } = require('descant.desk.js');
const { Hub } = require('descant.hub.js');
const { Starter } = require('descant.starter.js');
const { Settings } = require('descant.settings.js');

const io = {
    connected: (isThere) => {
        outlet(5, 'active', isThere);
        outlet(0, isThere);
    },
    dump: (...words) => outlet(1, ...words),
    send: (...words) => outlet(2, ...words),
    ear: (...words) => outlet(3, ...words),
    node: (...words) => outlet(4, ...words),
    tell: (receive, ...words) => messnamed(receive, ...words),
    now: () => Date.now(),
    random: () => Math.random(),
    folder: () => {
        let top = this.patcher;
        while (top && top.parentpatcher) {
            top = top.parentpatcher;
        }
        return top && top.filepath ? top.filepath : '';
    },
};
const lines = new Lines((text) => error(text + '\n'), (text) => post(text + '\n'), io.now);
const desk = new Desk({ say: (word, ...words) => hub.say(word, ...words), tell: io.tell, dump: io.dump },
    new Table(), new Wants(), lines);
const hub = new Hub(Math.floor(Math.random() * 2 ** 30), io, desk, lines);
const starter = new Starter(hub, lines, io);
const settings = new Settings(hub, starter);
const ticking = new Task(() => {
    hub.tick();
    starter.tick();
});

function loadbang() {
    ticking.interval = 250;
    ticking.repeat();
    hub.begin();
}

function notifydeleted() {
    ticking.cancel();
    hub.end();
}

function anything(...words) {
    if (inlet === 1) {
        hub.hear(messagename, words);
    } else if (inlet === 2) {
        hub.ask(messagename, ...words);
    } else if (inlet === 3) {
        starter.told(messagename, ...words);
    } else {
        settings.message(messagename, words);
    }
}

function bang() {
    settings.message('status', []);
}

function msg_int(value) {
    settings.message('a number', [value]);
}

function msg_float(value) {
    settings.message('a number', [value]);
}

function list(...values) {
    settings.message('a list', values);
}
