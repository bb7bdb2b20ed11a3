'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Table } = require('../../max/javascript/descant.table.js');
const { Wants, MOST_PATTERNS } = require('../../max/javascript/descant.wants.js');

function table(parts, streams) {
    const found = new Table();
    for (let part = 0; part < parts; part += 1) {
        for (let stream = 0; stream < streams; stream += 1) {
            found.stream(`p${part}/s${stream}`, '', 0, 1, 0);
        }
    }
    return found;
}

function all(names) {
    const wants = new Wants();
    names.names('stream').forEach((name, id) => wants.add(id, 'stream', name, 30));
    return wants;
}

test('one stream that many objects want is subscribed to once, at the highest rate', () => {
    const wants = new Wants();
    const names = table(1, 1);
    wants.add(1, 'stream', 'p0/s0', 30);
    wants.add(2, 'stream', 'p0/s0', 60);
    wants.add(3, 'stream', 'p0/s9', 60);
    assert.deepEqual(wants.changes(names), [['subscribe', 'p0/s0', 60]]);
    assert.deepEqual(wants.changes(names), []);
    wants.remove(2);
    assert.deepEqual(wants.changes(names), [['subscribe', 'p0/s0', 30]]);
    wants.remove(1);
    assert.deepEqual(wants.changes(names), [['unsubscribe', 'p0/s0']]);
});

test('many streams are subscribed to as parts, and too many parts as everything', () => {
    assert.equal(all(table(1, MOST_PATTERNS)).changes(table(1, MOST_PATTERNS)).length, MOST_PATTERNS);
    const wide = table(2, 250);
    assert.deepEqual(all(wide).changes(wide), [['subscribe', 'p0/*', 30], ['subscribe', 'p1/*', 30]]);
    const many = table(MOST_PATTERNS + 1, 2);
    assert.deepEqual(all(many).changes(many), [['subscribe', '*', 30]]);
});

test('what is learned hears its value and its loss under its own name', () => {
    const wants = new Wants();
    wants.add(1, 'learn', 'mine', 60);
    wants.add(2, 'stream', 'mine/loss', 60);
    wants.route();
    assert.deepEqual(wants.routes.get('/descant/mine/loss'),
        { plain: 'descant.in.mine/loss', worded: [['descant.in.learn.mine', 'loss']] });
    assert.deepEqual(wants.routes.get('/descant/mine/value'), { plain: null, worded: [['descant.in.learn.mine', 'value']] });
});

test('an object that is given another name wants the first no more', () => {
    const wants = new Wants();
    wants.add(1, 'parameter', 'a/b', 60);
    wants.add(1, 'parameter', 'a/c', 60);
    assert.deepEqual([wants.has('parameter', 'a/b'), wants.has('parameter', 'a/c')], [false, true]);
});
