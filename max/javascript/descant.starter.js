// Starts a Descant from Max and ends it: through node.script, and with one line for whatever fails.
'use strict';

const LOCAL = ['127.0.0.1', 'localhost'];
const PATIENCE_MS = 60000;

class Starter {
    // `node(…)` goes to node.script, `folder()` is where the composer's patch lies
    constructor(hub, lines, { node, folder, now }) {
        Object.assign(this, { hub, lines, node, folder, now });
        this.state = 'none'; // waking (Node is), starting, running, ending
        this.order = [];
        this.program = '';
        this.begun_ms = -Infinity;
    }

    start(patch, ...words) {
        if (this.hub.isThere) {
            this.lines.tell(`descant.connect: a Descant plays at ${this.hub.where()} already: joined it`);
        } else if (!LOCAL.includes(this.hub.host)) {
            this.hub.trouble(`start is for this machine, not for ${this.hub.host}; attach 127.0.0.1 57140 first`);
        } else if (this.state === 'none' || this.state === 'idle') {
            this.order = ['start', this.hub.port, this.program, this.folder(), patch || '', ...words];
            this.begun_ms = this.now();
            this.hub.isExpected = true;
            this.go();
        } else {
            this.hub.trouble(`a Descant is ${this.state} already`);
        }
    }

    // the Node of a node.script is only there after its script was started and has said so
    go() {
        if (this.state === 'none') {
            this.state = 'waking';
            this.node('script', 'start');
        } else {
            this.state = 'starting';
            this.node(...this.order);
            this.hub.seek(this.hub.host, this.hub.port);
        }
    }

    quit() {
        if (this.state === 'starting' || this.state === 'running') {
            this.state = 'ending';
            this.hub.leave();
            this.node('quit');
        } else {
            this.hub.trouble('no Descant was started here; the message stop leaves the one that plays');
        }
    }

    tick() {
        if (this.state === 'starting' && this.hub.isThere) {
            this.state = 'running';
        } else if (this.hub.isExpected && this.now() > this.begun_ms + PATIENCE_MS) {
            this.hub.isExpected = false;
            this.hub.trouble('Descant was started a minute ago and does not answer; the message quit ends it');
        }
    }

    // what descant.process.js tells
    told(word, ...words) {
        if (word === 'ready') {
            this.isReady();
        } else if (word === 'said') {
            this.lines.tell(`Descant: ${words[0]}`);
        } else if (word === 'refused') {
            this.fail(words[0]);
        } else if (word === 'ended') {
            this.ended(...words);
        }
    }

    isReady() {
        const wakes = this.state === 'waking';
        this.state = 'idle';
        if (wakes) {
            this.go();
        }
    }

    fail(text) {
        this.state = 'idle';
        this.hub.isExpected = false;
        this.hub.saidAbsent = true;
        this.hub.trouble(text);
    }

    ended(text) {
        if (this.state === 'ending') {
            this.state = 'idle';
            this.lines.tell('descant.connect: Descant has ended, as it was asked to');
        } else {
            this.fail(text);
            this.hub.lose('');
        }
    }
}

exports.Starter = Starter;
