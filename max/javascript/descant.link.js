// What every object of the package shares: its way to descant.connect, whether Descant is there, and looking at what it
// is given. What is wrong becomes one line in the Max console.
'use strict';

const OUT = 'descant.out';
const BETWEEN_MS = 1000;
const SETTINGS = { stream: ['name', 'rate'], learn: ['name', 'rate'], parameter: ['name'], pad: ['name'], cue: [], clock: [], server: [], video: [] };

class Link {
    // `kind` as in descant.KIND; `io`: tell(receive, …), ear(name), face(0 or 1), dump(…), post(line), now() in ms
    constructor(kind, id, io) {
        Object.assign(this, { kind, id, io });
        this.name = '';
        this.rate_hz = 60;
        this.begun = false;
        this.isThere = false; // Descant
        this.isKnown = true; // the name, as far as one knows
        this.isHeard = false; // a descant.connect is there
        this.shown = null;
        this.posted_ms = -Infinity;
    }

    // at load: #1 is 0 where nothing was typed, and may be an attribute
    begin(name) {
        this.begun = true;
        this.face();
        if (typeof name === 'string' && !name.startsWith('@') && !name.startsWith('#')) {
            this.name = name;
        } else if (typeof name === 'number' && name !== 0) {
            this.refuse('its argument', 'a name', name);
        }
        this.want();
    }

    end() {
        this.io.tell(OUT, 'leave', this.id);
    }

    // where it hears: streams and parameters by their name, others by their kind too
    channel() {
        if (this.kind === 'stream' || this.kind === 'parameter') {
            return `descant.in.${this.name}`;
        }
        return `descant.in.${this.kind}${this.name ? '.' + this.name : ''}`;
    }

    isNamed() {
        return this.name !== '' || SETTINGS[this.kind].length === 0; // or it needs none
    }

    want() {
        if (this.begun && this.isNamed()) {
            this.io.ear(this.channel());
            this.io.tell(OUT, 'want', this.id, this.kind, this.name, this.rate_hz);
        }
    }

    say(word, ...words) {
        this.io.tell(OUT, 'say', word, ...words);
    }

    // name and rate, for those kinds that have them: true where it was one; done is the last word of patcherargs
    setting(word, words) {
        const isOne = SETTINGS[this.kind].includes(word);
        if (isOne && word === 'name') {
            this.rename(words);
        } else if (isOne) {
            this.setRate(words);
        }
        return isOne || word === 'done';
    }

    rename(words) {
        if (this.isOne('name', words) && this.isText('name', words[0])) {
            this.name = words[0];
            this.isKnown = true;
            this.face();
            this.want();
        }
    }

    setRate(words) {
        if (this.isOne('rate', words) && this.isNumber('rate', words[0], 0.01, 1000)) {
            this.rate_hz = words[0];
            this.want();
        }
    }

    // what comes from inside Max to everybody: true where it was that
    hear(word, words) {
        if (word === 'who') {
            this.isHeard = true;
            this.want();
        } else if (word === 'state') {
            this.isHeard = true;
            this.isThere = words[0] === 1;
            this.face();
        } else if (word === 'known') {
            this.isKnown = words[0] === 1;
            this.face();
        } else {
            return false;
        }
        return true;
    }

    face() {
        const isWell = this.isThere && this.isKnown ? 1 : 0;
        if (isWell !== this.shown) {
            this.shown = isWell;
            this.io.face(isWell);
        }
    }

    // ------------------------------------------------------------ what is wrong
    trouble(text) {
        const line = `descant.${this.kind}${this.name ? ' ' + this.name : ''}: ${text}`;
        this.io.dump('error', text);
        if (this.isHeard) {
            this.io.tell(OUT, 'trouble', line);
        } else if (this.io.now() >= this.posted_ms + BETWEEN_MS) {
            this.posted_ms = this.io.now();
            this.io.post(line);
        }
    }

    refuse(what, should, value) {
        this.trouble(`${what} must be ${should}, not ${shown(value)}`);
        return false;
    }

    isOne(what, words) {
        return words.length === 1 || this.refuse(what, 'one value', words);
    }

    isText(what, value) {
        return (typeof value === 'string' && value !== '') || this.refuse(what, 'a name', value);
    }

    isNumber(what, value, low = -Infinity, high = Infinity) {
        const isSo = typeof value === 'number' && Number.isFinite(value) && isWithin(value, low, high);
        return isSo || this.refuse(what, `a number${range(low, high)}`, value);
    }

    isWhole(what, value, low, high) {
        const isSo = Number.isInteger(value) && isWithin(value, low, high);
        return isSo || this.refuse(what, `a whole number${range(low, high)}`, value);
    }

    areNumbers(what, values) {
        const wrong = values.find((value) => typeof value !== 'number' || !Number.isFinite(value));
        return wrong === undefined || this.refuse(what, 'a number', wrong);
    }
}

// bounds came as float32: 0.89 must pass where the highest is 0.889999985
function isWithin(value, low, high) {
    return Math.fround(value) >= Math.fround(low) && Math.fround(value) <= Math.fround(high);
}

function range(low, high) {
    if (low > -Infinity && high < Infinity) {
        return ` from ${shown(low)} to ${shown(high)}`;
    }
    return '';
}

function shown(value) {
    if (Array.isArray(value)) {
        return value.length ? `a list of ${value.length}` : 'nothing';
    }
    return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

exports.Link = Link;
exports.shown = shown;
