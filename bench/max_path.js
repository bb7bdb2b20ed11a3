// What a message costs on its way through the Max package's scripts, from udpreceive to an object's outlet; against the
// obvious way: every object hears every message and compares its name. Prints µs a message, as JSON.
'use strict';

const { Max } = require('../tests/max/max.js');

const STREAMS = 500;
const HZ = 60;

function measure(seconds, deliver) {
    const addresses = Array.from({ length: STREAMS }, (_, n) => `/descant/wide/value/${n}`);
    const counts = new Array(STREAMS).fill(0);
    const turn = deliver(addresses, counts);
    const rounds = Math.round(seconds * HZ);
    for (let round = 0; round < rounds / 5; round += 1) {
        turn(0.123 + round); // until it is compiled
    }
    counts.fill(0);
    const begun = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1) {
        turn(0.123 + round);
    }
    const took_us = Number(process.hrtime.bigint() - begun) / 1000;
    if (counts.some((count) => count !== rounds)) {
        throw new Error(`an object did not get its ${rounds} values: ${Math.min(...counts)} to ${Math.max(...counts)}`);
    }
    return took_us / (rounds * STREAMS);
}

// the real scripts: descant.connect, and a descant.stream for each
function ours(addresses, counts) {
    const max = new Max({ clock: () => 0 });
    const connect = max.connect();
    connect.globals.loadbang();
    addresses.forEach((address, n) => {
        max.object('stream', address.slice('/descant/'.length)).outlets[0] = () => {
            counts[n] += 1;
        };
        connect.send(1, '/descant/stream', address.slice('/descant/'.length), '', 0, 1, n);
    });
    connect.send(1, '/descant/welcome', '0', 1, 'wide');
    connect.send(1, '/descant/list/end', STREAMS);
    max.tasks.forEach((task) => task.act());
    return (value) => addresses.forEach((address) => connect.send(1, address, value));
}

function naive(addresses, counts) {
    const objects = addresses.map((mine, n) => (address, value) => {
        if (address === mine) {
            counts[n] += typeof value === 'number' ? 1 : 0;
        }
    });
    return (value) => addresses.forEach((address) => objects.forEach((object) => object(address, value)));
}

const seconds = Number(process.argv[2] || 10);
console.log(JSON.stringify({ ours_us: measure(seconds, ours), naive_us: measure(seconds / 10, naive) }));
