// What goes to the Max console: one line a second at most; what is said again is counted, what waits is said later.
'use strict';

const BETWEEN_MS = 1000;
const MOST_WAITING = 20;

class Lines {
    // `post` prints one line; `now` gives milliseconds
    constructor(post, now) {
        this.post = post;
        this.now = now;
        this.printed_ms = -Infinity;
        this.waiting = new Map(); // text -> how often
        this.lost = 0;
    }

    say(text) {
        if (this.waiting.has(text) || this.waiting.size < MOST_WAITING) {
            this.waiting.set(text, (this.waiting.get(text) || 0) + 1);
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
        const [text, count] = this.waiting.entries().next().value;
        this.waiting.delete(text);
        this.printed_ms = now_ms;
        this.post(text + (count > 1 ? ` (${count} times)` : '') + this.more());
    }

    more() {
        const lost = this.lost;
        this.lost = 0;
        return lost ? ` (and ${lost} other lines)` : '';
    }
}

exports.Lines = Lines;
exports.MOST_WAITING = MOST_WAITING;
