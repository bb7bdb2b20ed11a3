"use strict";
// The page's instrument: a hand on the map brings the loop that is nearest, in step with the one before.

const FADE_S = 0.02;

function nearest(loops, x, y) {
  let best = -1, least = Infinity;
  loops.forEach((loop, place) => {
    const far = (loop.x - x) ** 2 + (loop.y - y) ** 2;
    if (far < least) [best, least] = [place, far];
  });
  return best;
}

function phase(now, began, lengthS) {
  return (((now - began) % lengthS) + lengthS) % lengthS;
}

function bytes(base64) {
  const text = atob(base64), found = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) found[i] = text.charCodeAt(i);
  return found.buffer;
}

function start(atlas, page, window) {
  const $ = (id) => page.getElementById(id), map = $("map");
  let at = -1, sound = null, opening = null;

  // ------------------------------------------------ sound
  function open() {
    opening = opening || (async () => {
      const context = new (window.AudioContext || window.webkitAudioContext)(), level = context.createGain();
      level.gain.value = Number($("level").value);
      level.connect(context.destination);
      const buffers = await Promise.all(atlas.loops.map((loop) => context.decodeAudioData(bytes(loop.flac))));
      sound = { context, level, buffers, began: context.currentTime, playing: null };
    })();
    return opening;
  }

  function sounding() {
    if (!sound || at < 0) return;
    const { context, level, buffers, playing } = sound, now = context.currentTime;
    if (playing && playing.at === at) return;
    if (!playing) sound.began = now;
    const source = context.createBufferSource(), gain = context.createGain();
    source.buffer = buffers[at];
    source.loop = true;
    gain.gain.setValueAtTime(playing ? 0 : 1, now);
    gain.gain.linearRampToValueAtTime(1, now + FADE_S);
    source.connect(gain).connect(level);
    source.start(now, phase(now, sound.began, source.buffer.duration));
    silence(playing, now);
    sound.playing = { at, source, gain };
    $("play").textContent = "◼ stop";
  }

  function silence(playing, now) {
    if (!playing) return;
    playing.gain.gain.setValueAtTime(1, now);
    playing.gain.gain.linearRampToValueAtTime(0, now + FADE_S);
    playing.source.stop(now + 2 * FADE_S);
  }

  function stop() {
    if (!sound || !sound.playing) return;
    silence(sound.playing, sound.context.currentTime);
    sound.playing = null;
    $("play").textContent = "▶ play";
  }

  async function play() {
    await open();
    sounding();
  }

  // ------------------------------------------------ what is seen
  function go(place) {
    at = place;
    const loop = atlas.loops[at];
    for (const spot of page.querySelectorAll(".loop")) spot.classList.toggle("here", Number(spot.dataset.loop) === at);
    $("where").textContent = loop.words;
    $("wav").href = `loops/${loop.name}.wav`;
    $("midi").href = `loops/${loop.name}.mid`;
    sounding();
  }

  function pressed(event) {
    const box = map.getBoundingClientRect();
    go(nearest(atlas.loops, ((event.clientX - box.left) / box.width) * atlas.side, ((box.bottom - event.clientY) / box.height) * atlas.side));
  }

  // ------------------------------------------------ hands
  function step(across, up) {
    const here = atlas.loops[at], beyond = atlas.loops.map((loop, place) => ({ ...loop, place }))
      .filter((loop) => (loop.x - here.x) * across + (loop.y - here.y) * up > 0.01
        && Math.abs((loop.x - here.x) * up) + Math.abs((loop.y - here.y) * across) <= 3);
    const found = nearest(beyond, here.x, here.y);
    if (found >= 0) go(beyond[found].place);
  }

  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    event.preventDefault();
    map.focus();
    pressed(event);
    play();
  });
  map.addEventListener("pointermove", (event) => { if (event.buttons) pressed(event); });
  map.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    step(...way);
  });
  $("play").addEventListener("click", () => (sound && sound.playing ? stop() : play()));
  $("level").addEventListener("input", () => { if (sound) sound.level.gain.value = Number($("level").value); });
  page.addEventListener("keydown", (event) => {
    if (event.key !== " " || ["BUTTON", "INPUT", "A"].includes(event.target.tagName)) return;
    event.preventDefault();
    $("play").click();
  });
  go(nearest(atlas.loops, atlas.side / 2, atlas.side / 2));
  return { at: () => at, go, play, step };
}

if (typeof module === "object") module.exports = { nearest, phase, start };
else start(JSON.parse(document.getElementById("atlas").textContent), document, window);
