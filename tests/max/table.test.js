'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Table, distance } = require('../../max/javascript/descant.table.js');

test('letters put in, left out, changed and swapped count one each', () => {
    const pairs = [['loss', 'loss', 0], ['los', 'loss', 1], ['lsos', 'loss', 1], ['bass', 'loss', 2], ['', 'loss', 4]];
    pairs.forEach(([one, other, far]) => assert.equal(distance(one, other), far, `${one} ${other}`));
});

test('the nearest name is found, and none where there is none', () => {
    const table = new Table();
    assert.equal(table.nearest('cubics/los', ['knots/loss', 'cubics/loss', 'cubics/worst']), 'cubics/loss');
    assert.equal(table.nearest('cubics/los', []), '');
});

test('a whole list takes away what it does not name, one with holes nothing', () => {
    const table = new Table();
    table.stream('a/loss', '', 0, 1, 4);
    table.parameter('a/rate', 'f', '', 0, 1, 'linear', 0.5);
    assert.equal(table.listed(2), true);
    table.stream('b/loss', '', 0, 1, 5);
    assert.equal(table.listed(3), false);
    assert.deepEqual(table.names('stream'), ['a/loss', 'b/loss']);
    table.stream('b/loss', '', 0, 1, 5);
    assert.equal(table.listed(1), true);
    assert.deepEqual([table.names('stream'), table.names('parameter')], [['b/loss'], []]);
});

test('cues are those of the last whole list', () => {
    const table = new Table();
    table.entry(1, 'Cubics', 'softly');
    assert.equal(table.cuesListed(2), false);
    table.entry(2.5, 'Storm', '');
    assert.equal(table.cuesListed(1), true);
    assert.deepEqual(table.cues, [{ number: 2.5, name: 'Storm', notes: '' }]);
});
