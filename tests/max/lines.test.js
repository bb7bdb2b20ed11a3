'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Lines, MOST_WAITING } = require('../../max/javascript/descant.lines.js');

function lines() {
    const found = { printed: [], news: [], now_ms: 0 };
    found.lines = new Lines((text) => found.printed.push(text), (text) => found.news.push(text), () => found.now_ms);
    return found;
}

test('a flood of one line is one line, and its count a second later', () => {
    const found = lines();
    for (let n = 0; n < 1001; n += 1) {
        found.lines.say('wrong');
    }
    assert.deepEqual(found.printed, ['wrong']);
    found.now_ms = 999;
    found.lines.tick();
    assert.equal(found.printed.length, 1);
    found.now_ms = 1000;
    found.lines.tick();
    assert.deepEqual(found.printed, ['wrong', 'wrong (1000 times)']);
});

test('different lines come one a second, in their order, and the rest is counted', () => {
    const found = lines();
    for (let n = 0; n < MOST_WAITING + 11; n += 1) {
        found.lines.say(`wrong ${n}`);
    }
    for (let second = 1; second <= 30; second += 1) {
        found.now_ms = 1000 * second;
        found.lines.tick();
    }
    assert.equal(found.printed.length, MOST_WAITING + 1);
    assert.equal(found.printed[1], 'wrong 1 (and 10 other lines)');
    assert.equal(found.printed[MOST_WAITING], `wrong ${MOST_WAITING}`);
});

test('news are no errors, and wait in the same line', () => {
    const found = lines();
    found.lines.say('wrong');
    found.lines.tell('well');
    assert.deepEqual([found.printed, found.news], [['wrong'], []]);
    found.now_ms = 1000;
    found.lines.tick();
    assert.deepEqual([found.printed, found.news], [['wrong'], ['well']]);
});
