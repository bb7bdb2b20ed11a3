// What node.script gives to its script, by pipes: a line of JSON is a message.
'use strict';

const readline = require('readline');

const handlers = {};
readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const [word, ...words] = JSON.parse(line);
    handlers[word](...words);
});

exports.addHandler = (word, act) => {
    handlers[word] = act;
};
exports.outlet = (...words) => process.stdout.write(JSON.stringify(words) + '\n');
