// Max's transport, or a clock of one's own, told to Descant: what descant.clock does.
'use strict';

const TICKS = 480; // a quarter of the transport
const SLOWEST = 1;
const FASTEST = 1000;
const WIDEST = 1e6; // quarters

class Clock {
    constructor(link) {
        this.link = link;
        this.isOn = true; // it follows the transport
        this.isRunning = false; // as it was told last
        this.ticks = 0;
        this.state = 0;
    }

    inside(word, words) {
        this.link.hear(word, words);
    }

    // ticks, state and tempo come from the transport, in this order, at each bang of the metro
    message(word, words) {
        if (this.link.setting(word, words)) {
            return;
        }
        if (word === 'ticks') {
            this.ticks = words[0];
        } else if (word === 'state') {
            this.state = words[0];
        } else if (word === 'tempo') {
            this.transport(words[0]);
        } else {
            this.link.trouble(`takes 0, 1, or a list of quarters, tempo and 0 or 1, not ${word}`);
        }
    }

    transport(bpm) {
        const isRunning = this.state !== 0;
        if (this.isOn && (isRunning || this.isRunning)) {
            this.tell(this.ticks / TICKS, bpm, isRunning);
        }
    }

    tell(quarters, bpm, isRunning) {
        this.isRunning = isRunning;
        this.link.say('clock', quarters, bpm, isRunning ? 1 : 0);
    }

    // 1 or 0: the transport is followed, or not; quarters, tempo and 0 or 1 of another clock
    values(values) {
        const [first, bpm, runs = 1] = values;
        if (values.length === 1 && (first === 0 || first === 1)) {
            this.isOn = first === 1;
        } else if (values.length < 2 || values.length > 3) {
            this.link.refuse('a clock', '0, 1, or a list of quarters, tempo and 0 or 1', values.length === 1 ? first : values);
        } else if (this.link.isNumber('quarters', first, -WIDEST, WIDEST) && this.link.isNumber('the tempo', bpm, SLOWEST, FASTEST)
            && this.link.isWhole('running', runs, 0, 1)) {
            this.tell(first, bpm, runs === 1);
        }
    }
}

exports.Clock = Clock;
