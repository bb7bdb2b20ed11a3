// What the patch has: parameters, streams and cues, as Descant tells them. No name is written here.
'use strict';

class Table {
    constructor() {
        this.entries = new Map(); // name -> what it is
        this.spaces = new Set(); // names of pads
        this.cues = [];
        this.told = new Set();
        this.toldSpaces = new Set();
        this.toldCues = [];
    }

    parameter(name, kind, unit, low, high, curve, initial) {
        const before = this.entries.get(name);
        const choices = before && before.choices ? before.choices : [];
        this.entries.set(name, { type: 'parameter', kind, unit, low, high, curve, initial, choices });
        this.told.add(name);
    }

    choices(name, ...choices) {
        const found = this.entries.get(name);
        if (found) {
            found.choices = choices;
        }
    }

    stream(name, unit, low, high, bus) {
        this.entries.set(name, { type: 'stream', unit, low, high, bus });
        this.told.add(name);
    }

    // a pad whose point is parameters
    space(name) {
        this.toldSpaces.add(name);
    }

    // a list has ended: what it did not name is gone. False where it has holes; then nothing is taken away
    listed(count) {
        const whole = this.told.size >= count;
        if (whole) {
            for (const name of this.entries.keys()) {
                if (!this.told.has(name)) {
                    this.entries.delete(name);
                }
            }
            this.spaces = this.toldSpaces;
        }
        this.told = new Set();
        this.toldSpaces = new Set();
        return whole;
    }

    entry(number, name, notes) {
        this.toldCues.push({ number, name, notes });
    }

    // false where the list has holes
    cuesListed(count) {
        const whole = this.toldCues.length >= count;
        if (whole) {
            this.cues = this.toldCues;
        }
        this.toldCues = [];
        return whole;
    }

    forget() {
        this.entries.clear();
        this.spaces = new Set();
        this.cues = [];
        this.told = new Set();
        this.toldSpaces = new Set();
        this.toldCues = [];
    }

    get(name, type) {
        const found = this.entries.get(name);
        return found && found.type === type ? found : undefined;
    }

    names(type) {
        return [...this.entries.keys()].filter((name) => this.entries.get(name).type === type);
    }

    parts() {
        return [...new Set([...this.entries.keys()].map((name) => name.split('/')[0]))];
    }

    // what a pad can be of: parts, and other points of theirs
    pads() {
        return [...new Set([...this.parts(), ...this.spaces])];
    }

    // the known name that is typed most nearly so; "" where there is none
    nearest(name, among) {
        let best = '';
        let least = Infinity;
        for (const other of among) {
            const far = distance(name, other);
            if (far < least) {
                [best, least] = [other, far];
            }
        }
        return best;
    }
}

// how many letters must be put in, left out, changed or swapped with their neighbour
function distance(one, other) {
    let before = [];
    let last = [];
    let row = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let n = 0; n < one.length; n += 1) {
        [before, last, row] = [last, row, [n + 1]];
        for (let m = 0; m < other.length; m += 1) {
            let cost = Math.min(last[m + 1] + 1, row[m] + 1, last[m] + (one[n] === other[m] ? 0 : 1));
            if (n && m && one[n] === other[m - 1] && one[n - 1] === other[m]) {
                cost = Math.min(cost, before[m - 1] + 1);
            }
            row.push(cost);
        }
    }
    return row[other.length];
}

exports.Table = Table;
exports.distance = distance;
