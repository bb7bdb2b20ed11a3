// The picture in Jitter: what Descant tells becomes numbers for the shaders, lines for the meshes, bubbles in the air.
// What descant.video does.
'use strict';

const LINE = 0.0075; // how thick a target is, in picture heights
const THICKER = 1.12; // a learner
const LARGEST_PX = 16384;
const FLOATS = 9; // of a bubble

class Picture {
    // `rows`: name → {kind, low, high, default, choices}; `curves` and `air` are what the modules of that name have;
    // `io`: shift, bend, bubbles (param, value), texture(floats), plane, target, learner (…), mesh(which, points),
    // size(width, height), now() in ms
    constructor(link, io, rows, curves, air) {
        Object.assign(this, { link, io, rows, curves, air });
        this.values = {};
        for (const [name, row] of Object.entries(rows)) {
            this.values[name] = row.default;
        }
        this.shown = null; // the pair in front
        this.theta = [];
        this.target = null; // its line, made anew when it moves
        this.drawn_ms = this.io.now();
        this.launched = this.inAir = 0;
    }

    // ------------------------------------------------------------ from Descant
    inside(word, words) {
        if (this.link.hear(word, words)) {
            return;
        }
        if (word === 'value') {
            this.told(words[0], words[1]);
        } else if (word === 'learner') {
            this.moved(words);
        }
    }

    // a parameter as Descant has it; what is none of the picture's is none of ours
    told(name, value) {
        if (Object.keys(this.rows).includes(name) && this.fits(this.rows[name], value)) {
            this.set(name, value);
        }
    }

    fits(row, value) {
        if (row.kind === 'choice') {
            return row.choices.includes(value) || (Number.isInteger(value) && value >= 0 && value < row.choices.length);
        }
        return typeof value === 'number' && Number.isFinite(value);
    }

    set(name, value) {
        const row = this.rows[name];
        const [owner, parameter] = name.split('/');
        const isName = row.kind === 'choice' && typeof value === 'number';
        this.values[name] = isName ? row.choices[value] : value;
        if (owner === 'shift' || owner === 'bend') {
            this.io[owner](parameter, row.kind === 'choice' ? row.choices.indexOf(this.values[name]) : value);
        } else if (name === 'picture/background') {
            this.io.plane('enable', this.values[name] === 'black' ? 0 : 1);
        } else if (name === 'picture/curves') {
            this.showCurves();
        }
    }

    moved(words) {
        const found = this.curves.parse(words);
        if (found === null) {
            return;
        }
        const before = this.shown;
        const isSame = before !== null && before.part === found.part && before.learner === found.learner;
        this.theta = isSame && before.form === found.form ? this.theta : found.theta.slice();
        this.shown = found;
        this.target = this.curves.line(found.form, found.target, found.n);
        if (before === null) {
            this.showCurves();
        }
    }

    showCurves() {
        const isOn = this.shown !== null && this.values['picture/curves'] ? 1 : 0;
        this.io.target('enable', isOn);
        this.io.learner('enable', isOn);
    }

    // ------------------------------------------------------------ from the patch
    message(word, words) {
        if (word === 'done') {
            return;
        }
        if (!Object.keys(SAID).includes(word)) {
            this.link.trouble(`does not know ${word}; it takes ${Object.keys(SAID).join(', ')}, camera, movie or a texture`);
        } else {
            SAID[word](this, words);
        }
    }

    // by hand: it holds until Descant moves the same
    byHand(names, words) {
        if (words.length !== names.length) {
            this.link.refuse(names.map((name) => name.split('/')[1]).join(' '), `${names.length} numbers`, words);
            return;
        }
        const rows = names.map((name) => this.rows[name]);
        if (words.every((value, i) => this.link.isNumber(names[i], value, rows[i].low, rows[i].high))) {
            names.forEach((name, i) => this.set(name, words[i]));
        }
    }

    form(words) {
        const row = this.rows['bend/form'];
        if (words.length === 1 && this.fits(row, words[0])) {
            this.set('bend/form', words[0]);
        } else {
            this.link.refuse('form', `one of ${row.choices.join(', ')}`, words.length === 1 ? words[0] : words);
        }
    }

    size(words) {
        const isSo = words.length === 2 && words.every((length) => this.link.isWhole('dim', length, 1, LARGEST_PX));
        if (isSo) {
            this.air.resize(...words);
            this.io.size(...words);
        } else if (words.length !== 2) {
            this.link.refuse('dim', 'a width and a height', words);
        }
    }

    // a note lets a bubble go, bent as the picture is now
    bubble(words) {
        const [pitch, velocity] = words;
        if (words.length !== 2) {
            this.link.refuse('bubble', 'a pitch and a velocity', words);
        } else if (this.link.isNumber('pitch', pitch, 0, 127) && this.link.isNumber('velocity', velocity, 0, 127)
            && velocity > 0) {
            const value = (name) => this.values[name];
            this.air.strike(this.io.now() / 1000, pitch, velocity, [value('bend/g1'), value('bend/g2')], this.launched++, {
                size: value('bubbles/size'), life: value('bubbles/life'), depth: value('bend/depth'),
                wavelength: value('bend/wavelength'), form: this.rows['bend/form'].choices.indexOf(value('bend/form')),
            });
        }
    }

    // ------------------------------------------------------------ once a frame
    frame() {
        const now_ms = this.io.now();
        const passed_s = (now_ms - this.drawn_ms) / 1000;
        this.drawn_ms = now_ms;
        this.drawBubbles(now_ms / 1000);
        if (this.shown !== null && this.values['picture/curves']) {
            this.theta = this.curves.glided(this.theta, this.shown.theta, passed_s);
            this.drawLine('target', this.target, now_ms / 1000, LINE);
            const { form, n } = this.shown;
            this.drawLine('learner', this.curves.line(form, this.theta, n), now_ms / 1000, LINE * THICKER);
        }
    }

    drawLine(which, line, time_s, width) {
        const { form, learner } = this.shown;
        const placed = this.curves.placed(line, form, learner, time_s);
        this.io.mesh(which, this.curves.ribbon(this.curves.toJitter(placed), width));
    }

    drawBubbles(time_s) {
        const rows = this.air.rows(time_s);
        if (rows.length > 0) {
            this.io.texture(rows);
        }
        if (rows.length !== this.inAir) {
            this.io.bubbles('count', rows.length / FLOATS);
            this.inAir = rows.length;
        }
    }
}

const SAID = {
    shift: (picture, words) => picture.byHand(['shift/red', 'shift/green', 'shift/blue'], words),
    bend: (picture, words) => picture.byHand(['bend/g1', 'bend/g2'], words),
    depth: (picture, words) => picture.byHand(['bend/depth'], words),
    wavelength: (picture, words) => picture.byHand(['bend/wavelength'], words),
    form: (picture, words) => picture.form(words),
    bubble: (picture, words) => picture.bubble(words),
    dim: (picture, words) => picture.size(words),
};

exports.Picture = Picture;
