// What the tests of the scripts share: a Max whose clock they turn, and a Descant of a few words.
'use strict';

const { Max } = require('./max.js');

class Hall {
    constructor(settings = {}) {
        this.now_ms = 1000;
        this.max = new Max({ clock: () => this.now_ms, ...settings });
    }

    // a descant.connect that has begun; `answered` and given its lists
    connect({ answered = true, streams = [], parameters = [] } = {}) {
        this.connected = this.max.connect();
        this.connected.globals.loadbang();
        if (answered) {
            this.answer(streams, parameters);
        }
        return this.connected;
    }

    // what a Descant answers to hello, list and cue/list
    answer(streams, parameters = []) {
        this.hear('welcome', '0.1.0', 1, 'Piece');
        this.list(streams, parameters);
        this.hear('cue/entry', 1, 'Cubics', '');
        this.hear('cue/list/end', 1);
        this.pass(0);
    }

    list(streams, parameters = []) {
        parameters.forEach(([name, kind, low, high, value]) => {
            this.hear('parameter', name, kind, '', low, high, 'linear', value, value);
        });
        streams.forEach((name, n) => this.hear('stream', name, '', 0, 4, 10 + n));
        this.hear('list/end', streams.length + parameters.length);
    }

    hear(word, ...words) {
        this.connected.send(1, `/descant/${word}`, ...words);
    }

    // let time pass, in steps of 250 ms, as Max's own tasks would
    pass(ms) {
        for (let gone = 0; gone <= ms; gone += 250) {
            this.max.tasks.forEach((task) => task.act());
            this.now_ms += 250;
        }
    }

    // what was said to Descant since the last time
    said(word) {
        const all = this.connected.heard.filter(([outlet]) => outlet === 2).map(([, ...words]) => words);
        const found = all.slice(this.seen || 0).filter(([address]) => !word || address === `/descant/${word}`);
        this.seen = all.length;
        return found;
    }

    get console() {
        return this.max.console.map((line) => line.trimEnd());
    }
}

const BOUNDS = [['cubics/learning_rate', 'f', -0.3, 0.89, 0.15], ['knots/points', 'i', 2, 100, 20],
    ['piano/mute', 'b', 0, 1, 0]];

module.exports = { Hall, BOUNDS };
