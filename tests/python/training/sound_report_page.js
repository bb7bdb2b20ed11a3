// A page without a browser: the least that the script of a report on sounds asks for, and a hand that walks on the pad.
const run = JSON.parse(require("fs").readFileSync(given[0]));
const listeners = {}, started = [], stopped = [], decoded = [];
let saved = null;

function element(id) {
  return {
    id, value: { level: "0.8" }[id] || "0", dataset: {}, attributes: {}, style: {}, textContent: "", innerHTML: "", tagName: "DIV",
    focus() {}, setPointerCapture() {}, click() { saved = this.download; },
    setAttribute(name, value) { this.attributes[name] = value; },
    getBoundingClientRect() { return { left: 10, top: 20, width: 700, height: 100 * run.rows }; },
    addEventListener(kind, call) { listeners[`${id} ${kind}`] = call; },
  };
}

const elements = Object.fromEntries(ids.map((id) => [id, element(id)]));
const buttons = run.classes.map((_, n) => Object.assign(element(`class ${n}`), { dataset: { class: String(n) } }));
const document = {
  getElementById: (id) => elements[id] || null,
  querySelectorAll: (selector) => (selector === "[data-class]" ? buttons : []),
  createElement: element,
  addEventListener(kind, call) { listeners[`page ${kind}`] = call; },
};
class AudioContext {
  constructor() { Object.assign(this, { currentTime: 1, destination: {} }); }
  createGain() { return { gain: { value: 0 }, connect() {} }; }
  createBufferSource() {
    return { connect() {}, start(at, from, length) { started.push([this.buffer.name, at, from, length]); }, stop(at) { stopped.push(at); } };
  }
  decodeAudioData(bytes) {
    decoded.push(bytes.byteLength);
    return Promise.resolve({ name: decoded.length - 1, sampleRate: 100, getChannelData: () => new Float32Array(100000) });
  }
}
const window = { AudioContext, Blob: class { constructor(parts) { this.size = parts[0].length; } }, URL: { createObjectURL: (blob) => blob.size } };

const settled = () => new Promise((done) => { setTimeout(done, 5); });
(async () => {
  const instrument = page.start(run, document, window), seen = [];
  const press = (x, y) => ({ clientX: 10 + x, clientY: 20 + y, pointerId: 1, buttons: 1, preventDefault() {} });
  listeners["pad pointerdown"](press(699, 1)); // the upper right corner
  await settled();
  seen.push(instrument.at());
  listeners["pad pointermove"](press(690, 1)); // the same box: it is not struck again
  listeners["pad pointermove"](press(-50, 5000)); // far out to the lower left
  await settled();
  seen.push(instrument.at());
  listeners["pad keydown"]({ key: "ArrowRight", preventDefault() {} });
  listeners["pad keydown"]({ key: "ArrowDown", preventDefault() {} }); // below there is nothing
  await settled();
  seen.push(instrument.at());
  listeners["classes click"]({ target: { closest: () => buttons[run.classes.length - 1] } });
  await settled();
  seen.push(instrument.at());
  const walked = started.length;
  await instrument.every();
  listeners["save click"]();
  await settled();
  const sheet = elements.sheet.style.maskImage, pressed = buttons.map((button) => button.attributes["aria-pressed"]);
  console.log(JSON.stringify({
    seen, started, walked, decoded: decoded.length, sheet, pressed, where: elements.where.textContent, saved,
    marks: elements.marks.innerHTML, here: elements.here.attributes,
  }));
})();
