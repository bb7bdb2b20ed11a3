// What Descant tells goes to the objects that want it, and what they want goes to Descant. Wrong names get one line.
'use strict';

const PREFIX = '/descant/';
const ASKED_A_TICK = 8; // parameters, four times a second
const SHOWN = ['stream', 'parameter']; // kinds of objects that are called as what they show
const PICTURES = /^(picture|shift|bend|bubbles)\//; // names of the picture's parameters

class Desk {
    // `say(word, …)` to Descant, `tell(receive, …)` to objects, `dump(…)`; a Table, a Wants and Lines of its own
    constructor(io, table, wants, lines) {
        Object.assign(this, io, { table, wants, lines });
        this.isThere = false;
        this.isListed = false;
        this.isWatching = false; // Descant tells what pictures are made of
        this.cue = null;
        this.unknown = new Set(); // wrong names that were said
        this.asked = -1; // the place of the parameter that was last asked for
    }

    // ------------------------------------------------------------ coming and going
    welcome() {
        this.isThere = true;
        this.isWatching = false;
        this.unknown.clear();
        this.wants.forget();
        this.askLists();
    }

    lose() {
        this.isThere = this.isListed = this.isWatching = false;
    }

    askLists() {
        this.isListed = false;
        this.say('list');
        this.say('cue/list');
    }

    // now and then: many objects that come at once are one change
    tick() {
        const isWatched = this.wants.has('video', '');
        if (this.isThere && isWatched !== this.isWatching) {
            this.isWatching = isWatched;
            this.say('watch', isWatched ? 1 : 0);
        }
        if (!this.isListed) {
            return;
        }
        if (this.wants.hasChanged) {
            this.wants.changes(this.table).forEach((message) => this.say(...message));
        }
        this.askSome();
    }

    // what another hand has set is found out by asking: some parameters now, others at the next tick
    askSome() {
        const names = this.parameters();
        for (let n = 0; n < Math.min(names.length, ASKED_A_TICK); n += 1) {
            this.asked = (this.asked + 1) % names.length;
            this.say('get', names[this.asked]);
        }
    }

    // those that objects have and the patch too
    parameters() {
        return [...this.wants.names('parameter')].filter((name) => this.table.get(name, 'parameter'));
    }

    // ------------------------------------------------------------ from Descant: streams first, for they are many
    hear(address, words) {
        const route = this.wants.routes.get(address);
        if (route === undefined) {
            const act = HEARD[address];
            if (act !== undefined) {
                act(this, words);
            }
            return;
        }
        if (route.plain !== null) {
            this.tell(route.plain, words[0]);
        }
        for (const [receive, word] of route.worded) {
            this.tell(receive, word, words[0]);
        }
    }

    toCues(...words) {
        this.tell(this.wants.channel('cue', ''), ...words);
    }

    toServers(...words) {
        this.tell(this.wants.channel('server', ''), ...words);
    }

    toPictures(name, value) {
        if (PICTURES.test(name)) {
            this.toNamed('video', '', 'value', name, value);
        }
    }

    toNamed(kind, name, ...words) {
        if (this.wants.has(kind, name)) {
            this.tell(this.wants.channel(kind, name), ...words);
        }
    }

    parameter(words) {
        const [name, ...facts] = words;
        this.table.parameter(name, ...facts);
        this.toNamed('parameter', name, 'spec', ...facts.slice(0, 6));
        this.told(name, facts[6]);
    }

    told(name, value) {
        this.toNamed('parameter', name, 'value', value);
        this.toPictures(name, value);
    }

    choices(words) {
        this.table.choices(...words);
        this.toNamed('parameter', words[0], 'choices', ...words.slice(1));
    }

    stream(words) {
        this.table.stream(...words);
        this.toNamed('stream', words[0], 'spec', ...words.slice(1));
    }

    listed(count) {
        if (!this.table.listed(count)) {
            this.say('list'); // some of it was lost on the way
            return;
        }
        this.isListed = true;
        this.wants.hasChanged = true;
        for (const { kind, name } of this.wants.objects.values()) {
            this.check(kind, name);
        }
    }

    cuesListed(count) {
        if (!this.table.cuesListed(count)) {
            this.say('cue/list');
            return;
        }
        for (const { number, name, notes } of this.table.cues) {
            this.toCues('entry', number, name, notes);
        }
        this.toCues('end', count);
    }

    // a cue has come: objects show what their parameters are by now
    cued(words) {
        this.cue = words;
        this.toCues('cue', ...words);
        this.askValues();
    }

    askValues() {
        this.parameters().forEach((name) => this.say('get', name));
    }

    error(address, text, count) {
        this.lines.say(`Descant: ${address}: ${text}${count > 1 ? ` (${count} times)` : ''}`);
        this.dump('error', address, text, count);
    }

    // ------------------------------------------------------------ from the objects
    ask(word, ...words) {
        const act = ASKED[word];
        if (act !== undefined) {
            act(this, words);
        }
    }

    want(id, kind, name, rate_hz) {
        this.wants.add(id, kind, name, rate_hz);
        this.tell(this.wants.channel(kind, name), 'state', this.isThere ? 1 : 0);
        if (!this.isThere) {
            return;
        }
        if (kind === 'cue' && this.cue) {
            this.toCues('cue', ...this.cue);
        }
        if (this.isListed) {
            this.check(kind, name);
            this.describe(kind, name);
        }
    }

    describe(kind, name) {
        if (kind === 'video') {
            this.table.names('parameter').filter((each) => PICTURES.test(each)).forEach((each) => this.say('get', each));
            return;
        }
        const found = this.table.get(name, kind);
        if (!found) {
            return;
        }
        if (kind === 'stream') {
            this.toNamed(kind, name, 'spec', found.unit, found.low, found.high, found.bus);
            return;
        }
        this.toNamed(kind, name, 'spec', found.kind, found.unit, found.low, found.high, found.curve, found.initial);
        if (found.choices.length) {
            this.toNamed(kind, name, 'choices', ...found.choices);
        }
        this.say('get', name);
    }

    // say once what is no name in this patch, and let its objects be grey
    check(kind, name) {
        if (!name || (kind !== 'pad' && !SHOWN.includes(kind))) {
            return;
        }
        const key = `${kind} ${name}`;
        const isKnown = kind === 'pad' ? this.table.pads().includes(name) : Boolean(this.table.get(name, kind));
        this.tell(this.wants.channel(kind, name), 'known', isKnown ? 1 : 0);
        if (isKnown) {
            this.unknown.delete(key);
        } else if (!this.unknown.has(key)) {
            this.unknown.add(key);
            this.lines.say(`descant.${kind} ${name}: ${this.wrong(kind, name)}`);
        }
    }

    wrong(kind, name) {
        const other = this.table.entries.get(name);
        if (other) {
            return `is a ${other.type}; use descant.${other.type}`;
        }
        const nearest = this.table.nearest(name, kind === 'pad' ? this.table.pads() : this.table.names(kind));
        const what = kind === 'pad' ? 'part, or point of one,' : kind;
        return `the patch has no ${what} of that name` + (nearest ? `; the nearest is ${nearest}` : '');
    }

    buses() {
        for (const name of this.table.names('stream')) {
            this.toServers('bus', name, this.table.get(name, 'stream').bus);
        }
    }
}

const HEARD = {}; // OSC address -> what is done with its arguments
const ASKED = {}; // word on descant.out -> what is done with the rest

function heard(word, act) {
    HEARD[PREFIX + word] = act;
}

heard('parameter', (desk, words) => desk.parameter(words));
heard('choices', (desk, words) => desk.choices(words));
heard('stream', (desk, words) => desk.stream(words));
heard('pad', (desk, words) => desk.table.space(words[0]));
heard('list/end', (desk, words) => desk.listed(words[0]));
heard('value', (desk, words) => desk.told(...words));
heard('watch/value', (desk, words) => desk.toPictures(...words));
heard('watch/learner', (desk, words) => desk.toNamed('video', '', 'learner', ...words));
heard('curve', (desk, words) => desk.toNamed('learn', words[0], 'curve', ...words.slice(1)));
heard('points/labels', (desk, words) => desk.toNamed('pad', words[0], 'labels', ...words.slice(1)));
heard('points/end', (desk, words) => desk.toNamed('pad', words[0], 'end', words[1]));
heard('points/changed', (desk, words) => desk.toNamed('pad', words[0], 'changed'));
heard('points', (desk, words) => {
    for (let n = 1; n + 2 < words.length; n += 3) {
        desk.toNamed('pad', words[0], 'point', ...words.slice(n, n + 3));
    }
});
heard('server', (desk, words) => desk.toServers('server', ...words));
heard('bus', (desk, words) => desk.toServers('bus', ...words));
heard('cue', (desk, words) => desk.cued(words));
heard('cue/entry', (desk, words) => desk.table.entry(...words));
heard('cue/list/end', (desk, words) => desk.cuesListed(words[0]));
heard('cue/refused', (desk, words) => desk.toCues('refused', ...words));
heard('cue/wait', (desk, words) => desk.toCues('wait', ...words));
heard('error', (desk, words) => desk.error(...words));
heard('cue/fade', (desk, words) => {
    desk.toCues('fade', ...words);
    desk.askValues();
});
heard('piece', (desk, words) => {
    desk.toCues('piece', ...words);
    desk.askLists();
});

ASKED.want = (desk, words) => desk.want(...words);
ASKED.leave = (desk, words) => desk.wants.remove(words[0]);
ASKED.trouble = (desk, words) => desk.lines.say(words[0]);
ASKED.say = (desk, words) => desk.isThere && desk.say(...words);
ASKED.buses = (desk) => desk.buses();

exports.Desk = Desk;
