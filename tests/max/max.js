// A Max without Max: runs the package's real v8 scripts in contexts of their own, with what the patchers wire to them.
'use strict';

const childProcess = require('child_process');
const dgram = require('dgram');
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const vm = require('vm');
const osc = require('./osc.js');

const SCRIPTS = path.resolve(__dirname, '../../max/javascript');
const OBJECTS = { stream: 2, parameter: 2, cue: 3, pad: 1, learn: 4, server: 3, video: 9 }; // outlets before the two inside

class JitterMatrix {
    constructor(planes, type, ...dim) {
        Object.assign(this, { planes, type, dim, name: 'u1' });
    }
    setcell1d() {}
    setcell2d() {}
    freepeer() {}
}

class Script {
    constructor(max, name, given = []) {
        this.max = max;
        this.outlets = {}; // number -> function, where one is to hear
        this.heard = []; // [outlet, …]
        const globals = {
            inlet: 0, messagename: '', jsarguments: [name, ...given], patcher: max.patcher,
            outlet: (number, ...words) => this.out(number, words), post: (text) => max.console.push(text),
            error: (text) => max.console.push(text) && max.errors.push(text), messnamed: (receive, ...words) => max.tell(receive, words),
            require: (module) => require(path.join(SCRIPTS, module)), Task: max.Task, Buffer: max.Buffer,
            JitterMatrix,
        };
        this.globals = vm.createContext(max.clock ? { ...globals, Date: { now: max.clock } } : globals);
        vm.runInContext(fs.readFileSync(path.resolve(SCRIPTS, name), 'utf8'), this.globals, { filename: name });
    }

    out(number, words) {
        if (this.outlets[number]) {
            this.outlets[number](words);
        } else {
            this.heard.push([number, ...words]);
        }
    }

    // a message as Max gives it to a script
    send(inlet, ...words) {
        const box = this.globals;
        const [first, ...rest] = words;
        box.inlet = inlet;
        if (typeof first === 'number') {
            words.length > 1 ? box.list(...words) : Number.isInteger(first) ? box.msg_int(first) : box.msg_float(first);
        } else if (first !== 'anything' && typeof box[first] === 'function' && Object.hasOwn(box, first)) {
            box[first](...rest);
        } else {
            box.messagename = first;
            box.anything(...rest);
        }
    }

    // what came out of an outlet, or only what begins with a word
    from(outlet, word) {
        const found = this.heard.filter(([number]) => number === outlet).map(([, ...words]) => words);
        return word === undefined ? found : found.filter(([first]) => first === word);
    }

    get troubles() {
        return this.heard.filter(([, word]) => word === 'error').map((words) => words[2]);
    }
}

class Max {
    constructor({ clock = null, patcher = null, buffers = {} } = {}) {
        const max = this;
        Object.assign(this, { clock, patcher, console: [], errors: [], receives: new Map(), tasks: [], open: [] });
        this.Task = class {
            constructor(act) {
                this.act = act;
                max.tasks.push(this);
            }
            repeat() {
                this.timer = max.clock ? null : setInterval(this.act, this.interval);
            }
            cancel() {
                clearInterval(this.timer);
                max.tasks = max.tasks.filter((task) => task !== this);
            }
        };
        this.Buffer = class {
            constructor(name) {
                this.frames = buffers[name] || [];
            }
            framecount() {
                return this.frames.length;
            }
            peek(channel, from, count) {
                return count === 1 ? this.frames[from] : this.frames.slice(from, from + count);
            }
        };
    }

    tell(receive, words) {
        [...(this.receives.get(receive) || [])].forEach(({ script, inlet }) => script.send(inlet, ...words));
    }

    receive(name, script, inlet) {
        this.receives.set(name, [...(this.receives.get(name) || []), { script, inlet }]);
    }

    unreceive(name, script) {
        this.receives.set(name, (this.receives.get(name) || []).filter((each) => each.script !== script));
    }

    // an object of the package but connect, as its patcher wires it
    object(kind, name = 0) {
        const script = new Script(this, `descant.${kind}.js`, [name]);
        this.receive('descant.in', script, 1);
        script.outlets[OBJECTS[kind]] = ([, receive]) => {
            if (script.ear) {
                this.unreceive(script.ear, script);
            }
            script.ear = receive;
            this.receive(receive, script, 1);
        };
        script.globals.loadbang();
        return script;
    }

    // descant.connect without a network: what is sent is kept
    connect() {
        const script = new Script(this, 'descant.connect.js');
        this.receive('descant.out', script, 2);
        return script;
    }

    delete(script) {
        script.globals.notifydeleted();
        [...this.receives.keys()].forEach((name) => this.unreceive(name, script));
    }

    // descant.connect with real UDP and, where it is asked for, a real Node
    async connectByUdp(port, environment = process.env) {
        const script = this.connect();
        const to = { host: '127.0.0.1', port };
        const out = dgram.createSocket('udp4');
        let ear = null;
        script.outlets[2] = ([word, ...values]) => {
            if (word === 'host' || word === 'port') {
                to[word] = values[0];
            } else {
                out.send(osc.encode(word, values), to.port, to.host);
            }
        };
        script.outlets[3] = ([word, number]) => {
            if (word === 'port') {
                ear && ear.close();
                ear = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 21 }).bind(number, '127.0.0.1');
                ear.on('error', () => {}); // taken: Max says so in its console, and nothing else
                ear.on('message', (bytes) => osc.decode(bytes).forEach(([address, values]) => {
                    script.send(1, address, ...values);
                }));
            }
        };
        script.outlets[4] = nodeScript(script, environment);
        this.open.push(() => [out, ear].forEach((socket) => socket && socket.close()), () => script.outlets[4](['end']));
        await new Promise((done) => out.bind(0, '127.0.0.1', done));
        script.send(0, 'port', port);
        script.globals.loadbang();
        return script;
    }

    close() {
        [...this.tasks].forEach((task) => task.cancel());
        this.open.splice(0).forEach((end) => end());
    }
}

// node.script: a Node of its own, whose max-api is the one in fake/, speaking JSON by its pipes
function nodeScript(script, environment) {
    let node = null;
    return (words) => {
        if (words[0] === 'script') {
            node = childProcess.spawn(process.execPath, [path.join(SCRIPTS, 'descant.process.js')], {
                stdio: ['pipe', 'pipe', 'inherit'], env: { ...environment, NODE_PATH: path.join(__dirname, 'fake') },
            });
            script.node = node;
            readline.createInterface({ input: node.stdout }).on('line', (line) => script.send(3, ...JSON.parse(line)));
        } else if (words[0] === 'end') {
            node && node.kill('SIGKILL');
        } else {
            node.stdin.write(JSON.stringify(words) + '\n');
        }
    };
}

// wait until something is so
async function until(what, seconds, why) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const found = what();
        if (found) {
            return found;
        }
        if (Date.now() > end) {
            throw new Error(`after ${seconds} s still not: ${why}`);
        }
        await new Promise((done) => setTimeout(done, 20));
    }
}

module.exports = { Max, Script, SCRIPTS, until };
