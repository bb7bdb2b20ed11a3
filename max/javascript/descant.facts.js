// Where scsynth is and on which control bus each stream lies: what descant.server tells.
'use strict';

class Server {
    // `server(…)` and `bus(…)` to the first and second outlet
    constructor(link, server, bus) {
        Object.assign(this, { link, server, bus });
    }

    inside(word, words) {
        if (this.link.hear(word, words)) {
            return;
        }
        if (word === 'server') {
            this.server('server', ...words);
        } else if (word === 'bus') {
            this.bus('bus', ...words);
        }
    }

    bang() {
        this.link.say('server');
        this.link.io.tell('descant.out', 'buses');
    }

    message(word, words) {
        if (this.link.setting(word, words)) {
            return;
        }
        if (word === 'bus' && this.link.isOne('bus', words) && this.link.isText('bus', words[0])) {
            this.link.say('bus', words[0]);
        } else if (word !== 'bus') {
            this.link.trouble(`does not know ${word}; it takes bang, and bus with the name of a stream`);
        }
    }

    values() {
        this.link.trouble('takes bang, and no number');
    }
}

exports.Server = Server;
