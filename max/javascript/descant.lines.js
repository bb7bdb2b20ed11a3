// What goes to the Max console: one line a second at most; what is said again is counted, what waits is said later.
'use strict';

const BETWEEN_MS = 1000;
const MOST_WAITING = 20;

class Lines {
    // `warn` prints a line as an error, `post` as a piece of news; `now` gives milliseconds
    constructor(warn, post, now) {
        Object.assign(this, { warn, post, now });
        this.printed_ms = -Infinity;
        this.waiting = new Map(); // text -> {print, count}
        this.lost = 0;
    }

    // what is wrong
    say(text) {
        this.add(text, this.warn);
    }

    // what is well
    tell(text) {
        this.add(text, this.post);
    }

    add(text, print) {
        const same = this.waiting.get(text);
        if (same !== undefined) {
            same.count += 1;
        } else if (this.waiting.size < MOST_WAITING) {
            this.waiting.set(text, { print, count: 1 });
        } else {
            this.lost += 1;
        }
        this.tick();
    }

    // print the next line that waits, where the last one is long enough ago
    tick() {
        const now_ms = this.now();
        if (this.waiting.size === 0 || now_ms < this.printed_ms + BETWEEN_MS) {
            return;
        }
        const [text, { print, count }] = this.waiting.entries().next().value;
        this.waiting.delete(text);
        this.printed_ms = now_ms;
        print(text + (count > 1 ? ` (${count} times)` : '') + this.more());
    }

    more() {
        const lost = this.lost;
        this.lost = 0;
        return lost ? ` (and ${lost} other lines)` : '';
    }
}

exports.Lines = Lines;
exports.MOST_WAITING = MOST_WAITING;
