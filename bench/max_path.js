// What a value costs on its way through the Max package's scripts, from udpreceive to an object's outlet; against the
// obvious way: every object hears every message and compares its name. Prints JSON.
//
//   node bench/max_path.js SECONDS         µs a value, the real scripts in contexts of their own
//   node bench/max_path.js SECONDS PORT    values of a Descant that plays there, by UDP
'use strict';

const path = require('path');
const { Max, Script, until } = require('../tests/max/max.js');

const STREAMS = 500;
const HZ = 60;
const NAIVE = path.join(__dirname, 'max_naive.js');

const names = Array.from({ length: STREAMS }, (_, n) => `wide/value/${n}`);
const counts = new Array(STREAMS).fill(0);

// µs a value; `turn(value)` gives it to every object
function cost_us(turn, rounds) {
    for (let round = 0; round < rounds / 5; round += 1) {
        turn(round + 0.1); // until it is compiled
    }
    counts.fill(0);
    const begun = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1) {
        turn(round + 0.1);
    }
    const took_us = Number(process.hrtime.bigint() - begun) / 1000;
    if (counts.some((count) => count !== rounds)) {
        throw new Error(`an object did not get its ${rounds} values: ${Math.min(...counts)} to ${Math.max(...counts)}`);
    }
    return took_us / (rounds * STREAMS);
}

function objects(max) {
    return names.map((name, n) => {
        const object = max.object('stream', name);
        object.outlets[0] = () => {
            counts[n] += 1;
        };
        return object;
    });
}

function ours() {
    const max = new Max({ clock: () => 0 });
    const connect = max.connect();
    connect.globals.loadbang();
    objects(max);
    connect.send(1, '/descant/welcome', '0', 1, 'wide');
    names.forEach((name, n) => connect.send(1, '/descant/stream', name, '', 0, 1, n));
    connect.send(1, '/descant/list/end', STREAMS);
    max.tasks.forEach((task) => task.act());
    return (value) => names.forEach((name) => connect.send(1, `/descant/${name}`, value));
}

function naive() {
    const max = new Max({ clock: () => 0 });
    const scripts = names.map((name, n) => {
        const script = new Script(max, NAIVE, [`/descant/${name}`]);
        script.outlets[0] = () => {
            counts[n] += 1;
        };
        return script;
    });
    return (value) => names.forEach((name) => scripts.forEach((script) => script.send(0, `/descant/${name}`, value)));
}

async function live(seconds, port) {
    const max = new Max();
    const connect = await max.connectByUdp(port);
    objects(max);
    await until(() => counts.every((count) => count > 0), 30, 'every stream comes');
    counts.fill(0);
    const before = process.cpuUsage();
    const begun = Date.now();
    await new Promise((done) => setTimeout(done, seconds * 1000));
    const took_s = (Date.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(before);
    const slowest_hz = Math.min(...counts) / took_s;
    connect.globals.notifydeleted();
    max.close();
    return { slowest_hz, busy: (user + system) / 1e6 / took_s, console: max.console };
}

async function main(seconds, port) {
    const found = port ? await live(seconds, port)
        : { ours_us: cost_us(ours(), Math.round(seconds * HZ)), naive_us: cost_us(naive(), 5) };
    console.log(JSON.stringify(found));
}

main(Number(process.argv[2]), Number(process.argv[3] || 0));
