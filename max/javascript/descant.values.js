// A stream gives values, a parameter is set: what descant.stream and descant.parameter do.
'use strict';

const OWN_MS = 1000; // so long after it was set here, what Descant tells may be older

class Stream {
    // `out(value)` to the first outlet
    constructor(link, out) {
        Object.assign(this, { link, out });
        this.value = null;
    }

    heard(value) {
        this.value = value;
        this.out(value);
    }

    inside(word, words) {
        if (!this.link.hear(word, words) && word === 'spec') {
            this.link.io.dump('spec', ...words);
        }
    }

    bang() {
        if (this.value !== null) {
            this.out(this.value);
        }
    }

    message(word, words) {
        if (this.link.setting(word, words)) {
            this.value = word === 'name' ? null : this.value;
        } else {
            this.link.trouble(`gives values and takes none; it knows bang, name and rate, not ${word}`);
        }
    }

    values(values) {
        this.link.trouble(`gives values and takes none; descant.parameter is what is set (${values.length} came)`);
    }
}

class Parameter {
    constructor(link, out) {
        Object.assign(this, { link, out });
        this.spec = null; // {kind, low, high}, as soon as Descant has told
        this.choices = [];
        this.value = null; // as it was last said by either side
        this.isAsked = false;
        this.set_ms = -Infinity;
    }

    inside(word, words) {
        if (this.link.hear(word, words)) {
            return;
        }
        if (word === 'value') {
            this.heard(words[0]);
            return;
        }
        if (word === 'spec') {
            const [kind, , low, high] = words;
            this.spec = { kind, low, high };
        } else if (word === 'choices') {
            this.choices = words;
        }
        this.link.io.dump(word, ...words);
    }

    // what it is by another hand comes out; what one's own hand is setting comes back late, and does not
    heard(value) {
        const isOld = isSame(value, this.value) || this.link.io.now() < this.set_ms + OWN_MS;
        if (this.isAsked || !isOld) {
            this.value = value;
            this.isAsked = false;
            this.out(value);
        }
    }

    bang() {
        this.isAsked = true;
        this.link.say('get', this.link.name);
    }

    message(word, words) {
        if (this.link.setting(word, words)) {
            this.forget(word);
        } else if (words.length) {
            this.values([word, ...words]);
        } else {
            this.set(word);
        }
    }

    forget(word) {
        if (word === 'name') {
            this.spec = this.value = null;
            this.choices = [];
        }
    }

    values(values) {
        if (this.link.isOne('the value', values)) {
            this.set(values[0]);
        }
    }

    set(value) {
        if (this.link.name === '') {
            this.link.trouble('has no name; give it as argument: descant.parameter cubics/learning_rate');
        } else if (this.takes(value)) {
            this.value = value;
            this.set_ms = this.link.io.now();
            this.link.say('set', this.link.name, value);
        }
    }

    // before Descant has told what it takes, it looks itself
    takes(value) {
        if (this.spec === null) {
            return true;
        }
        const { kind, low, high } = this.spec;
        if (kind === 'choice') {
            return this.isChoice(value);
        }
        if (kind === 'b') {
            return value === 0 || value === 1 || this.link.refuse('the value', '0 or 1', value);
        }
        return kind === 'i' ? this.link.isWhole('the value', value, low, high)
            : this.link.isNumber('the value', value, low, high);
    }

    isChoice(value) {
        const isPlace = Number.isInteger(value) && value >= 0 && value < this.choices.length;
        return isPlace || this.choices.includes(value)
            || this.link.refuse('the value', `one of ${this.choices.join(', ')}`, value);
    }
}

// numbers come back as float32
function isSame(one, other) {
    return one === other || (typeof one === 'number' && typeof other === 'number'
        && Math.fround(one) === Math.fround(other));
}

exports.Stream = Stream;
exports.Parameter = Parameter;
