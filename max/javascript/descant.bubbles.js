// The bubbles in the air: where each is, how large and how opaque, as descant.bubbles.jxs takes them.
//
// The motion is that of Descant's own renderer (descant/video: bubbles, motion, piano); a test holds them together.
'use strict';

const MOST = 32; // at once; the oldest give way
const RISE = 0.62; // picture heights in a life
const SMALLEST = 0.35; // of the full size, for the softest note
const SMALLEST_PX = 4;
const GOLDEN_ANGLE = 2.399963; // neighbours never sway alike
const LOWEST = 21; // MIDI
const HIGHEST = 108;
const WHITES = 52;
const CHEEK = 0.024; // of the width, each side
const KEYS_TOP = 0.505; // of the height, from the top
const BLACK = { 1: -0.12, 3: 0.12, 6: -0.16, 8: 0, 10: 0.16 }; // pitch class → off the gap's middle, in white keys
const PERIODS = [Math.PI / 2, 2 * Math.PI]; // of waves and paper: after so much gradient the picture is the same
const FLOATS = 9; // a bubble: three pixels of three

function ramp(time, start, seconds) {
    const x = Math.min(1, Math.max(0, (time - start) / seconds));
    return x * x * (3 - 2 * x);
}

function arrival(time, start, seconds) {
    const x = Math.min(1, Math.max(0, (time - start) / seconds));
    return 1 - (1 - x) ** 3;
}

// Python's round: halves go to the even side.
function rounded(x) {
    const floor = Math.floor(x);
    return x - floor === 0.5 ? floor + (Math.abs(floor) % 2) : Math.round(x);
}

// Where the key of a MIDI pitch meets the fallboard: x of the width, y of the height.
function key(pitch) {
    const held = Math.min(HIGHEST, Math.max(LOWEST, rounded(pitch)));
    let whites = 0;
    for (let p = LOWEST; p < held; p++) {
        whites += p % 12 in BLACK ? 0 : 1;
    }
    const middle = held % 12 in BLACK ? whites + BLACK[held % 12] : whites + 0.5;
    return [CHEEK + (middle * (1 - 2 * CHEEK)) / WHITES, KEYS_TOP];
}

function radius(velocity, size, height) {
    return size * height * (SMALLEST + ((1 - SMALLEST) * velocity) / 127);
}

class Air {
    constructor(width, height) {
        this.resize(width, height);
    }

    resize(width, height) {
        this.width = width;
        this.height = height;
        this.bubbles = [];
    }

    // {born, x, y, radius, life, gradient: [g1, g2], depth, wavelength, form: 0 or 1, sway}: pixels, seconds, heights
    launch(bubble) {
        const alive = this.bubbles.filter((b) => bubble.born < b.born + b.life);
        this.bubbles = [...alive.slice(-(MOST - 1)), bubble];
    }

    // Launch one from a key: count is how many came before it, look holds size, life, depth, wavelength and form.
    strike(time, pitch, velocity, gradient, count, look) {
        const [x, y] = key(pitch);
        this.launch({
            born: time, x: x * this.width, y: y * this.height, radius: radius(velocity, look.size, this.height),
            life: look.life, gradient, depth: look.depth, wavelength: look.wavelength, form: look.form,
            sway: GOLDEN_ANGLE * count,
        });
    }

    // x, y, radius in pixels and opacity of a bubble at a time.
    position(bubble, time) {
        const seconds = time - bubble.born;
        const age = seconds / bubble.life;
        const swing = 0.022 * this.height * ramp(age, 0, 0.3);
        return [
            bubble.x + swing * Math.sin(bubble.sway + 1.7 * seconds),
            bubble.y - RISE * this.height * (0.35 * arrival(age, 0, 1) + 0.65 * age),
            bubble.radius * (0.35 + 0.65 * arrival(seconds, 0, 0.5)) * (1 + 0.12 * age),
            1 - ramp(age, 0.45, 0.55),
        ];
    }

    // The shader's rows at a time: nine floats for each bubble that is in the air, the oldest first.
    rows(time) {
        const found = [];
        for (const bubble of this.bubbles) {
            const age = (time - bubble.born) / bubble.life;
            if (!(age >= 0 && age < 1)) {
                continue;
            }
            const [x, y, r, opacity] = this.position(bubble, time);
            const period = PERIODS[bubble.form] || PERIODS[0];
            const [g1, g2] = bubble.gradient.map((g) => g - period * Math.round(g / period));
            found.push(rounded(x), rounded(y), Math.max(SMALLEST_PX, rounded(r)));
            found.push(opacity, g1, g2, bubble.depth, bubble.wavelength, bubble.form);
        }
        return found;
    }
}

exports.Air = Air;
exports.FLOATS = FLOATS;
exports.MOST = MOST;
exports.key = key;
exports.radius = radius;
