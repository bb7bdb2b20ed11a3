'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Hall } = require('./hall.js');

const PARAMETERS = [['shift/red', 'f', -1, 1, 0.25], ['bend/depth', 'f', 0, 0.5, 0.1], ['cubics/points', 'i', 2, 100, 20]];
const LEARNER = ['cubics', 1, 'cubic', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

test('a picture that was loaded before connect is told what its parameters are, and Descant is asked to go on', () => {
    const hall = new Hall();
    const video = hall.max.object('video');
    hall.connect({ parameters: PARAMETERS });
    assert.deepEqual([video.from(0), video.from(1)], [[['param', 'red', 0.25]], [['param', 'depth', 0.1]]]);
    assert.deepEqual(hall.said('watch'), [['/descant/watch', 1]]);
    assert.deepEqual(video.from(10).pop(), ['active', 1]);
    assert.deepEqual(hall.console, []);
});

test('one that is loaded later asks for what does not move', () => {
    const hall = new Hall();
    hall.connect({ parameters: PARAMETERS });
    hall.said();
    const video = hall.max.object('video');
    hall.pass(0);
    assert.deepEqual(hall.said(), [['/descant/get', 'shift/red'], ['/descant/get', 'bend/depth'], ['/descant/watch', 1]]);
    hall.hear('value', 'shift/red', 0.5);
    assert.deepEqual(video.from(0), [['param', 'red', 0.5]]);
});

test('what a mapping moves and what a learner does reach the picture, and nothing else does', () => {
    const hall = new Hall();
    const video = hall.max.object('video');
    hall.connect();
    hall.hear('watch/value', 'shift/green', -0.5);
    hall.hear('watch/value', 'cubics/points', 50);
    hall.hear('watch/learner', ...LEARNER);
    hall.hear('watch/status', 1, 2, 3);
    hall.hear('watch/log', 'something');
    video.send(2, 'bang');
    assert.deepEqual(video.from(0), [['param', 'green', -0.5]]);
    assert.deepEqual(video.from(6).map(([word]) => word), ['enable', 'jit_matrix']);
    assert.deepEqual(video.from(8), []);
    assert.deepEqual(hall.console, []);
});

test('without a picture nothing is watched, and when the last one is closed no more', () => {
    const hall = new Hall();
    hall.connect();
    hall.pass(1000);
    assert.deepEqual(hall.said('watch'), []);
    const [one, two] = [hall.max.object('video'), hall.max.object('video')];
    hall.pass(0);
    hall.max.delete(one);
    hall.pass(0);
    assert.deepEqual(hall.said('watch'), [['/descant/watch', 1]]);
    hall.max.delete(two);
    hall.pass(0);
    assert.deepEqual(hall.said('watch'), [['/descant/watch', 0]]);
});

test('Descant goes away and comes back: grey, and watched again', () => {
    const hall = new Hall();
    const video = hall.max.object('video');
    hall.connect({ parameters: PARAMETERS });
    hall.pass(10000);
    assert.deepEqual(video.from(10).pop(), ['active', 0]);
    hall.said();
    hall.answer([], PARAMETERS);
    assert.deepEqual(hall.said('watch'), [['/descant/watch', 1]]);
    assert.deepEqual(video.from(10).pop(), ['active', 1]);
});

test('a wrong message is one line that says what is taken', () => {
    const hall = new Hall();
    const video = hall.max.object('video');
    hall.connect();
    video.send(0, 'swirl', 1);
    video.send(0, 5);
    video.send(0, 'shift', 0.1);
    assert.equal(video.from(8, 'error').length, 3);
    assert.equal(hall.console.length, 1);
    assert.match(hall.console[0], /^descant\.video: does not know swirl; it takes shift, bend, /);
});
