// Who wants what: the objects in Max by their ids, where each OSC address goes, and what to subscribe to for them all.
'use strict';

const PREFIX = '/descant/';
const IN = 'descant.in.';
const MOST_PATTERNS = 60; // Descant takes 64 of a client
const OWN_KINDS = ['stream', 'parameter']; // what is told to their names; other kinds hear under their kind

class Wants {
    constructor() {
        this.objects = new Map(); // id -> {kind, name, rate_hz}
        this.routes = new Map(); // OSC address -> {plain: receive name or null, worded: [[receive name, word]]}
        this.subscribed = new Map(); // pattern -> rate in Hz
        this.counts = new Map(); // kind and name -> how many objects have it
        this.hasChanged = false; // since `changes` was last asked for
    }

    add(id, kind, name, rate_hz) {
        this.remove(id);
        this.objects.set(id, { kind, name, rate_hz });
        this.count(kind, name, 1);
    }

    remove(id) {
        const found = this.objects.get(id);
        if (found !== undefined) {
            this.objects.delete(id);
            this.count(found.kind, found.name, -1);
        }
    }

    count(kind, name, more) {
        const key = `${kind} ${name}`;
        this.counts.set(key, (this.counts.get(key) || 0) + more);
        this.hasChanged = true;
    }

    // a Descant that knows nothing of what was subscribed to
    forget() {
        this.subscribed = new Map();
        this.hasChanged = true;
    }

    // the name at which an object hears
    channel(kind, name) {
        if (OWN_KINDS.includes(kind)) {
            return IN + name;
        }
        return IN + kind + (name ? '.' + name : '');
    }

    has(kind, name) {
        return this.counts.get(`${kind} ${name}`) > 0;
    }

    // the names that objects of a kind have, each once
    names(kind) {
        const found = [...this.objects.values()].filter((object) => object.kind === kind);
        return new Set(found.map((object) => object.name));
    }

    // [stream, rate in Hz, receive name, word before its value or ""] of everything that is to come by itself
    *streams() {
        for (const { kind, name, rate_hz } of this.objects.values()) {
            if (kind === 'stream') {
                yield [name, rate_hz, this.channel(kind, name), ''];
            } else if (kind === 'learn') {
                yield [name + '/value', rate_hz, this.channel(kind, name), 'value'];
                yield [name + '/loss', rate_hz, this.channel(kind, name), 'loss'];
            }
        }
    }

    route() {
        this.routes = new Map();
        for (const [stream, , receive, word] of this.streams()) {
            const address = PREFIX + stream;
            const route = this.routes.get(address) || { plain: null, worded: [] };
            this.routes.set(address, route);
            if (!word) {
                route.plain = receive;
            } else if (!route.worded.some(([other]) => other === receive)) {
                route.worded.push([receive, word]);
            }
        }
    }

    // pattern -> rate in Hz: each by its name; where they are too many, whole parts, and then everything
    patterns(table) {
        let found = new Map();
        for (const [stream, rate_hz] of this.streams()) {
            if (table.get(stream, 'stream')) {
                raise(found, stream, rate_hz);
            }
        }
        for (const merged of [(stream) => stream.split('/')[0] + '/*', () => '*']) {
            if (found.size > MOST_PATTERNS) {
                const fewer = new Map();
                found.forEach((rate_hz, pattern) => raise(fewer, merged(pattern), rate_hz));
                found = fewer;
            }
        }
        return found;
    }

    // route anew; return the messages that lead from what is subscribed to what is wanted
    changes(table) {
        this.hasChanged = false;
        this.route();
        const wanted = this.patterns(table);
        const messages = [];
        for (const pattern of this.subscribed.keys()) {
            if (!wanted.has(pattern)) {
                messages.push(['unsubscribe', pattern]);
            }
        }
        for (const [pattern, rate_hz] of wanted) {
            if (this.subscribed.get(pattern) !== rate_hz) {
                messages.push(['subscribe', pattern, rate_hz]);
            }
        }
        this.subscribed = wanted;
        return messages;
    }
}

function raise(rates, pattern, rate_hz) {
    rates.set(pattern, Math.max(rate_hz, rates.get(pattern) || 0));
}

exports.Wants = Wants;
exports.MOST_PATTERNS = MOST_PATTERNS;
