"use strict";
// The page's instrument: a point becomes a rhythm, decoded here with the run's own weights, and WebAudio plays it.

const AHEAD_S = 0.12, LOOK_MS = 25, ONSET = 0, MOST_DENSE = 12;

// ---------------------------------------------------------------- the model
function floats(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return new Float32Array(bytes.buffer);
}

function bits(base64, at, count) {
  const text = atob(base64), size = Math.ceil(count / 8), found = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) found[i] = (text.charCodeAt(at * size + (i >> 3)) >> (7 - (i & 7))) & 1;
  return found;
}

function decoder(layers) {
  const known = layers.map((layer) => ({ weight: floats(layer.weight), bias: floats(layer.bias) }));
  return (given) => {
    let values = given;
    known.forEach(({ weight, bias }, place) => {
      const next = new Float32Array(bias.length), wide = values.length;
      for (let i = 0; i < bias.length; i += 1) {
        let sum = bias[i];
        for (let j = 0; j < wide; j += 1) sum += weight[i * wide + j] * values[j];
        next[i] = place < known.length - 1 && sum < 0 ? 0 : sum;
      }
      values = next;
    });
    return values;
  };
}

function oneHot(label, labels) {
  return Array.from({ length: labels }, (_, place) => (place === label ? 1 : 0));
}

// ---------------------------------------------------------------- a MIDI file of the loop
function midi(cells, run, bpm) {
  const ticks = 480 / run.steps_per_quarter, hits = [];
  for (let row = 0; row < run.rows.length; row += 1) {
    for (let step = 0; step < run.steps; step += 1) {
      const place = row * run.steps + step;
      if (!cells[place]) continue;
      const at = Math.max(0, Math.round((step + run.timing[place]) * ticks));
      hits.push([at, 0x99, run.rows[row].note, Math.max(1, Math.round(127 * run.velocity[place]))]);
      hits.push([at + Math.round(ticks / 2), 0x89, run.rows[row].note, 0]);
    }
  }
  hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const us = Math.round(6e7 / bpm), track = [0, 0xff, 0x51, 3, us >> 16, (us >> 8) & 255, us & 255];
  let before = 0;
  for (const [at, ...message] of hits) {
    track.push(...number(at - before), ...message);
    before = at;
  }
  track.push(...number(Math.max(0, run.steps * ticks - before)), 0xff, 0x2f, 0);
  const four = (n) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
  const word = (text) => [...text].map((sign) => sign.charCodeAt(0));
  return new Uint8Array([...word("MThd"), ...four(6), 0, 0, 0, 1, 1, 224, ...word("MTrk"), ...four(track.length), ...track]);
}

function number(value) {
  const found = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) found.unshift((rest & 127) | 128);
  return found;
}

// ---------------------------------------------------------------- small drums
const SHAPES = {
  kick: { from: 160, to: 45, fall: 0.06, length: 0.35, level: 1.0 },
  low_tom: { from: 130, to: 85, fall: 0.08, length: 0.35, level: 0.7 },
  mid_tom: { from: 180, to: 120, fall: 0.08, length: 0.3, level: 0.7 },
  high_tom: { from: 250, to: 170, fall: 0.07, length: 0.25, level: 0.7 },
  snare: { from: 240, to: 180, fall: 0.03, length: 0.09, level: 0.4, noise: 0.16, above: 1500, hiss: 0.6 },
  closed_hat: { noise: 0.05, above: 8000, hiss: 0.35 },
  open_hat: { noise: 0.32, above: 7500, hiss: 0.3 },
  ride: { from: 3150, to: 3150, fall: 1, length: 0.25, level: 0.07, noise: 0.4, above: 9000, hiss: 0.12 },
  crash: { noise: 1.1, above: 4500, hiss: 0.35 },
};

function drums(context, out) {
  const hiss = context.createBuffer(1, context.sampleRate * 1.2, context.sampleRate), samples = hiss.getChannelData(0);
  let seed = 1;
  for (let i = 0; i < samples.length; i += 1) {
    seed = (seed * 16807) % 2147483647;
    samples[i] = seed / 1073741823.5 - 1;
  }
  const faded = (at, level, length) => {
    const gain = context.createGain();
    gain.gain.setValueAtTime(level, at);
    gain.gain.exponentialRampToValueAtTime(0.0005, at + length);
    gain.connect(out);
    return gain;
  };
  return (name, at, velocity) => {
    const drum = SHAPES[name] || SHAPES.mid_tom, loud = velocity * velocity;
    if (drum.from) {
      const tone = context.createOscillator();
      tone.frequency.setValueAtTime(drum.from, at);
      tone.frequency.exponentialRampToValueAtTime(drum.to, at + drum.fall);
      tone.connect(faded(at, drum.level * loud, drum.length));
      tone.start(at);
      tone.stop(at + drum.length);
    }
    if (drum.noise) {
      const noise = context.createBufferSource(), filter = context.createBiquadFilter();
      noise.buffer = hiss;
      filter.type = "highpass";
      filter.frequency.value = drum.above;
      noise.connect(filter).connect(faded(at, drum.hiss * loud, drum.noise));
      noise.start(at);
      noise.stop(at + drum.noise);
    }
  };
}

// ---------------------------------------------------------------- the page
function start(run, page, window) {
  const $ = (id) => page.getElementById(id);
  const decode = run.layers.length ? decoder(run.layers) : null;
  const z = new Array(run.latents).fill(0);
  let cells = new Uint8Array(run.rows.length * run.steps), label = -1, fixed = false, sound = null, now = -1;

  // ------------------------------------------------ what sounds
  function decoded() {
    if (!decode || fixed) return;
    const logits = decode([...z, ...oneHot(label, run.conditioned ? run.labels.length : 0)]);
    const shift = MOST_DENSE * (Number($("density").value) - 0.5);
    cells = Uint8Array.from(logits, (logit) => (logit + shift > ONSET ? 1 : 0));
  }

  function point(values) {
    fixed = false;
    values.forEach((value, place) => { if (value !== undefined) z[place] = value; });
    decoded();
    show();
  }

  function item(place) {
    fixed = true;
    cells = bits(run.onsets, place, run.rows.length * run.steps);
    run.z[place].forEach((value, at) => { z[at] = value; });
    label = run.label[place];
    show(`pattern ${place + 1} of the corpus, ${run.labels[label] || "no label"}`);
  }

  // ------------------------------------------------ what is seen
  function show(words) {
    const cross = $("cross"), size = 100 / run.reach, [across, up] = run.axes;
    cross.setAttribute("transform", `translate(${z[across] * size} ${across === up ? 0 : -z[up] * size})`);
    for (const slider of page.querySelectorAll("[data-latent]")) slider.value = z[slider.dataset.latent];
    const near = nearest();
    $("where").textContent = words || (near < 0 ? "" :
      `z = (${z.map((value) => value.toFixed(2)).join(", ")}), near ${run.labels[run.label[near]] || "a pattern without a label"}`);
    draw();
  }

  function nearest() {
    let best = -1, least = Infinity;
    run.z.forEach((other, place) => {
      const far = other.reduce((sum, value, at) => sum + (value - z[at]) ** 2, 0);
      if (far < least) [best, least] = [place, far];
    });
    return best;
  }

  function draw() {
    const rows = run.rows.length, paths = ["", ""];
    for (let place = 0; place < cells.length; place += 1) {
      const step = place % run.steps, row = (place - step) / run.steps;
      if (cells[place]) paths[step === now ? 1 : 0] += `M${step + 0.08} ${rows - 1 - row + 0.08}h.84v.84h-.84z`;
    }
    $("sounding").setAttribute("d", paths[0]);
    $("struck").setAttribute("d", paths[1]);
    $("head").setAttribute("x", now);
    $("head").setAttribute("visibility", now < 0 ? "hidden" : "visible");
  }

  // ------------------------------------------------ time: steps are given a little ahead, each as the loop is then
  function play() {
    if (sound) return stop();
    const context = new (window.AudioContext || window.webkitAudioContext)(), level = context.createGain();
    level.gain.value = Number($("level").value);
    const squeeze = context.createDynamicsCompressor();
    level.connect(squeeze).connect(context.destination);
    sound = { context, level, strike: drums(context, level), step: 0, at: context.currentTime + 0.1, shown: [] };
    sound.timer = window.setInterval(look, LOOK_MS);
    $("play").textContent = "◼ stop";
    return undefined;
  }

  function stop() {
    window.clearInterval(sound.timer);
    sound.context.close();
    [sound, now] = [null, -1];
    $("play").textContent = "▶ play";
    draw();
  }

  function look() {
    const time = sound.context.currentTime, last = now;
    if (sound.at < time) sound.at = time;
    while (sound.at < time + AHEAD_S) {
      strike(sound.step, sound.at);
      sound.shown.push([sound.at, sound.step]);
      sound.step = (sound.step + 1) % run.steps;
      sound.at += stepS();
    }
    while (sound.shown.length && sound.shown[0][0] <= time) now = sound.shown.shift()[1];
    if (now !== last) draw();
  }

  function stepS() {
    return 60 / Number($("bpm").value) / run.steps_per_quarter;
  }

  function strike(step, at) {
    run.rows.forEach((row, place) => {
      const cell = place * run.steps + step;
      if (cells[cell]) sound.strike(row.drum, Math.max(sound.context.currentTime, at + run.timing[cell] * stepS()), run.velocity[cell]);
    });
  }

  // ------------------------------------------------ hands
  function heard() {
    if (!sound) play();
  }

  function pressed(event) {
    const box = $("plane").getBoundingClientRect(), unit = 208 / box.width, size = 100 / run.reach;
    const x = ((event.clientX - box.left) * unit - 104) / size, y = -((event.clientY - box.top) * unit - 104) / size;
    const [across, up] = run.axes, wanted = [];
    wanted[across] = clip(x);
    if (across !== up) wanted[up] = clip(y);
    point(wanted);
  }

  function clip(value) {
    return Math.min(Math.max(value, -run.reach), run.reach);
  }

  function dragging() {
    const plane = $("plane");
    plane.addEventListener("pointerdown", (event) => {
      plane.setPointerCapture(event.pointerId);
      event.preventDefault();
      plane.focus({ preventScroll: true });
      pressed(event);
      heard();
    });
    plane.addEventListener("pointermove", (event) => { if (event.buttons) pressed(event); });
    plane.addEventListener("keydown", (event) => {
      const [across, up] = run.axes, wanted = [];
      const way = { ArrowLeft: [across, -1], ArrowRight: [across, 1], ArrowUp: [up, 1], ArrowDown: [up, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      wanted[way[0]] = clip(z[way[0]] + 0.1 * way[1]);
      point(wanted);
    });
  }

  function clicks() {
    page.addEventListener("click", (event) => {
      const spot = event.target.closest(".spot"), example = event.target.closest("[data-item]"), at = event.target.closest("[data-z]");
      const [across, up] = run.axes;
      if (spot) {
        const wanted = new Array(run.latents).fill(0);
        if (across !== up) wanted[up] = Number(spot.dataset.y);
        wanted[across] = Number(spot.dataset.x);
        point(wanted);
      } else if (example) item(Number(example.dataset.item));
      else if (at) point(JSON.parse(at.dataset.z));
      if (spot || example || at) heard();
    });
    $("play").addEventListener("click", play);
    $("density").addEventListener("input", () => { decoded(); draw(); });
    $("level").addEventListener("input", () => { if (sound) sound.level.gain.value = Number($("level").value); });
    $("save").addEventListener("click", save);
    page.addEventListener("keydown", (event) => {
      if (event.key === " " && !["BUTTON", "INPUT", "SELECT"].includes(event.target.tagName)) {
        event.preventDefault();
        play();
      }
    });
  }

  function sliders() {
    for (const slider of page.querySelectorAll("[data-latent]")) {
      slider.addEventListener("input", () => {
        const wanted = [];
        wanted[slider.dataset.latent] = Number(slider.value);
        point(wanted);
      });
    }
    if ($("label")) $("label").addEventListener("change", () => { label = Number($("label").value); point([]); });
    for (const entry of page.querySelectorAll(".legend li")) {
      const marked = (on) => () => {
        for (const group of page.querySelectorAll(".of-label")) {
          group.classList.toggle("away", on && group.dataset.label !== entry.dataset.label);
        }
      };
      entry.addEventListener("pointerenter", marked(true));
      entry.addEventListener("pointerleave", marked(false));
    }
  }

  function save() {
    const link = page.createElement("a");
    link.href = window.URL.createObjectURL(new window.Blob([midi(cells, run, Number($("bpm").value))], { type: "audio/midi" }));
    link.download = "loop.mid";
    link.click();
  }

  dragging();
  clicks();
  sliders();
  decoded();
  show();
  return { cells: () => cells, point, item, play };
}

if (typeof module === "object") module.exports = { bits, decoder, floats, midi, start };
else start(JSON.parse(document.getElementById("run").textContent), document, window);
