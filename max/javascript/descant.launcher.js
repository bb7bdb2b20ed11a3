// Finds the program descant, starts it, tells what it says, ends it: nothing is left running when Max or its Node ends.
'use strict';

const childProcess = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const LOOK_MS = 200;
const LONGEST_END_MS = 10000; // it fades out, then it is killed
const ERROR = 'error: '; // so begins the line that says why it ends
const WATCH = 'cat > /dev/null; kill -TERM "$1" 2> /dev/null'; // its input ends when Node does, however Node ends
const PACKAGE = path.dirname(fs.realpathSync(__dirname));
const OWN_PATCH = path.join(PACKAGE, 'misc', 'phrase.toml');
const HOW = 'run scripts/setup live in the folder of Descant, or say where it is: program /path/to/descant';

// where descant is: what was said, the environment, Descant's own folder above the package, the usual places, PATH
function find(said, environment) {
    const given = said || environment.DESCANT;
    if (given) {
        return isProgram(given) ? given : null;
    }
    return candidates(environment).find(isProgram) || null;
}

function candidates(environment) {
    const home = environment.HOME || os.homedir();
    const onPath = (environment.PATH || '').split(path.delimiter).filter(Boolean);
    return [
        path.join(path.dirname(PACKAGE), '.venv', 'bin', 'descant'), path.join(home, '.local', 'bin', 'descant'),
        '/usr/local/bin/descant', '/opt/homebrew/bin/descant', ...onPath.map((folder) => path.join(folder, 'descant')),
    ];
}

function isProgram(place) {
    try {
        fs.accessSync(place, fs.constants.X_OK);
        return fs.statSync(place).isFile();
    } catch {
        return false;
    }
}

// the patch as Max calls it: beside the composer's patcher, or wherever it says; nothing: the package's own
function patchFile(patch, patcher) {
    if (!patch) {
        return OWN_PATCH;
    }
    const said = native(String(patch));
    const beside = patcher ? path.join(path.dirname(native(patcher)), said) : said;
    return [path.resolve(said), beside].find((place) => fs.existsSync(place)) || null;
}

// Macintosh HD:/Users/me/x.maxpat is /Users/me/x.maxpat
function native(place) {
    return /^[A-Za-z]:\//.test(place) ? place : place.replace(/^[^/:]+:(?=\/)/, '').replace(/^~(?=\/)/, os.homedir());
}

class Launcher {
    // `tell(word, …)`: said LINE, refused WHY, ended WHY
    constructor(tell, environment) {
        Object.assign(this, { tell, environment });
        this.child = null;
    }

    start(port, program, patcher, patch, ...words) {
        const found = find(program, this.environment);
        const file = patchFile(patch, patcher);
        if (this.child) {
            this.tell('refused', 'it has started a Descant already');
        } else if (!found) {
            const where = program || this.environment.DESCANT;
            this.tell('refused', `the program descant is not found${where ? ' at ' + where : ''}; ${HOW}`);
        } else if (!file) {
            this.tell('refused', `there is no patch ${patch}`);
        } else {
            this.spawn(found, ['perform', file, '--osc-port', String(port), ...this.take(file), ...words.map(String)]);
        }
    }

    // takes of the package's own patch do not go into the package
    take(file) {
        const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
        const home = this.environment.HOME || os.homedir();
        return file === OWN_PATCH ? ['--take', path.join(home, 'descant-takes', stamp)] : [];
    }

    // a session of its own, and a file for what it says: neither the end of a terminal nor of a pipe stops the music
    spawn(program, words) {
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'descant-max-'));
        this.log = path.join(this.folder, 'log');
        const log = fs.openSync(this.log, 'w');
        this.child = childProcess.spawn(program, words, { detached: true, stdio: ['ignore', log, log] });
        fs.closeSync(log);
        this.read = 0;
        this.last = '';
        this.isEnding = false;
        this.child.on('error', (error) => this.gone(`descant does not start: ${error.message}`));
        this.child.on('exit', (code) => this.gone(code === 0 || this.isEnding ? 'Descant has ended' : this.reason()));
        if (this.child.pid) {
            this.watcher = childProcess.spawn('/bin/sh', ['-c', WATCH, 'sh', String(this.child.pid)],
                { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
            this.watcher.stdin.on('error', () => {});
        }
        this.looking = setInterval(() => this.look(), LOOK_MS);
    }

    // tell what it has said since the last time
    look() {
        const text = fs.readFileSync(this.log).subarray(this.read).toString();
        const whole = text.slice(0, text.lastIndexOf('\n') + 1);
        this.read += Buffer.byteLength(whole);
        for (const line of whole.split('\n').filter(Boolean)) {
            this.last = line;
            if (!line.startsWith(ERROR)) {
                this.tell('said', line);
            }
        }
    }

    reason() {
        this.look();
        const error = this.last.startsWith(ERROR) ? this.last.slice(ERROR.length) : this.last;
        return `Descant has ended: ${error || 'without a word'}`;
    }

    gone(why) {
        if (!this.child) {
            return;
        }
        this.child = null;
        clearInterval(this.looking);
        clearTimeout(this.killing);
        if (this.watcher) {
            this.watcher.kill('SIGKILL'); // the system gives its number away again
            this.watcher = null;
        }
        fs.rmSync(this.folder, { recursive: true, force: true });
        this.tell('ended', why);
    }

    quit() {
        if (this.child) {
            this.isEnding = true;
            this.child.kill('SIGTERM');
            this.killing = setTimeout(() => this.child && this.child.kill('SIGKILL'), LONGEST_END_MS);
        }
    }
}

exports.Launcher = Launcher;
exports.find = find;
exports.patchFile = patchFile;
exports.OWN_PATCH = OWN_PATCH;
