// What a hand gives: a point to a part, a curve to something that learns it. What descant.pad and descant.learn do.
'use strict';

const MOST_POINTS = 1024;
const WIDEST = 1e6; // of a coordinate or a value, to either side
const ASKS_MS = 200; // between two questions for the curve
const FREE_NAME = /^[a-z][a-z0-9_-]*$/;

class Pad {
    constructor(link) {
        this.link = link;
    }

    // what lies around its point goes on as it comes: labels, point, end, changed
    inside(word, words) {
        if (!this.link.hear(word, words)) {
            this.link.io.dump(word, ...words);
        }
    }

    bang() {
        this.link.trouble('takes a list of coordinates: x y');
    }

    message(word, words) {
        if (word === 'points' && words.length === 0 && this.link.name !== '') {
            this.link.say('points', this.link.name);
        } else if (!this.link.setting(word, words)) {
            this.link.trouble(`takes a list of coordinates, x y, not ${word}`);
        }
    }

    values(values) {
        if (this.link.name === '') {
            this.link.trouble('has no part; give it as argument: descant.pad cubics');
        } else if (values.every((value) => this.link.isNumber('a coordinate', value, -WIDEST, WIDEST))) {
            this.link.say('pad', this.link.name, ...values);
        }
    }
}

class Learn {
    // `value`, `loss` and `curve` to the outlets; `samples(name)` gives {length, at(frame)} of a buffer~
    constructor(link, { value, loss, curve, samples }) {
        Object.assign(this, { link, value, loss, curve, samples });
        this.points = 128;
        this.hasMoved = false;
        this.asked_ms = -Infinity;
        this.newest = null;
    }

    inside(word, words) {
        if (this.link.hear(word, words)) {
            return;
        }
        if (word === 'value') {
            this.newest = words[0];
            this.value(words[0]);
        } else if (word === 'loss') {
            this.loss(words[0]);
            this.follow();
        } else if (word === 'curve') {
            this.curve('curve', ...words);
        }
    }

    // the loss has moved: so has the curve
    follow() {
        const now_ms = this.link.io.now();
        if (now_ms >= this.asked_ms + ASKS_MS) {
            this.asked_ms = now_ms;
            this.link.say('curve', this.link.name, this.points);
        }
    }

    bang() {
        if (this.newest !== null) {
            this.value(this.newest);
        }
    }

    message(word, words) {
        if (this.link.setting(word, words)) {
            return;
        }
        if (word === 'points') {
            this.setPoints(words);
        } else if (word === 'buffer') {
            this.buffer(words);
        } else if (word === 'curve' && words.length === 0) {
            this.link.say('curve', this.link.name, this.points);
        } else {
            this.link.trouble(`does not know ${word}; it takes a list, buffer, points, curve, name and rate`);
        }
    }

    setPoints(words) {
        if (this.link.isOne('points', words) && this.link.isWhole('points', words[0], 2, MOST_POINTS)) {
            this.points = words[0];
        }
    }

    buffer(words) {
        if (!this.link.isOne('buffer', words) || !this.link.isText('buffer', words[0])) {
            return;
        }
        const { length, at } = this.samples(words[0]);
        if (length < 2) {
            this.link.trouble(`there is no buffer~ ${words[0]} with something in it`);
        } else {
            this.values(resampled(at, length, this.points));
        }
    }

    values(values) {
        if (!FREE_NAME.test(this.link.name)) {
            this.link.refuse('its name', 'small letters and digits, such as mine', this.link.name || 'nothing');
        } else if (values.length < 2) {
            this.link.trouble('learns a list of two numbers or more, and one came');
        } else if (values.every((value) => this.link.isNumber('every value', value, -WIDEST, WIDEST))) {
            const fewer = values.length > MOST_POINTS ? resampled((n) => values[n], values.length, MOST_POINTS) : values;
            this.link.say('learn', this.link.name, ...fewer);
        }
    }
}

// so many of `length` values at equal steps from the first to the last, straight in between
function resampled(at, length, points) {
    return Array.from({ length: points }, (_, n) => {
        const place = (n * (length - 1)) / (points - 1);
        const below = Math.min(Math.floor(place), length - 2);
        return at(below) + (place - below) * (at(below + 1) - at(below));
    });
}

exports.Pad = Pad;
exports.Learn = Learn;
exports.resampled = resampled;
