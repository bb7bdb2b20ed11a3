"use strict";
// The page's instrument: a pad of sounds that were decoded beforehand, one file a class, cut apart and played here.

const STEP_S = 0.3; // from class to class, where all are played

function bytes(base64) {
  const text = atob(base64), found = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) found[i] = text.charCodeAt(i);
  return found.buffer;
}

// Which sound of a class's file a place of the pad is: from the lower left corner on, line by line.
function cellAt(run, x, y) {
  const within = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value * count)));
  return within(y, run.rows) * run.side + within(x, run.side);
}

// Where a sound lies, in places: the two coordinates of the pad.
function placeOf(run, cell) {
  const step = (2 * run.reach) / (run.side - 1), row = Math.floor(cell / run.side);
  return [(cell % run.side) * step - run.reach, run.rows > 1 ? row * step - run.reach : 0];
}

// Samples from -1 to 1 as a WAV file of 16 bits, one channel.
function wav(samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const word = (at, text) => [...text].forEach((sign, place) => view.setUint8(at + place, sign.charCodeAt(0)));
  word(0, "RIFF"); word(8, "WAVEfmt "); word(36, "data");
  view.setUint32(4, 36 + 2 * samples.length, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, place) => view.setInt16(44 + 2 * place, Math.round(32767 * Math.min(1, Math.max(-1, value))), true));
  return new Uint8Array(view.buffer);
}

// ---------------------------------------------------------------- the page
function start(run, page, window) {
  const $ = (id) => page.getElementById(id), files = new Map();
  const sound_s = run.sound_s + run.apart_s;
  let own = 0, cell = Math.floor(run.rows / 2) * run.side + Math.floor(run.side / 2), sound = null, sounding = null;

  // ------------------------------------------------ what sounds
  function listening() {
    if (sound) return;
    const context = new (window.AudioContext || window.webkitAudioContext)(), level = context.createGain();
    level.gain.value = Number($("level").value);
    level.connect(context.destination);
    sound = { context, level };
  }

  function file(place) {
    if (!files.has(place)) files.set(place, sound.context.decodeAudioData(bytes(run.classes[place].sounds)));
    return files.get(place);
  }

  async function play() {
    listening();
    const wanted = [own, cell], buffer = await file(own);
    if (wanted[0] === own && wanted[1] === cell) strike(buffer, cell, sound.context.currentTime); // a later one may be wanted now
  }

  function strike(buffer, place, at) {
    if (sounding) sounding.stop(at);
    sounding = sound.context.createBufferSource();
    sounding.buffer = buffer;
    sounding.connect(sound.level);
    sounding.start(at, place * sound_s, run.sound_s);
  }

  async function every() {
    listening();
    const buffers = await Promise.all(run.classes.map((_, place) => file(place)));
    const begin = sound.context.currentTime + 0.05, place = cell;
    buffers.forEach((buffer, number) => strike(buffer, place, begin + number * STEP_S));
  }

  async function save() {
    listening();
    const buffer = await file(own), rate = buffer.sampleRate, begin = Math.round(cell * sound_s * rate);
    const samples = buffer.getChannelData(0).slice(begin, begin + Math.round(run.sound_s * rate)), link = page.createElement("a");
    link.href = window.URL.createObjectURL(new window.Blob([wav(samples, rate)], { type: "audio/wav" }));
    link.download = `${run.classes[own].name} ${placeOf(run, cell).map((value) => value.toFixed(2)).join(" ")}.wav`;
    link.click();
  }

  // ------------------------------------------------ what is seen
  function show() {
    const step = (2 * run.reach) / (run.side - 1), [x, y] = placeOf(run, cell), here = $("here");
    const box = { x: x - step / 2, y: -y - step / 2, width: step, height: step };
    for (const [name, value] of Object.entries(box)) here.setAttribute(name, value);
    const at = run.rows > 1 ? `(${x.toFixed(2)}, ${y.toFixed(2)})` : x.toFixed(2);
    $("where").textContent = `${run.classes[own].name} at ${at}`.replaceAll("-", "−");
  }

  function choose(place) {
    own = place;
    const { picture, marks } = run.classes[place], sheet = $("sheet").style;
    sheet.maskImage = sheet.webkitMaskImage = `url(${picture})`;
    $("marks").innerHTML = marks.map(([x, y, tested]) => `<circle class="${tested ? "held" : "own"}" cx="${x}" cy="${-y}" r="0.035"/>`).join("");
    for (const button of page.querySelectorAll("[data-class]")) button.setAttribute("aria-pressed", Number(button.dataset.class) === own);
    show();
  }

  // ------------------------------------------------ hands
  function pressed(event, again) {
    const box = $("pad").getBoundingClientRect(), before = cell;
    cell = cellAt(run, (event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
    show();
    return again || cell !== before ? play() : undefined;
  }

  function moved(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const x = (cell % run.side) + way[0], y = Math.floor(cell / run.side) + way[1];
    if (x < 0 || y < 0 || x >= run.side || y >= run.rows) return;
    cell = y * run.side + x;
    show();
    play();
  }

  $("pad").addEventListener("pointerdown", (event) => {
    $("pad").setPointerCapture(event.pointerId);
    event.preventDefault();
    $("pad").focus({ preventScroll: true });
    pressed(event, true);
  });
  $("pad").addEventListener("pointermove", (event) => { if (event.buttons) pressed(event, false); });
  $("pad").addEventListener("keydown", moved);
  $("classes").addEventListener("click", (event) => {
    const button = event.target.closest("[data-class]");
    if (!button) return;
    choose(Number(button.dataset.class));
    play();
  });
  $("play").addEventListener("click", play);
  $("all").addEventListener("click", every);
  $("save").addEventListener("click", save);
  $("level").addEventListener("input", () => { if (sound) sound.level.gain.value = Number($("level").value); });
  page.addEventListener("keydown", (event) => {
    if (event.key === " " && !["BUTTON", "INPUT"].includes(event.target.tagName)) {
      event.preventDefault();
      play();
    }
  });
  choose(0);
  return { at: () => [own, cell], play, every };
}

if (typeof module === "object") module.exports = { cellAt, placeOf, start, wav };
else start(JSON.parse(document.getElementById("run").textContent), document, window);
