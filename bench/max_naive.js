// The baseline of bench/max_path.js: a script that hears every message of udpreceive and compares its name.
inlets = 1;
outlets = 1;

const mine = jsarguments[1];

function anything(...words) {
    if (messagename === mine) {
        outlet(0, words[0]);
    }
}
