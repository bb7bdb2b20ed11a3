// In node.script: starts Descant and ends it, for descant.connect. Its logic is in descant.launcher.js.
'use strict';

const max = require('max-api');
const { Launcher } = require('./descant.launcher.js');

const launcher = new Launcher((word, ...words) => max.outlet(word, ...words), process.env);

max.addHandler('start', (...words) => launcher.start(...words));
max.addHandler('quit', () => launcher.quit());
max.outlet('ready');
