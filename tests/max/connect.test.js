'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Hall } = require('./hall.js');

test('at load it opens a port of its own, says hello with it, and is grey until it is answered', () => {
    const hall = new Hall();
    const connect = hall.connect({ answered: false });
    const [, port] = connect.from(3, 'port')[0];
    assert.ok(port >= 49152 && port < 65152);
    assert.deepEqual(connect.from(3)[0], ['maxqueuesize', 4096]);
    assert.deepEqual(connect.from(2), [['host', '127.0.0.1'], ['port', 57140], ['/descant/hello', 'Max', port]]);
    assert.deepEqual([connect.from(0), connect.from(5)], [[[0]], [['active', 0]]]);
    hall.answer([]);
    assert.deepEqual([connect.from(0), connect.from(5)], [[[0], [1]], [['active', 0], ['active', 1]]]);
    assert.deepEqual(connect.from(1, 'welcome'), [['welcome', '0.1.0', 1, 'Piece']]);
    assert.deepEqual(hall.said().map(([address]) => address).slice(3), ['/descant/list', '/descant/cue/list']);
    assert.deepEqual(hall.console, []);
});

test('no Descant: one line, a hello a second, and nothing else', () => {
    const hall = new Hall();
    hall.connect({ answered: false });
    hall.pass(60000);
    assert.deepEqual(hall.console, ['descant.connect: no Descant answers at 127.0.0.1:57140; the message start starts one']);
    const hellos = hall.said('hello').length;
    assert.ok(hellos >= 59 && hellos <= 62, `${hellos}`);
});

test('where nothing is heard another port is drawn, for the first may be taken', () => {
    const hall = new Hall();
    const connect = hall.connect({ answered: false });
    hall.pass(10000);
    const ports = connect.from(3, 'port').map(([, port]) => port);
    assert.equal(new Set(ports).size, 3);
    assert.equal(hall.said('hello').pop()[2], ports[2]);
});

test('Descant goes away and comes back: a line each, grey, hello and subscriptions again', () => {
    const hall = new Hall();
    const stream = hall.max.object('stream', 'a/loss');
    const connect = hall.connect({ streams: ['a/loss'] });
    assert.deepEqual(hall.said('subscribe'), [['/descant/subscribe', 'a/loss', 60]]);
    hall.pass(20000);
    assert.deepEqual(hall.console,
        ['descant.connect: no answer from 127.0.0.1:57140 for 3 s; its streams stand still']);
    assert.deepEqual([connect.from(0), stream.from(3)], [[[0], [1], [0]], [['active', 0], ['active', 1], ['active', 0]]]);
    assert.ok(hall.said('hello').length > 10);
    hall.answer(['a/loss']);
    assert.deepEqual(hall.said('subscribe'), [['/descant/subscribe', 'a/loss', 60]]);
    assert.deepEqual(stream.from(3).pop(), ['active', 1]);
    assert.deepEqual(hall.console.slice(1), ['descant.connect: Descant answers at 127.0.0.1:57140: Piece']);
});

test('while it answers it is asked once a second whether it is there', () => {
    const hall = new Hall();
    hall.connect();
    for (let second = 0; second < 10; second += 1) {
        hall.pass(750);
        hall.hear('pong', '0.1.0', 1, 'Piece');
    }
    const pings = hall.said('ping').length;
    assert.ok(pings >= 9 && pings <= 11, `${pings}`);
    assert.deepEqual(hall.console, []);
});

test('stop leaves, and attach comes back to another place', () => {
    const hall = new Hall();
    const connect = hall.connect();
    connect.send(0, 'stop');
    assert.equal(hall.said('bye').length, 1);
    hall.pass(10000);
    hall.hear('welcome', '0.1.0', 1, 'Piece');
    assert.deepEqual([hall.said('hello'), connect.from(0).pop(), hall.console], [[], [0], []]);
    connect.send(0, 'attach', '10.0.0.2', 57141);
    assert.deepEqual(hall.said().slice(0, 3), [['/descant/bye'], ['host', '10.0.0.2'], ['port', 57141]]);
    connect.send(0, 'attach', 57142);
    assert.deepEqual(connect.from(2, 'port').pop(), ['port', 57142]);
});

test('messages that are no good get a line each and change nothing', () => {
    const hall = new Hall();
    const connect = hall.connect();
    connect.send(0, 'port', 'x');
    connect.send(0, 'attach', '127.0.0.1', 70000);
    connect.send(0, 'sing');
    connect.send(0, 3);
    connect.send(0, 1, 2, 3);
    connect.send(0, 'quit');
    hall.pass(8000);
    assert.deepEqual(connect.from(1, 'error').map(([, text]) => text), [
        'the port must be a whole number from 1 to 65535, not x',
        'the port must be a whole number from 1 to 65535, not 70000',
        'does not know sing; it takes start, attach, stop, quit, status',
        'does not know a number; it takes start, attach, stop, quit, status',
        'does not know a list; it takes start, attach, stop, quit, status',
        'no Descant was started here; the message stop leaves the one that plays',
        'no answer from 127.0.0.1:57140 for 3 s; its streams stand still',
    ]);
    assert.deepEqual(connect.from(2, 'port'), [['port', 57140]]);
});

test('status tells what there is', () => {
    const hall = new Hall();
    hall.max.object('cue');
    const connect = hall.connect({ streams: ['a/loss', 'a/worst'], parameters: [['a/rate', 'f', 0, 1, 0.5]] });
    connect.send(0, 'status');
    assert.deepEqual(connect.from(1, 'status')[0], ['status', 'connected', 1, 'leads', 1, 'host', '127.0.0.1', 'port',
        57140, 'title', 'Piece', 'version', '0.1.0', 'objects', 1, 'streams', 2, 'parameters', 1, 'cues', 1]);
});

test('two patches in one Max: one speaks, the other shows the same and takes over', () => {
    const hall = new Hall();
    const first = hall.connect();
    const second = hall.max.connect();
    second.globals.loadbang();
    const cue = hall.max.object('cue');
    cue.send(0, 'go');
    assert.deepEqual([first.from(2, '/descant/cue/go').length, second.from(2).length], [1, 0]);
    assert.deepEqual(second.from(0), [[1]]);
    second.send(0, 'stop');
    assert.deepEqual([first.from(0).pop(), second.from(0).pop()], [[0], [0]]);
    second.send(0, 'attach', 57140);
    hall.hear('welcome', '0.1.0', 1, 'Piece');
    assert.deepEqual([first.from(0).pop(), second.from(0).pop()], [[1], [1]]);
    hall.max.delete(first);
    assert.equal(second.from(2, '/descant/hello').length, 1);
    hall.connected = second;
    hall.hear('welcome', '0.1.0', 1, 'Piece');
    cue.send(0, 'back');
    assert.equal(second.from(2, '/descant/cue/back').length, 1);
    assert.deepEqual(hall.console, []);
});

test('a second patch in one Max that is for another Descant is told so in one line', () => {
    const hall = new Hall();
    hall.connect();
    const second = hall.max.connect();
    second.send(0, 'port', 57199);
    second.globals.loadbang();
    assert.deepEqual(hall.console, ['descant.connect: one Max speaks with one Descant, and this one with '
        + '127.0.0.1:57140 already; 127.0.0.1:57199 is left alone']);
    assert.deepEqual(second.from(2), []);
});

test('another protocol is said', () => {
    const hall = new Hall();
    hall.connect({ answered: false });
    hall.hear('welcome', '9.0', 2, 'Piece');
    assert.deepEqual(hall.console, ['descant.connect: Descant speaks version 2 of its protocol and this package 1; '
        + 'update the older of the two']);
});

test('what Descant refuses is one line and comes out of dump', () => {
    const hall = new Hall();
    const connect = hall.connect();
    hall.hear('error', '/descant/set', 'no', 12);
    assert.deepEqual(hall.console, ['Descant: /descant/set: no (12 times)']);
    assert.deepEqual(connect.from(1, 'error'), [['error', '/descant/set', 'no', 12]]);
});

test('a list that was lost on the way in part is asked for again', () => {
    const hall = new Hall();
    hall.connect({ answered: false });
    hall.hear('welcome', '0.1.0', 1, 'Piece');
    hall.said();
    hall.hear('stream', 'a/loss', '', 0, 1, 3);
    hall.hear('list/end', 2);
    hall.hear('cue/list/end', 3);
    assert.deepEqual(hall.said(), [['/descant/list'], ['/descant/cue/list']]);
});

test('start wakes a Node, tells it what to start, and waits for Descant without a word', () => {
    const hall = new Hall({ patcher: { filepath: '', parentpatcher: { filepath: 'Disk:/me/x.maxpat' } } });
    const connect = hall.connect({ answered: false });
    connect.send(0, 'start', 'mine.toml', '--seed', 7);
    assert.deepEqual(connect.from(4), [['script', 'start']]);
    connect.send(3, 'ready');
    assert.deepEqual(connect.from(4)[1], ['start', 57140, '', 'Disk:/me/x.maxpat', 'mine.toml', '--seed', 7]);
    hall.pass(20000);
    connect.send(3, 'said', 'clients: OSC port 57140');
    assert.deepEqual(hall.console, ['Descant: clients: OSC port 57140']);
    hall.answer([]);
    connect.send(0, 'start');
    hall.pass(1000);
    assert.equal(hall.console[1], 'descant.connect: a Descant plays at 127.0.0.1:57140 already: joined it');
    connect.send(0, 'quit');
    assert.deepEqual(connect.from(4).pop(), ['quit']);
    connect.send(3, 'ended', 'Descant has ended');
    hall.pass(5000);
    assert.equal(hall.console[2], 'descant.connect: Descant has ended, as it was asked to');
    assert.deepEqual(hall.max.errors, []);
    assert.equal(hall.console.length, 3);
});

test('a start that fails is one line, and another may be tried', () => {
    const hall = new Hall();
    const connect = hall.connect({ answered: false });
    connect.send(0, 'start', 'none.toml');
    connect.send(3, 'ready');
    connect.send(3, 'refused', 'there is no patch none.toml');
    hall.pass(30000);
    assert.deepEqual(hall.console, ['descant.connect: there is no patch none.toml']);
    connect.send(0, 'start', 'some.toml');
    assert.equal(connect.from(4).pop()[4], 'some.toml');
});
