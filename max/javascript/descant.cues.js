// The cues of the patch: go, back, goto, capture, panic, freeze and undo, and which cue it is now. What descant.cue does.
'use strict';

class Cue {
    // `now(…)` and `list(…)` to the first and second outlet
    constructor(link, now, list) {
        Object.assign(this, { link, now, list });
    }

    inside(word, words) {
        if (this.link.hear(word, words)) {
            return;
        }
        if (word === 'cue') {
            this.now('cue', ...words);
        } else if (word === 'entry' || word === 'end') {
            this.list(word, ...words);
        } else {
            this.link.io.dump(word, ...words);
        }
    }

    bang() {
        this.message('go', []);
    }

    message(word, words) {
        if (this.link.setting(word, words)) {
            return;
        }
        const act = Object.hasOwn(ACTS, word) ? ACTS[word] : null;
        if (act === null) {
            this.link.trouble(`does not know ${word}; it takes ${Object.keys(ACTS).join(', ')}`);
        } else {
            act(this, words);
        }
    }

    // the word list alone is a list of nothing to Max
    values(values) {
        if (values.length === 0) {
            this.message('list', []);
            return;
        }
        this.link.trouble(`takes messages, such as goto ${values[0]}, and no number by itself`);
    }

    plain(word, words) {
        if (words.length === 0 || this.link.refuse(word, 'said alone', words)) {
            this.link.say(WITHOUT_CUES.includes(word) ? word : `cue/${word}`);
        }
    }

    goto(words) {
        const cue = words.join(' ');
        if (words.length === 1 && typeof words[0] === 'number') {
            if (this.link.isNumber('the number of a cue', words[0], 1, 9999)) {
                this.link.say('cue/goto', words[0]);
            }
        } else if (cue === '') {
            this.link.trouble('goto where? Say the number or the name of a cue: goto 2.5');
        } else {
            this.link.say('cue/goto', cue);
        }
    }

    // capture Storm, capture Storm 7, capture A Storm 7
    capture(words) {
        const last = words[words.length - 1];
        const number = words.length > 1 && typeof last === 'number' ? [last] : [];
        const name = words.slice(0, words.length - number.length).join(' ');
        if (name === '' || /^[0-9]/.test(name)) {
            this.link.trouble('capture needs a name that does not begin with a digit: capture Storm, capture Storm 7');
        } else {
            this.link.say('cue/capture', name, ...number);
        }
    }

    freeze(words) {
        if (words.length === 1 && (words[0] === 0 || words[0] === 1)) {
            this.link.say('freeze', words[0]);
        } else {
            this.link.refuse('freeze', 'freeze 0 or freeze 1', words.length === 1 ? words[0] : words);
        }
    }
}

const WITHOUT_CUES = ['panic', 'undo', 'redo'];
const ACTS = {
    go: (cue, words) => cue.plain('go', words),
    back: (cue, words) => cue.plain('back', words),
    goto: (cue, words) => cue.goto(words),
    capture: (cue, words) => cue.capture(words),
    list: (cue, words) => cue.plain('list', words),
    panic: (cue, words) => cue.plain('panic', words),
    undo: (cue, words) => cue.plain('undo', words),
    redo: (cue, words) => cue.plain('redo', words),
    freeze: (cue, words) => cue.freeze(words),
};

exports.Cue = Cue;
