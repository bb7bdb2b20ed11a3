// Target and learner as lines in space, for jit.gl.mesh: cubics, Lissajous knots, and functions known by their values.
//
// Lengths are in picture heights: x right, y up, z away from the viewer. A line is a flat array x y z x y z …
// The geometry is that of Descant's own renderer (descant/video: curves, knots, space); a test holds them together.
'use strict';

const HALF_WIDTH = 0.74;
const HALF_HEIGHT = 0.44; // what no y goes beyond
const KNEE = 1.05; // the y at which the soft limit begins to be felt
const CURVE_POINTS = 121;
const KNOT_SIZE = 0.31; // half an edge of the knot's box
const POINTS_A_WAVE = 36;
const DISTANCE = 2.6; // from the camera to the front
const LIFT = 0.26; // how much higher a thing appears for each height that it is farther away
const SPIN = 0.42; // radians a second
const TILT = 0.38; // radians
const LEARNER_S = 0.035; // time constant with which the learner glides
const LARGEST = 1e6;
const MOST_WAVES = 16; // of a knot; Descant's have 7 at the most
const MOST_VALUES = 1024; // of a function

const CURVES = {
    cubic: cubic,
    function: sampled,
};

// Read the arguments of /descant/watch/learner: part learner form target… theta… n…
// Returns {part, learner, form, target, theta, n}, or null where that is no such message.
function parse(words) {
    const [part, learner, form] = words;
    const numbers = words.slice(3);
    if (typeof part !== 'string' || !Number.isFinite(learner) || numbers.some((x) => typeof x !== 'number')) {
        return null;
    }
    const each = { cubic: 4, knot: 3, function: numbers.length / 2 }[form];
    const whole = { cubic: 8, knot: 9, function: numbers.length }[form];
    if (numbers.length !== whole || !Number.isInteger(each) || each < 1 || each > MOST_VALUES) {
        return null;
    }
    const n = numbers.slice(2 * each);
    if (n.some((x) => !Number.isInteger(x) || x < 1 || x > MOST_WAVES)) {
        return null;
    }
    return { part, learner, form, target: numbers.slice(0, each), theta: numbers.slice(each, 2 * each), n };
}

function held(x) {
    return Number.isNaN(x) ? 0 : Math.max(-LARGEST, Math.min(LARGEST, x));
}

function cubic(theta, x) {
    const [a, b, c, d] = theta.map(held);
    return ((a * x + b) * x + c) * x + d;
}

// A function at x that is known by its values at equal steps from -1 to 1.
function sampled(values, x) {
    const last = values.length - 1;
    const place = Math.max(0, Math.min(last, ((x + 1) / 2) * last));
    const left = Math.min(Math.floor(place), Math.max(0, last - 1));
    const low = held(values[left]);
    const high = held(values[Math.min(left + 1, last)]);
    return low + (high - low) * (place - left);
}

function softLimit(y) {
    return (HALF_HEIGHT * y) / Math.hypot(KNEE, y);
}

function curveLine(form, theta) {
    const points = new Float64Array(3 * CURVE_POINTS);
    for (let i = 0; i < CURVE_POINTS; i++) {
        const x = -1 + (2 * i) / (CURVE_POINTS - 1);
        points[3 * i] = HALF_WIDTH * x;
        points[3 * i + 1] = softLimit(CURVES[form](theta, x));
    }
    return points;
}

function knotLine(theta, n) {
    const phases = theta.map((x) => (Number.isFinite(x) ? x % (2 * Math.PI) : 0));
    const count = 1 + POINTS_A_WAVE * Math.max(...n);
    const points = new Float64Array(3 * count);
    for (let i = 0; i < count; i++) {
        const t = (2 * Math.PI * i) / (count - 1);
        for (let k = 0; k < 3; k++) {
            points[3 * i + k] = KNOT_SIZE * Math.cos(n[k] * t + phases[k]);
        }
    }
    return points;
}

// The line of a learner's, or of a target's, numbers.
function line(form, theta, n) {
    return form === 'knot' ? knotLine(theta, n) : curveLine(form, theta);
}

// Turn points about the vertical axis by spin, then towards the viewer by tilt, in radians.
function turned(points, spin, tilt) {
    const found = new Float64Array(points.length);
    const [s, c, st, ct] = [Math.sin(spin), Math.cos(spin), Math.sin(tilt), Math.cos(tilt)];
    for (let i = 0; i < points.length; i += 3) {
        const z = points[i + 2] * c - points[i] * s;
        found[i] = points[i] * c + points[i + 2] * s;
        found[i + 1] = points[i + 1] * ct + z * st;
        found[i + 2] = z * ct - points[i + 1] * st;
    }
    return found;
}

// Where a learner's line stands at a time in seconds: knots turn, each from another side.
function placed(points, form, learner, time) {
    return form === 'knot' ? turned(points, SPIN * time + 0.7 * learner, TILT) : points;
}

// Points as OpenGL has them: z towards the viewer, and what is far away lifted.
function toJitter(points) {
    const found = new Float64Array(points.length);
    for (let i = 0; i < points.length; i += 3) {
        found[i] = points[i];
        found[i + 1] = points[i + 1] + LIFT * Math.max(points[i + 2], 0);
        found[i + 2] = -points[i + 2];
    }
    return found;
}

// A line as a ribbon of that width that faces the viewer, for draw_mode tri_strip: the cards' own lines are thin.
function ribbon(points, width) {
    const found = new Float64Array(2 * points.length);
    const count = points.length / 3;
    let across = [0, width / 2];
    for (let i = 0; i < count; i++) {
        const [before, after] = [3 * Math.max(0, i - 1), 3 * Math.min(count - 1, i + 1)];
        const [dx, dy] = [points[after] - points[before], points[after + 1] - points[before + 1]];
        const length = Math.hypot(dx, dy);
        if (length > 1e-9) {
            across = [(-dy / length) * (width / 2), (dx / length) * (width / 2)];
        }
        for (const side of [0, 1]) {
            const sign = 1 - 2 * side;
            found[6 * i + 3 * side] = points[3 * i] + sign * across[0];
            found[6 * i + 3 * side + 1] = points[3 * i + 1] + sign * across[1];
            found[6 * i + 3 * side + 2] = points[3 * i + 2];
        }
    }
    return found;
}

// The learner's numbers on their way: exponentially, as fast as Descant's own picture shows a step.
function glided(from, to, seconds) {
    if (from.length !== to.length) return to.slice();
    const left = Math.exp(-Math.max(0, seconds) / LEARNER_S);
    return to.map((goal, i) => goal + (from[i] - goal) * left);
}

// The camera that sees one picture height at the front: its distance, and its angle of view in degrees.
const CAMERA = { distance: DISTANCE, lens_angle: (2 * Math.atan(0.5 / DISTANCE) * 180) / Math.PI };

exports.CAMERA = CAMERA;
exports.parse = parse;
exports.line = line;
exports.turned = turned;
exports.placed = placed;
exports.toJitter = toJitter;
exports.ribbon = ribbon;
exports.glided = glided;
