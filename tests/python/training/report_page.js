// A page without a browser: the least that the report's script asks for, and a hand that presses, clicks and stops.
const run = JSON.parse(require("fs").readFileSync(given[0]));
const listeners = {};
let struck = 0, look = null, closed = false;

function element(id) {
  return {
    id, value: { density: "1", level: "0.7", bpm: "120" }[id] || "0", dataset: {}, attributes: {}, textContent: "", tagName: "DIV",
    classList: { toggle() {} }, focus() {}, setPointerCapture() {},
    setAttribute(name, value) { this.attributes[name] = value; },
    getBoundingClientRect() { return { left: 10, top: 20, width: 416 }; },
    addEventListener(kind, call) { listeners[`${id} ${kind}`] = call; },
  };
}

const elements = Object.fromEntries(ids.map((id) => [id, element(id)]));
const sliders = [...Array(run.latents).keys()].map((n) => {
  const slider = element(`z${n}`);
  slider.dataset.latent = n;
  return slider;
});
const document = {
  getElementById: (id) => elements[id] || null,
  querySelectorAll: (selector) => (selector === "[data-latent]" ? sliders : []),
  addEventListener(kind, call) { listeners[`page ${kind}`] = call; },
};
const parameter = { value: 0, setValueAtTime() {}, exponentialRampToValueAtTime() {} };
const unit = () => ({ gain: parameter, frequency: { ...parameter }, connect: (to) => to, start() { struck += 1; }, stop() {} });
class AudioContext {
  constructor() { Object.assign(this, { currentTime: 0, sampleRate: 100, destination: {} }); }
  createGain() { return unit(); }
  createDynamicsCompressor() { return unit(); }
  createOscillator() { return unit(); }
  createBufferSource() { return unit(); }
  createBiquadFilter() { return unit(); }
  createBuffer(channels, length) { return { getChannelData: () => new Float32Array(length) }; }
  close() { closed = true; }
}
const window = { AudioContext, setInterval: (call) => { look = call; return 1; }, clearInterval() {} };

const instrument = page.start(run, document, window);
const z = () => sliders.map((slider) => Number(slider.value));

const press = { clientX: 10 + 2 * (104 + 50), clientY: 20 + 2 * (104 + 25), pointerId: 1, preventDefault() {} };
listeners["plane pointerdown"](press);
const pressed = z();
for (let n = 0; n < 100; n += 1) look();
const clicked = (kind, dataset) => listeners["page click"]({ target: { closest: (selector) => (selector === kind ? { dataset } : null) } });
clicked(".spot", { x: "1.0", y: "-0.5" });
const spot = z();
clicked("[data-item]", { item: "3" });
const item = z();
const cells = Array.from(instrument.cells());
listeners["play click"]();
console.log(JSON.stringify({ reach: run.reach, pressed, spot, item, cells, struck, stopped: closed }));
