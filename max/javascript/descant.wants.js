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
    }

    add(id, kind, name, rate_hz) {
        this.objects.set(id, { kind, name, rate_hz });
        this.route();
    }

    remove(id) {
        this.objects.delete(id);
        this.route();
    }

    // where an object hears
    static channel(kind, name) {
        if (OWN_KINDS.includes(kind)) {
            return IN + name;
        }
        return IN + kind + (name ? '.' + name : '');
    }

    *of(kind, name) {
        for (const [id, object] of this.objects) {
            if (object.kind === kind && (name === undefined || object.name === name)) {
                yield [id, object];
            }
        }
    }

    // the names that objects of a kind have, each once
    names(kind) {
        return new Set([...this.of(kind)].map(([, object]) => object.name));
    }

    // [stream, rate in Hz, receive name, word before its value or ""] of everything that is to come by itself
    *streams() {
        for (const { kind, name, rate_hz } of this.objects.values()) {
            if (kind === 'stream') {
                yield [name, rate_hz, Wants.channel(kind, name), ''];
            } else if (kind === 'learn') {
                yield [name + '/value', rate_hz, Wants.channel(kind, name), 'value'];
                yield [name + '/loss', rate_hz, Wants.channel(kind, name), 'loss'];
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

    // the messages that lead from what is subscribed to what is wanted
    changes(table) {
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
