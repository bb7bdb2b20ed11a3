// The scripts against a real Descant, over real UDP: scsynth on a jackd without a sound card, which pytest starts.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const childProcess = require('child_process');
const dgram = require('dgram');
const fs = require('fs');
const os = require('os');
const path = require('path');
const osc = require('./osc.js');
const { Max, until } = require('./max.js');

const HOME = path.resolve(__dirname, '../..');
const PROGRAM = path.join(HOME, '.venv', 'bin', 'descant');
const PATCH = path.join(HOME, 'max', 'misc', 'phrase.toml');
const PIECE = path.join(HOME, 'patches', 'losses-dissonances-distortions.toml');
const STARTS_S = 60;

async function freePort() {
    const socket = dgram.createSocket('udp4');
    await new Promise((done) => socket.bind(0, '127.0.0.1', done));
    const { port } = socket.address();
    await new Promise((done) => socket.close(done));
    return port;
}

function folder(t) {
    const found = fs.mkdtempSync(path.join(os.tmpdir(), 'descant-test-'));
    t.after(() => fs.rmSync(found, { recursive: true, force: true }));
    return found;
}

// a Descant that plays; `end` ends it and waits for that
async function descant(t, patch, port, signal = 'SIGTERM') {
    const scsynth = await freePort();
    const child = childProcess.spawn(PROGRAM, ['perform', patch, '--no-video', '--osc-port', String(port),
        '--scsynth-port', String(scsynth), '--seed', '7', '--take', path.join(folder(t), 'take')], { stdio: 'ignore' });
    const over = new Promise((done) => child.on('exit', done));
    const end = (number = signal) => {
        child.kill(number);
        return over;
    };
    t.after(() => end());
    await answers(port);
    return { end };
}

// a Descant that is still being loaded would be missed, which is another test's matter
async function answers(port) {
    const socket = dgram.createSocket('udp4');
    let heard = false;
    socket.on('message', () => {
        heard = true;
    });
    try {
        await until(() => {
            socket.send(osc.encode('/descant/ping', []), port, '127.0.0.1');
            return heard;
        }, STARTS_S, 'Descant answers');
    } finally {
        socket.close();
    }
}

async function connected(t, port) {
    const max = new Max();
    t.after(() => max.close());
    const connect = await max.connectByUdp(port);
    return [max, connect];
}

const isThere = (connect) => connect.from(0).length && connect.from(0).pop()[0] === 1;

test('streams, parameters, cues, learning and the server of a piece that plays by itself', async (t) => {
    const port = await freePort();
    await descant(t, PATCH, port);
    const [max, connect] = await connected(t, port);
    const loss = max.object('stream', 'cubics/loss');
    const rate = max.object('parameter', 'cubics/learning_rate');
    const twin = max.object('parameter', 'cubics/learning_rate');
    const [cue, server, mine] = [max.object('cue'), max.object('server'), max.object('learn', 'mine')];
    const [pad, wrong] = [max.object('pad', 'cubics'), max.object('stream', 'cubics/los')];
    await until(() => isThere(connect), STARTS_S, 'Descant answers');
    await until(() => new Set(loss.from(0).map(([value]) => value)).size > 3, 20, 'the loss moves');
    assert.ok(loss.from(0).every(([value]) => typeof value === 'number' && value >= 0));

    const spec = await until(() => rate.from(1, 'spec')[0], 5, 'it is told what a rate is');
    assert.deepEqual([spec[1], spec[5]], ['f', 'linear']);
    rate.send(0, 0.25);
    twin.send(0, 'bang');
    await until(() => twin.from(0).some(([value]) => value === 0.25), 5, 'a twin hears the value that was set');
    rate.send(0, 7);
    rate.send(0, 0.1, 0.2);
    assert.equal(rate.troubles.length, 2);

    await until(() => cue.from(0).length, 5, 'where one is is told');
    cue.send(0, 'list');
    const count = (await until(() => cue.from(1, 'end')[0], 5, 'the list of cues'))[1];
    assert.ok(cue.from(1, 'entry').length >= count);
    cue.send(0, 'goto', 'nowhere');
    await until(() => cue.from(2, 'refused').length, 5, 'there is no such cue');

    server.send(0, 'bang');
    const told = await until(() => server.from(0)[0], 5, 'where scsynth is');
    assert.equal(told[1], '127.0.0.1');
    const bus = server.from(1).find(([, name]) => name === 'cubics/loss')[2];
    server.send(0, 'bus', 'cubics/loss');
    await until(() => server.from(1).filter(([, name, index]) => name === 'cubics/loss' && index === bus).length === 2, 5,
        'the bus that is asked for is that of the list');

    mine.send(0, 0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0);
    await until(() => mine.from(1).length > 20 && mine.from(0).length > 20, 10, 'what is learned comes back');
    const curve = await until(() => mine.from(2)[0], 5, 'the curve comes');
    assert.equal(curve.length, 1 + 128);
    const losses = () => mine.from(1).map(([value]) => value);
    await until(() => losses().pop() < losses()[0] / 2, 20, 'it is learned');

    pad.send(0, 0.5, 0.5, 0.1, 0.1);
    connect.send(2, 'say', 'set', 'overtones/detune', 1);
    await until(() => connect.from(1, 'error').some(([, address]) => address === '/descant/set'), 5, 'Descant refuses');
    assert.deepEqual(wrong.from(3).pop(), ['active', 0]);
    await until(() => max.console.some((line) => line.startsWith('descant.stream cubics/los: ')), 20, 'the nearest is said');
    assert.ok(max.console.includes(
        'descant.stream cubics/los: the patch has no stream of that name; the nearest is cubics/loss\n'));
    connect.send(0, 'status');
    assert.equal(connect.from(1, 'status')[0][2], 1);
});

test('Descant is killed and comes back: a line each, and everything goes on', async (t) => {
    const port = await freePort();
    const first = await descant(t, PATCH, port);
    const [max, connect] = await connected(t, port);
    const loss = max.object('stream', 'cubics/loss');
    await until(() => isThere(connect) && loss.from(0).length, STARTS_S, 'values come');
    await first.end('SIGKILL');
    await until(() => !isThere(connect), 10, 'it is missed');
    assert.deepEqual(loss.from(3).pop(), ['active', 0]);
    const before = loss.from(0).length;
    await descant(t, PATCH, port);
    await until(() => isThere(connect) && loss.from(0).length > before, STARTS_S, 'values come again');
    assert.deepEqual(loss.from(3).pop(), ['active', 1]);
    assert.deepEqual(max.console, [
        `descant.connect: no answer from 127.0.0.1:${port} for 3 s; its streams stand still\n`,
        `descant.connect: Descant answers at 127.0.0.1:${port}: A phrase, learned aloud\n`,
    ]);
});

test('two Max on one machine hear the same, each at a port of its own', async (t) => {
    const port = await freePort();
    await descant(t, PIECE, port);
    const [one, connectOne] = await connected(t, port);
    const [other, connectOther] = await connected(t, port);
    const [cueOne, cueOther] = [one, other].map((max) => max.object('cue'));
    await until(() => isThere(connectOne) && isThere(connectOther), STARTS_S, 'both are answered');
    await until(() => cueOne.from(0).length && cueOther.from(0).length, 5, 'both know where one is');
    cueOne.send(0, 'go');
    const now = ['cue', 2, 'Knots', 3, 'Knots, seen'];
    await until(() => cueOne.from(0).length === 2 && cueOther.from(0).length === 2, 5, 'both hear of the cue');
    assert.deepEqual([cueOne.from(0)[1], cueOther.from(0)[1]], [now, now]);
    one.close();
    cueOther.send(0, 'goto', 4);
    await until(() => cueOther.from(0).length === 3, 5, 'one of them goes, the other plays on');
    assert.deepEqual([one.console, other.console], [[], []]);
});

test('start and quit by a real Node: Descant plays, and nothing is left running', async (t) => {
    const [port, scsynth] = [await freePort(), await freePort()];
    const [max, connect] = await connected(t, port);
    const loss = max.object('stream', 'cubics/loss');
    connect.send(0, 'start', PATCH, '--no-video', '--scsynth-port', scsynth, '--take', path.join(folder(t), 'take'));
    await until(() => isThere(connect) && loss.from(0).length, STARTS_S, `it plays: ${connect.troubles} ${max.console}`);
    const mine = () => childProcess.execSync('ps -ewwo args').toString().split('\n')
        .filter((line) => line.includes(`--osc-port ${port}`) || line.includes(`-u ${scsynth}`));
    assert.equal(mine().length, 2, mine().join('\n'));
    connect.send(0, 'quit');
    await until(() => max.console.includes('descant.connect: Descant has ended, as it was asked to\n'), 30, 'it has ended');
    assert.deepEqual(mine(), []);
    assert.equal(isThere(connect), false);
});

test('one recall of a slot that Descant wrote reaches Descant and every object in Max', async (t) => {
    const [port, file] = [await freePort(), path.join(folder(t), 'piece.json')];
    childProcess.execFileSync(PROGRAM, ['export', 'presets', PIECE, '--out', file]);
    const { slots } = JSON.parse(fs.readFileSync(file)).pattrstorage;
    await descant(t, PIECE, port);
    const [max, connect] = await connected(t, port);
    const cue = max.object('cue');
    const names = Object.keys(slots[3].data).filter((name) => name !== 'descant::cue');
    const parameters = new Map(names.map((name) => [name, max.object('parameter', name.replaceAll('::', '/'))]));
    await until(() => [...parameters.values()].every((each) => each.from(0).length), STARTS_S, 'every parameter is known');

    // what [pattrstorage] does to its clients
    const recall = (slot, only = () => true) => Object.entries(slot.data).filter(([name]) => only(name))
        .forEach(([name, values]) => (name === 'descant::cue' ? cue.send(0, 'goto', ...values)
            : parameters.get(name).send(0, ...values)));
    const isNow = (slot) => names.every((name) => {
        const now = parameters.get(name).from(0).pop()[0];
        return typeof now === 'string' ? now === slot.data[name][0] : now === Math.fround(slot.data[name][0]);
    });
    for (const key of [3, 2, 4]) {
        recall(slots[key]);
        await until(() => cue.from(0).pop()[1] === key, 5, `cue ${key}`);
        parameters.forEach((each) => each.send(0, 'bang'));
        await until(() => isNow(slots[key]), 5, `everything is as in cue ${key}`);
    }
    const between = { data: { 'overtones::decay_scale': [1.75] } }; // recall 3 4 0.5 sends what lies between
    recall(between);
    parameters.get('overtones::decay_scale').send(0, 'bang');
    await until(() => parameters.get('overtones::decay_scale').from(0).pop()[0] === 1.75, 5, 'what lies between');
    assert.deepEqual([max.console, connect.troubles], [[], []]);
});
