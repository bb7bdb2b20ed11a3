// A small OSC codec that stands in for Max's udpsend and udpreceive.
'use strict';

function text(value) {
    const bytes = Buffer.from(value + '\0');
    return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

// Max knows whole numbers and others, and so does JavaScript in it
function encode(address, values) {
    const types = values.map((value) => (typeof value === 'string' ? 's' : Number.isInteger(value) ? 'i' : 'f'));
    const parts = values.map((value, n) => {
        if (types[n] === 's') {
            return text(value);
        }
        const bytes = Buffer.alloc(4);
        types[n] === 'i' ? bytes.writeInt32BE(value) : bytes.writeFloatBE(value);
        return bytes;
    });
    return Buffer.concat([text(address), text(',' + types.join('')), ...parts]);
}

// [address, values] of each message of a datagram; bundles are unpacked, as Max does
function decode(bytes) {
    if (bytes.toString('latin1', 0, 7) === '#bundle') {
        const found = [];
        for (let at = 16; at < bytes.length; ) {
            const size = bytes.readInt32BE(at);
            found.push(...decode(bytes.subarray(at + 4, at + 4 + size)));
            at += 4 + size;
        }
        return found;
    }
    let at = 0;
    const string = () => {
        const end = bytes.indexOf(0, at);
        const found = bytes.toString('utf8', at, end);
        at = end + 4 - (end % 4);
        return found;
    };
    const number = (read) => {
        at += 4;
        return bytes[read](at - 4);
    };
    const address = string();
    const kinds = { s: string, f: () => number('readFloatBE'), i: () => number('readInt32BE') };
    return [[address, [...string().slice(1)].map((type) => kinds[type]())]];
}

module.exports = { encode, decode };
