'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Hall, BOUNDS } = require('./hall.js');
const { resampled } = require('../../max/javascript/descant.gestures.js');

const STREAMS = ['cubics/loss', 'cubics/gradient/a', 'knots/loss'];

function hall(settings) {
    const found = new Hall(settings);
    found.connect({ streams: STREAMS, parameters: BOUNDS });
    return found;
}

// ---------------------------------------------------------------- stream
test('a stream that was loaded before or after connect gives its values', () => {
    const found = new Hall();
    const before = found.max.object('stream', 'cubics/loss');
    found.connect({ streams: STREAMS });
    const after = found.max.object('stream', 'cubics/loss');
    found.pass(0);
    found.hear('cubics/loss', 0.5);
    found.hear('cubics/loss', 1);
    found.hear('knots/loss', 0.1);
    [before, after].forEach((stream) => {
        assert.deepEqual(stream.from(0), [[0.5], [1]]);
        assert.deepEqual(stream.from(1)[0], ['spec', '', 0, 4, 10]);
        assert.deepEqual(stream.from(3).pop(), ['active', 1]);
        stream.send(0, 'bang');
        assert.deepEqual(stream.from(0).pop(), [1]);
    });
    assert.deepEqual(found.console, []);
});

test('a stream alone is quiet and grey: no Descant, no connect, no name', () => {
    const found = new Hall();
    const stream = found.max.object('stream', 'cubics/loss');
    const unnamed = found.max.object('stream');
    stream.send(0, 'bang');
    unnamed.send(0, 'bang');
    unnamed.send(0, 'done');
    assert.deepEqual([stream.heard, unnamed.heard], [[[3, 'active', 0]], [[3, 'active', 0]]]);
    assert.deepEqual(found.console, []);
});

test('a stream takes another name and another rate', () => {
    const found = hall();
    const stream = found.max.object('stream', 'cubics/loss');
    stream.send(0, 'rate', 30);
    found.pass(0);
    assert.deepEqual(found.said('subscribe'), [['/descant/subscribe', 'cubics/loss', 30]]);
    stream.send(0, 'name', 'knots/loss');
    found.pass(0);
    assert.deepEqual(found.said().map(([address, ...words]) => words),
        [['cubics/loss'], ['knots/loss', 30]]);
    found.hear('cubics/loss', 0.25);
    found.hear('knots/loss', 0.75);
    assert.deepEqual(stream.from(0), [[0.75]]);
});

test('a wrong name is one line with the nearest, and grey until there is one', () => {
    const found = hall();
    const streams = Array.from({ length: 100 }, () => found.max.object('stream', 'cubics/los'));
    found.max.object('parameter', 'cubics/learning_rat');
    found.max.object('pad', 'cubic');
    found.max.object('stream', 'cubics/learning_rate');
    found.pass(8000);
    assert.deepEqual(found.console.filter((line) => !line.includes('no answer')), [
        'descant.stream cubics/los: the patch has no stream of that name; the nearest is cubics/loss',
        'descant.parameter cubics/learning_rat: the patch has no parameter of that name; '
        + 'the nearest is cubics/learning_rate',
        'descant.pad cubic: the patch has no part, or point of one, of that name; the nearest is cubics',
        'descant.stream cubics/learning_rate: is a parameter; use descant.parameter',
    ]);
    assert.ok(streams.every((stream) => stream.from(3).pop()[1] === 0));
    found.hear('welcome', '0.1.0', 1, 'Piece');
    found.list([...STREAMS, 'cubics/los'], BOUNDS);
    assert.ok(streams.every((stream) => stream.from(3).pop()[1] === 1));
});

test('what a stream does not take is said at most once a second', () => {
    const found = hall();
    const stream = found.max.object('stream', 'cubics/loss');
    for (let n = 0; n < 500; n += 1) {
        stream.send(0, 0.5);
        stream.send(0, 'rate', 'fast');
        stream.send(0, 'rate', 0);
        stream.send(0, 'sing', 1);
    }
    assert.equal(found.console.length, 1);
    found.pass(2500);
    assert.deepEqual(found.console, [
        'descant.stream cubics/loss: gives values and takes none; descant.parameter is what is set (1 came)',
        'descant.stream cubics/loss: rate must be a number from 0.01 to 1000, not fast (500 times)',
        'descant.stream cubics/loss: rate must be a number from 0.01 to 1000, not 0 (500 times)',
    ]);
    assert.equal(stream.from(1, 'error').length, 2000);
});

// ---------------------------------------------------------------- parameter
test('a parameter is set by its name, and tells what it is', () => {
    const found = hall();
    const parameter = found.max.object('parameter', 'cubics/learning_rate');
    assert.deepEqual(parameter.from(1), [['spec', 'f', '', -0.3, 0.89, 'linear', 0.15]]);
    assert.deepEqual(found.said('get'), [['/descant/get', 'cubics/learning_rate']]);
    parameter.send(0, 0.3);
    parameter.send(0, -0.3);
    parameter.send(0, 'bang');
    assert.deepEqual(found.said(), [['/descant/set', 'cubics/learning_rate', 0.3],
        ['/descant/set', 'cubics/learning_rate', -0.3], ['/descant/get', 'cubics/learning_rate']]);
    found.hear('value', 'cubics/learning_rate', -0.3);
    assert.deepEqual(parameter.from(0), [[-0.3]]);
});

test('the highest value passes as it came in 32 bits, and what is above it does not', () => {
    const found = hall();
    found.list(STREAMS, [['cubics/learning_rate', 'f', -0.3, Math.fround(0.89), 0.15]]);
    const parameter = found.max.object('parameter', 'cubics/learning_rate');
    found.said();
    parameter.send(0, 0.89);
    parameter.send(0, 0.8901);
    assert.deepEqual(found.said(), [['/descant/set', 'cubics/learning_rate', 0.89]]);
    assert.deepEqual(parameter.troubles, ['the value must be a number from -0.3 to 0.89, not 0.8901']);
});

test('wrong values get a line each and are not sent', () => {
    const found = hall();
    const [rate, points, mute] = BOUNDS.map(([name]) => found.max.object('parameter', name));
    found.said();
    rate.send(0, 7);
    rate.send(0, 'fast');
    rate.send(0, 1, 2, 3);
    rate.send(0, 'fast', 'and', 'slow');
    points.send(0, 2.5);
    points.send(0, 101);
    mute.send(0, 2);
    points.send(0, 20);
    mute.send(0, 1);
    assert.deepEqual(found.said(), [['/descant/set', 'knots/points', 20], ['/descant/set', 'piano/mute', 1]]);
    assert.deepEqual(rate.troubles, ['the value must be a number from -0.3 to 0.89, not 7',
        'the value must be a number from -0.3 to 0.89, not fast', 'the value must be one value, not a list of 3',
        'the value must be one value, not a list of 3']);
    assert.deepEqual(points.troubles, ['the value must be a whole number from 2 to 100, not 2.5',
        'the value must be a whole number from 2 to 100, not 101']);
    assert.deepEqual(mute.troubles, ['the value must be 0 or 1, not 2']);
    assert.equal(found.console.length, 1);
});

test('a choice is set by its name or its place', () => {
    const found = new Hall();
    const parameter = found.max.object('parameter', 'cubics/loss_form');
    found.connect({ answered: false });
    found.hear('welcome', '0.1.0', 1, 'Piece');
    found.hear('parameter', 'cubics/loss_form', 'choice', '', 0, 1, 'linear', 'squared', 'absolute');
    found.hear('choices', 'cubics/loss_form', 'squared', 'absolute');
    found.hear('list/end', 1);
    assert.deepEqual(parameter.from(0), [['absolute']]);
    assert.deepEqual(parameter.from(1)[1], ['choices', 'squared', 'absolute']);
    ['absolute', 0, 'round', 2].forEach((value) => parameter.send(0, value));
    assert.deepEqual(found.said('set').map(([, , value]) => value), ['absolute', 0]);
    assert.deepEqual(parameter.troubles, ['the value must be one of squared, absolute, not round',
        'the value must be one of squared, absolute, not 2']);
});

test('after a cue and while it fades parameters show what they are', () => {
    const found = hall();
    found.max.object('parameter', 'cubics/learning_rate');
    found.said();
    found.hear('cue', 2, 'Knots', 0, '');
    found.hear('cue/fade', 1, 2);
    assert.deepEqual(found.said(), Array(2).fill(['/descant/get', 'cubics/learning_rate']));
});

test('what another hand sets comes out, and what one is setting does not come back', () => {
    const found = hall();
    const [one, other] = [1, 2].map(() => found.max.object('parameter', 'cubics/learning_rate'));
    found.pass(0);
    assert.ok(found.said('get').length >= 2); // it is asked for by and by
    found.hear('value', 'cubics/learning_rate', 0.15);
    one.send(0, 0.3);
    found.hear('value', 'cubics/learning_rate', 0.2); // said before it was set
    found.hear('value', 'cubics/learning_rate', Math.fround(0.3));
    found.pass(1000);
    found.hear('value', 'cubics/learning_rate', Math.fround(0.3));
    assert.deepEqual([one.from(0), other.from(0)], [[[0.15]], [[0.15], [0.2], [Math.fround(0.3)]]]);
    found.hear('value', 'cubics/learning_rate', 0.5);
    assert.deepEqual([one.from(0).pop(), other.from(0).pop()], [[0.5], [0.5]]);
});

test('a thousand parameters are asked for by and by, eight at a time', () => {
    const found = new Hall();
    const names = Array.from({ length: 1000 }, (_, n) => [`p/v${n}`, 'f', 0, 1, 0.5]);
    found.connect({ parameters: names });
    names.forEach(([name]) => found.max.object('parameter', name));
    found.said();
    found.pass(1000);
    const asked = found.said('get').map(([, name]) => name);
    assert.equal(asked.length, 40);
    assert.equal(new Set(asked).size, 40);
});

test('while Descant is away a parameter is quiet, and sends nothing', () => {
    const found = hall();
    const parameter = found.max.object('parameter', 'cubics/learning_rate');
    found.pass(5000);
    found.said();
    for (let n = 0; n < 1000; n += 1) {
        parameter.send(0, n / 2000);
    }
    assert.deepEqual([found.said('set'), parameter.troubles, found.console.length], [[], [], 1]);
});

// ---------------------------------------------------------------- cue
test('a cue object says what it is told and shows where one is', () => {
    const found = hall();
    found.hear('cue', 1, 'Cubics', 2, 'Knots');
    const cue = found.max.object('cue');
    assert.deepEqual(cue.from(0), [['cue', 1, 'Cubics', 2, 'Knots']]);
    found.said();
    cue.send(0, 'go');
    cue.send(0, 'bang');
    cue.send(0, 'back');
    cue.send(0, 'goto', 2.5);
    cue.send(0, 'goto', 'Knots');
    cue.send(0, 'goto', 'Knots,', 'seen');
    cue.send(0, 'capture', 'Storm');
    cue.send(0, 'capture', 'A', 'Storm', 7);
    cue.send(0, 'panic');
    cue.send(0, 'undo');
    cue.send(0, 'redo');
    cue.send(0, 'freeze', 1);
    cue.send(0, 'list');
    assert.deepEqual(found.said().map(([address, ...words]) => [address.slice(9), ...words]), [
        ['cue/go'], ['cue/go'], ['cue/back'], ['cue/goto', 2.5], ['cue/goto', 'Knots'], ['cue/goto', 'Knots, seen'],
        ['cue/capture', 'Storm'], ['cue/capture', 'A Storm', 7], ['panic'], ['undo'], ['redo'],
        ['freeze', 1], ['cue/list'],
    ]);
    found.hear('cue/entry', 1, 'Cubics', 'softly');
    found.hear('cue/entry', 2, 'Knots', '');
    found.hear('cue/list/end', 2);
    assert.deepEqual(cue.from(1).slice(-3), [['entry', 1, 'Cubics', 'softly'], ['entry', 2, 'Knots', ''], ['end', 2]]);
    found.hear('cue/refused', 'too soon', 'cue');
    found.hear('cue/wait', 3, 'Storm', 1.5);
    assert.deepEqual(cue.from(2).slice(-2), [['refused', 'too soon', 'cue'], ['wait', 3, 'Storm', 1.5]]);
});

test('wrong words to a cue object are one line each, and nothing is sent', () => {
    const found = hall();
    const cue = found.max.object('cue');
    found.said();
    [['goto'], ['goto', 0], ['capture'], ['capture', 7], ['capture', '2nd'], ['freeze'], ['freeze', 2], ['go', 1],
        ['leap'], [3], [1, 2]].forEach((words) => cue.send(0, ...words));
    assert.deepEqual(found.said(), []);
    assert.equal(cue.troubles.length, 11);
    assert.equal(cue.troubles[0], 'goto where? Say the number or the name of a cue: goto 2.5');
    assert.equal(cue.troubles[1], 'the number of a cue must be a number from 1 to 9999, not 0');
    assert.equal(cue.troubles[6], 'freeze must be freeze 0 or freeze 1, not 2');
    assert.equal(found.console.length, 1);
});

// ---------------------------------------------------------------- pad, learn, server
test('a pad moves its part', () => {
    const found = hall();
    const pad = found.max.object('pad', 'cubics');
    const unnamed = found.max.object('pad');
    found.said();
    pad.send(0, 0.5, -1);
    pad.send(0, 0.25);
    pad.send(0, 0.5, 'x');
    pad.send(0, 'left');
    pad.send(0, 'bang');
    unnamed.send(0, 0.5, 0.5);
    assert.deepEqual(found.said(), [['/descant/pad', 'cubics', 0.5, -1], ['/descant/pad', 'cubics', 0.25]]);
    assert.deepEqual(pad.troubles, ['a coordinate must be a number from -1e+6 to 1e+6, not x'.replaceAll('1e+6', '1000000'),
        'takes a list of coordinates, x y, not left', 'takes a list of coordinates: x y']);
    assert.deepEqual(unnamed.troubles, ['has no part; give it as argument: descant.pad cubics']);
});

test('a pad of sounds is known, and tells what lies around it', () => {
    const found = hall();
    const pad = found.max.object('pad', 'drums/sound');
    const wrong = found.max.object('pad', 'drums/soud');
    found.hear('welcome', '0.1.0', 1, 'Piece');
    found.hear('pad', 'drums', '', 'drums/z1', 'drums/z2');
    found.hear('pad', 'drums/sound', '', 'drums/s1', 'drums/s2', 'drums/sound/1');
    found.list(STREAMS, BOUNDS);
    assert.deepEqual([pad, wrong].map((each) => each.from(2).pop()[1]), [1, 0]);
    found.pass(2000);
    assert.ok(found.console.some((line) => line.endsWith('point of one, of that name; the nearest is drums/sound')));
    found.said();
    pad.send(0, -0.5, 2);
    pad.send(0, 'points');
    assert.deepEqual(found.said(), [['/descant/pad', 'drums/sound', -0.5, 2], ['/descant/points', 'drums/sound']]);
    found.hear('points/labels', 'drums/sound', 'kick', 'snare');
    found.hear('points', 'drums/sound', 0.5, -1, 0, 2, 1.5, 1);
    found.hear('points', 'drums', 0, 0, 0);
    found.hear('points/end', 'drums/sound', 2);
    found.hear('points/changed', 'drums/sound');
    assert.deepEqual(pad.from(0), [['labels', 'kick', 'snare'], ['point', 0.5, -1, 0], ['point', 2, 1.5, 1],
        ['end', 2], ['changed']]);
    found.hear('welcome', '0.1.0', 1, 'Other');
    found.list(STREAMS, BOUNDS);
    assert.equal(pad.from(2).pop()[1], 0);
});

test('a list is learned; value, loss and curve come back', () => {
    const found = hall();
    const learn = found.max.object('learn', 'mine');
    found.said();
    learn.send(0, 0, 0.5, 1);
    assert.deepEqual(found.said(), [['/descant/learn', 'mine', 0, 0.5, 1]]);
    found.list(['mine/loss', 'mine/value']);
    found.pass(0);
    assert.deepEqual(found.said('subscribe').map(([, name]) => name), ['mine/value', 'mine/loss']);
    found.hear('mine/value', 0.5);
    found.hear('mine/loss', 0.25);
    found.hear('mine/loss', 0.2);
    assert.deepEqual(found.said('curve'), [['/descant/curve', 'mine', 128]]);
    found.hear('curve', 'mine', -1, 0, 1);
    assert.deepEqual([learn.from(0), learn.from(1), learn.from(2)], [[[0.5]], [[0.25], [0.2]], [['curve', -1, 0, 1]]]);
});

test('a buffer is learned at so many points, and a long list at 1024', () => {
    const found = new Hall({ buffers: { wave: [0, 1, 0, -1, 0], empty: [] } });
    found.connect();
    const learn = found.max.object('learn', 'mine');
    learn.send(0, 'points', 9);
    found.said();
    learn.send(0, 'buffer', 'wave');
    assert.deepEqual(found.said(), [['/descant/learn', 'mine', 0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0]]);
    learn.send(0, ...Array.from({ length: 3000 }, (_, n) => n));
    assert.deepEqual([found.said()[0].length], [2 + 1024]);
    learn.send(0, 'buffer', 'empty');
    learn.send(0, 'buffer');
    learn.send(0, 'points', 1);
    learn.send(0, 1, 'x');
    learn.send(0, 4);
    assert.deepEqual([found.said(), learn.troubles.length], [[], 5]);
    assert.equal(learn.troubles[0], 'there is no buffer~ empty with something in it');
});

test('what is learned needs a name that may be one', () => {
    const found = hall();
    const learn = found.max.object('learn', 'Mine!');
    found.said();
    learn.send(0, 0, 1);
    assert.deepEqual([found.said(), learn.troubles],
        [[], ['its name must be small letters and digits, such as mine, not Mine!']]);
});

test('resampled goes straight from value to value and keeps both ends', () => {
    assert.deepEqual(resampled((n) => [0, 2, 4][n], 3, 5), [0, 1, 2, 3, 4]);
    assert.deepEqual(resampled((n) => [3, 7][n], 2, 2), [3, 7]);
    assert.equal(resampled((n) => [1, 2, 3, 9][n], 4, 100)[99], 9);
});

test('a clock tells where the transport is, and once that it has stopped', () => {
    const found = hall();
    const clock = found.max.object('clock');
    const bangs = (ticks, state, tempo) => [['ticks', ticks], ['state', state], ['tempo', tempo]].forEach((words) => clock.send(0, ...words));
    found.said();
    bangs(0, 0, 120);
    assert.deepEqual(found.said(), [], 'it stands');
    bangs(960, 1, 120);
    bangs(1080, 1, 90.5);
    bangs(1100, 0, 90.5);
    bangs(1100, 0, 90.5);
    assert.deepEqual(found.said(), [
        ['/descant/clock', 2, 120, 1], ['/descant/clock', 2.25, 90.5, 1], ['/descant/clock', 1100 / 480, 90.5, 0],
    ]);
    clock.send(0, 0);
    bangs(2000, 1, 100);
    assert.deepEqual(found.said(), [], 'it is left');
    clock.send(0, 16, 140, 1);
    clock.send(0, 18.5, 140);
    assert.deepEqual(found.said(), [['/descant/clock', 16, 140, 1], ['/descant/clock', 18.5, 140, 1]]);
    clock.send(0, 1);
    bangs(480, 1, 100);
    assert.deepEqual(found.said(), [['/descant/clock', 1, 100, 1]]);
});

test('what is no clock is one line and nothing is sent', () => {
    const found = hall();
    const clock = found.max.object('clock');
    found.said();
    [['leap'], [3], [1, 0.5], [1, 120, 2], [1, 2, 3, 4], [NaN, 120, 1]].forEach((words) => clock.send(0, ...words));
    clock.send(0, 'bang');
    assert.deepEqual(found.said(), []);
    assert.equal(clock.troubles.length, 7);
    assert.equal(clock.troubles[0], 'takes 0, 1, or a list of quarters, tempo and 0 or 1, not leap');
    assert.equal(clock.troubles[2], 'the tempo must be a number from 1 to 1000, not 0.5');
});

test('the server object tells scsynth and the bus of each stream', () => {
    const found = hall();
    const server = found.max.object('server');
    found.said();
    server.send(0, 'bang');
    assert.deepEqual(found.said(), [['/descant/server']]);
    found.hear('server', '127.0.0.1', 57130, 8, 2, 2, 1024, 16384, 1024);
    assert.deepEqual(server.from(0), [['server', '127.0.0.1', 57130, 8, 2, 2, 1024, 16384, 1024]]);
    assert.deepEqual(server.from(1), STREAMS.map((name, n) => ['bus', name, 10 + n]));
    server.send(0, 'bus', 'knots/loss');
    found.hear('bus', 'knots/loss', 12);
    assert.deepEqual([found.said(), server.from(1).pop()], [[['/descant/bus', 'knots/loss']], ['bus', 'knots/loss', 12]]);
    server.send(0, 5);
    server.send(0, 'ring');
    assert.equal(server.troubles.length, 2);
});

test('an object without a connect says what is wrong by itself, once a second', () => {
    const found = new Hall();
    const parameter = found.max.object('parameter', 'cubics/learning_rate');
    for (let n = 0; n < 100; n += 1) {
        parameter.send(0, 1, 2);
    }
    assert.deepEqual(found.console, ['descant.parameter cubics/learning_rate: the value must be one value, not a list of 2']);
});

test('an argument that is no name is said, an attribute in its place is none, and a cue has no name', () => {
    const found = hall();
    found.said();
    const [number, attribute, cue] = [found.max.object('stream', 7), found.max.object('stream', '@rate'), found.max.object('cue')];
    cue.send(0, 'name', 'x');
    attribute.send(0, 'rate', 30);
    found.pass(0);
    assert.deepEqual([number.troubles, attribute.troubles], [['its argument must be a name, not 7'], []]);
    assert.equal(cue.troubles.length, 1);
    assert.deepEqual(found.said('subscribe'), []);
    attribute.send(0, 'name', 'knots/loss');
    found.pass(0);
    assert.deepEqual(found.said('subscribe'), [['/descant/subscribe', 'knots/loss', 30]]);
});

test('an object that is deleted is wanted no more', () => {
    const found = hall();
    const stream = found.max.object('stream', 'cubics/loss');
    found.pass(0);
    found.said();
    found.max.delete(stream);
    found.pass(0);
    assert.deepEqual(found.said(), [['/descant/unsubscribe', 'cubics/loss']]);
});

test('five hundred streams of two parts are two subscriptions, and each gives its own', () => {
    const found = new Hall();
    const names = Array.from({ length: 500 }, (_, n) => `p${n % 2}/s${n}`);
    const streams = names.map((name) => found.max.object('stream', name));
    found.connect({ streams: names });
    assert.deepEqual(found.said('subscribe').map(([, pattern]) => pattern), ['p0/*', 'p1/*']);
    names.forEach((name, n) => found.hear(name, n / 500));
    streams.forEach((stream, n) => assert.deepEqual(stream.from(0), [[n / 500]]));
});
