'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const childProcess = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { find, patchFile, OWN_PATCH } = require('../../max/javascript/descant.launcher.js');
const { Max, until } = require('./max.js');

// a program that does as it is told: says something, waits, ends with a status, and leaves its number in a file
function program(folder, body) {
    const place = path.join(folder, 'descant');
    fs.writeFileSync(place, `#!/bin/sh\necho $$ > "${folder}/pid"\necho "$@" > "${folder}/words"\n${body}\n`);
    fs.chmodSync(place, 0o755);
    return place;
}

function folder(t) {
    const found = fs.mkdtempSync(path.join(os.tmpdir(), 'descant-test-'));
    t.after(() => fs.rmSync(found, { recursive: true, force: true }));
    return found;
}

function lives(pid) {
    try {
        return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
        return false;
    }
}

async function max(t, environment) {
    const found = new Max();
    t.after(() => found.close());
    const connect = await found.connectByUdp(9, { ...process.env, ...environment });
    return [found, connect];
}

const read = (place) => fs.existsSync(place) && fs.readFileSync(place, 'utf8').trim();
const WAIT = 'trap "exit 0" TERM; while :; do sleep 0.05; done';

test('the program is found where it was said, in the environment, above the package, and on PATH', (t) => {
    const place = program(folder(t), '');
    assert.equal(find(place, {}), place);
    assert.equal(find('', { DESCANT: place }), place);
    assert.equal(find('/no/descant', { DESCANT: place }), null);
    assert.equal(find('', { DESCANT: path.dirname(place) }), null);
    const own = path.resolve(__dirname, '../../.venv/bin/descant');
    assert.equal(find('', { HOME: '/nowhere', PATH: path.dirname(place) }), fs.existsSync(own) ? own : place);
});

test('a patch is found beside the patcher, also as Max writes paths; without a name it is that of the package', (t) => {
    const here = folder(t);
    const patch = path.join(here, 'mine.toml');
    fs.writeFileSync(patch, '');
    assert.equal(patchFile('mine.toml', path.join(here, 'x.maxpat')), patch);
    assert.equal(patchFile('mine.toml', `Macintosh HD:${here}/x.maxpat`), patch);
    assert.equal(patchFile(patch, ''), patch);
    assert.equal(patchFile('none.toml', path.join(here, 'x.maxpat')), null);
    assert.equal(patchFile('', ''), OWN_PATCH);
    assert.ok(fs.existsSync(OWN_PATCH));
});

test('start and quit: its words, what it says, and nothing is left', async (t) => {
    const here = folder(t);
    const place = program(here, `echo sounds; ${WAIT}`);
    const [found, connect] = await max(t, { DESCANT: place });
    connect.send(0, 'start', '', '--seed', 7);
    const pid = Number(await until(() => read(path.join(here, 'pid')), 5, 'it runs'));
    await until(() => found.console.includes('Descant: sounds\n'), 5, 'what it says is heard');
    assert.match(read(path.join(here, 'words')), /^perform \/.*phrase\.toml --osc-port 9 --take .*descant-takes.* --seed 7$/);
    connect.send(0, 'start', '');
    assert.ok(connect.troubles.includes('a Descant is starting already'));
    connect.send(0, 'quit');
    await until(() => !lives(pid), 5, 'it has ended');
    await until(() => found.console.includes('descant.connect: Descant has ended, as it was asked to\n'), 5, 'that is told');
    assert.ok(lives(connect.node.pid));
});

test('what it fails of is one line', async (t) => {
    const [found, connect] = await max(t, { DESCANT: program(folder(t), 'echo "error: x.toml: is no patch; mend it" >&2; exit 1') });
    connect.send(0, 'start', '');
    await until(() => connect.troubles.length, 5, 'it has failed');
    assert.deepEqual(connect.troubles, ['Descant has ended: x.toml: is no patch; mend it']);
    assert.deepEqual(found.console, ['descant.connect: Descant has ended: x.toml: is no patch; mend it\n']);
    connect.send(0, 'start', 'none.toml');
    await until(() => connect.troubles.length === 2, 5, 'that is no patch');
    assert.equal(connect.troubles[1], 'there is no patch none.toml');
});

test('no program at all is one line that says what to do', async (t) => {
    const [, connect] = await max(t, { DESCANT: '/no/descant' });
    connect.send(0, 'start');
    await until(() => connect.troubles.length, 5, 'it is not found');
    assert.deepEqual(connect.troubles, ['the program descant is not found at /no/descant; run scripts/setup live in the '
        + 'folder of Descant, or say where it is: program /path/to/descant']);
});

async function endsWithNode(t, signal) {
    const here = folder(t);
    const [, connect] = await max(t, { DESCANT: program(here, WAIT) });
    connect.send(0, 'start', '');
    const pid = Number(await until(() => read(path.join(here, 'pid')), 5, 'it runs'));
    const watchers = () => childProcess.execSync('ps -eo pid,args').toString().split('\n')
        .filter((line) => line.includes('kill -TERM') && line.trim().endsWith(`sh ${pid}`));
    await until(() => watchers().length === 1, 5, 'it is watched');
    connect.node.kill(signal);
    await until(() => !lives(pid), 5, 'it has ended');
    await until(() => watchers().length === 0, 5, 'nothing watches any more');
}

test('when Node is asked to end, Descant ends too, and so does what watched', (t) => endsWithNode(t, 'SIGTERM'));

test('when Node is killed, Descant ends too, and so does what watched', (t) => endsWithNode(t, 'SIGKILL'));

test('one that dies by itself is told with its last words', async (t) => {
    const here = folder(t);
    const [, connect] = await max(t, { DESCANT: program(here, 'echo last words; kill -KILL $$') });
    connect.send(0, 'start', '');
    await until(() => connect.troubles.length, 5, 'it has died');
    assert.deepEqual(connect.troubles, ['Descant has ended: last words']);
});
