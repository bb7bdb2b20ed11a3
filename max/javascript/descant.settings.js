// What a composer says to descant.connect: start, attach, stop, quit, status, and where Descant is.
'use strict';

class Settings {
    constructor(hub, starter) {
        Object.assign(this, { hub, starter });
        this.host = hub.host;
        this.port = hub.port;
        hub.obey = (word, words) => this.message(word, words); // what is said to one that stands by
    }

    message(word, words) {
        const act = Object.hasOwn(MESSAGES, word) ? MESSAGES[word] : null;
        if (act === null) {
            this.hub.trouble(`does not know ${word}; it takes ${Object.keys(MESSAGES).slice(0, 5).join(', ')}`);
        } else if (!this.hub.leads && FOR_LEADERS.includes(word)) {
            this.hub.pass(word, ...words);
        } else {
            act(this, words);
        }
    }

    attach(words) {
        const [host = this.host, port = this.port] = words.length === 1 && isNumber(words[0]) ? [this.host, words[0]] : words;
        if (this.isHost(host) && this.isPort(port)) {
            Object.assign(this, { host, port });
            this.hub.seek(host, port);
        }
    }

    // @host and @port come before the conversation has begun, or change it
    place(host, port) {
        if (!this.isHost(host) || !this.isPort(port)) {
            return;
        }
        Object.assign(this, { host, port });
        if (!this.hub.leads) {
            Object.assign(this.hub, { host, port });
        } else if (host !== this.hub.host || port !== this.hub.port) {
            this.hub.seek(host, port);
        }
    }

    isHost(host) {
        return this.isRight(typeof host === 'string' && host !== '', 'the host', 'a name or an address', host);
    }

    isPort(port) {
        return this.isRight(Number.isInteger(port) && port > 0 && port < 65536, 'the port',
            'a whole number from 1 to 65535', port);
    }

    isRight(isSo, what, should, value) {
        if (!isSo) {
            this.hub.trouble(`${what} must be ${should}, not ${value}`);
        }
        return isSo;
    }
}

function isNumber(value) {
    return typeof value === 'number';
}

const MESSAGES = {
    start: (settings, words) => settings.starter.start(...words),
    attach: (settings, words) => settings.attach(words),
    stop: (settings) => settings.hub.leave(),
    quit: (settings) => settings.starter.quit(),
    status: (settings) => settings.hub.status(),
    port: (settings, words) => settings.place(settings.host, words[0]),
    host: (settings, words) => settings.place(words[0], settings.port),
    program: (settings, words) => {
        settings.starter.program = words.join(' ');
    },
    done: () => {}, // the last word of patcherargs
};
const FOR_LEADERS = ['start', 'attach', 'stop', 'quit', 'program']; // one that stands by hands these on

exports.Settings = Settings;
