// The one conversation of a Max with Descant: hello, is it there, at which port one hears, who of several leads.
'use strict';

const PREFIX = '/descant/';
const PROTOCOL = 1;
const OUT = 'descant.out';
const IN = 'descant.in';
const SILENCE_MS = 3000; // so long without an answer, and it is taken to be gone
const PING_MS = 1000;
const UNHEARD_MS = 4000; // so long without a welcome, and another port is drawn: this one may be somebody else's
const FIRST_PORT = 49152; // of those that nobody owns
const PORTS = 16000;
const MOST_QUEUED = 4096; // messages; udpreceive's own limit is 512, and 500 streams come at once

class Hub {
    // `max`: connected(0 or 1), dump(…), send(…) and ear(…) to the outlets, tell(receive, …) by name, now() in ms,
    // random() below 1. And a Desk and Lines of its own; `id` is a number that no other has.
    constructor(id, max, desk, lines) {
        Object.assign(this, { id, max, desk, lines });
        this.host = '127.0.0.1';
        this.port = 57140;
        this.leads = false;
        this.isWanted = true; // until the message stop
        this.isThere = false;
        this.isExpected = false; // it was started from here
        this.saidAbsent = false;
        this.ear = 0;
        this.heard_ms = this.asked_ms = this.drawn_ms = this.begun_ms = -Infinity;
        this.title = '';
        this.version = '';
    }

    // ------------------------------------------------------------ one leads, the others stand by
    begin() {
        this.leads = true;
        this.max.tell(OUT, 'connect', 'who', this.id);
        if (this.leads) {
            this.face(0);
            this.max.tell(IN, 'who');
            this.seek(this.host, this.port);
        }
    }

    end() {
        if (this.leads) {
            this.leads = false;
            this.say('bye');
            this.max.tell(IN, 'state', 0);
            this.max.tell(OUT, 'connect', 'gone', this.id);
        }
    }

    // from descant.out: what objects ask, and what another descant.connect says
    ask(word, ...words) {
        if (word === 'connect') {
            this.beside(...words);
        } else if (this.leads) {
            this.desk.ask(word, ...words);
        }
    }

    beside(word, id, ...words) {
        if (id === this.id) {
            return;
        }
        if (word === 'who' && this.leads) {
            this.max.tell(OUT, 'connect', 'here', this.id, this.host, this.port, this.isThere ? 1 : 0);
        } else if (word === 'here' && this.leads) {
            this.standBy(...words);
        } else if (word === 'state' && !this.leads) {
            this.show(words[0]);
        } else if (word === 'do' && this.leads) {
            this.obey(words[0], words.slice(1));
        } else if (word === 'gone' && !this.leads) {
            this.begin();
        }
    }

    // hand a message on to the one that leads
    pass(word, ...words) {
        this.max.tell(OUT, 'connect', 'do', this.id, word, ...words);
    }

    standBy(host, port, isThere) {
        this.leads = false;
        if (host !== this.host || port !== this.port) {
            this.trouble(`one Max speaks with one Descant, and this one with ${host}:${port} already; `
                + `${this.where()} is left alone`);
        }
        this.show(isThere);
    }

    show(isThere) {
        this.isThere = isThere === 1;
        this.max.connected(isThere);
    }

    face(isThere) {
        this.show(isThere);
        this.max.tell(IN, 'state', isThere);
        this.max.tell(OUT, 'connect', 'state', this.id, isThere);
    }

    // ------------------------------------------------------------ speaking
    say(word, ...words) {
        this.max.send(PREFIX + word, ...words);
    }

    trouble(text) {
        this.lines.say(`descant.connect: ${text}`);
        this.max.dump('error', text);
    }

    where() {
        return `${this.host}:${this.port}`;
    }

    seek(host, port) {
        if (this.asked_ms > -Infinity) {
            this.say('bye');
        }
        if (this.isThere) {
            this.lose('');
        }
        Object.assign(this, { host, port, isWanted: true, saidAbsent: false, begun_ms: this.max.now() });
        this.max.send('host', host);
        this.max.send('port', port);
        this.draw();
        this.hello();
    }

    leave() {
        this.isWanted = false;
        this.say('bye');
        this.lose('');
    }

    // hear at a port of its own: two Max on one machine must not take each other's answers
    draw() {
        this.ear = FIRST_PORT + Math.floor(this.max.random() * PORTS);
        this.drawn_ms = this.max.now();
        this.max.ear('maxqueuesize', MOST_QUEUED);
        this.max.ear('port', this.ear);
    }

    hello() {
        this.asked_ms = this.max.now();
        this.say('hello', 'Max', this.ear);
    }

    // four times a second
    tick() {
        this.lines.tick();
        if (!this.leads || !this.isWanted) {
            return;
        }
        const now_ms = this.max.now();
        if (this.isThere && now_ms > this.heard_ms + SILENCE_MS) {
            this.lose(`no answer from ${this.where()} for ${SILENCE_MS / 1000} s; its streams stand still`);
        } else if (now_ms >= this.asked_ms + PING_MS) {
            this.probe(now_ms);
        }
        this.desk.tick();
    }

    probe(now_ms) {
        if (this.isThere) {
            this.asked_ms = now_ms;
            this.say('ping');
            return;
        }
        if (now_ms > this.begun_ms + SILENCE_MS && !this.saidAbsent && !this.isExpected) {
            this.saidAbsent = true;
            this.trouble(`no Descant answers at ${this.where()}; the message start starts one`);
        }
        if (now_ms > this.drawn_ms + UNHEARD_MS) {
            this.draw();
        }
        this.hello();
    }

    lose(text) {
        this.saidAbsent = true;
        if (text) {
            this.trouble(text);
        }
        this.desk.lose();
        this.face(0);
    }

    // ------------------------------------------------------------ hearing
    hear(address, words) {
        if (!this.leads || !this.isWanted) {
            return;
        }
        this.heard_ms = this.max.now();
        if (address === '/descant/welcome') {
            this.welcome(...words);
        } else {
            this.desk.hear(address, words);
        }
    }

    welcome(version, protocol, title) {
        Object.assign(this, { version, title });
        this.max.dump('welcome', version, protocol, title);
        if (protocol !== PROTOCOL) {
            this.trouble(`Descant speaks version ${protocol} of its protocol and this package ${PROTOCOL}; `
                + 'update the older of the two');
        }
        if (this.saidAbsent) {
            this.lines.tell(`descant.connect: Descant answers at ${this.where()}: ${title}`);
        }
        this.saidAbsent = this.isExpected = false;
        this.desk.welcome();
        this.face(1);
    }

    status() {
        const { table, wants } = this.desk;
        this.max.dump('status', 'connected', this.isThere ? 1 : 0, 'leads', this.leads ? 1 : 0, 'host', this.host,
            'port', this.port, 'title', this.title, 'version', this.version, 'objects', wants.objects.size,
            'streams', table.names('stream').length, 'parameters', table.names('parameter').length,
            'cues', table.cues.length);
    }
}

exports.Hub = Hub;
