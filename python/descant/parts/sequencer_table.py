"""The knobs and streams of the latent sequencer: one table."""

from descant.corpora.rows import GENERAL_MIDI
from descant.parts.base import File
from descant.table import Parameter, Space, Stream

SLOTS = tuple(row.name for row in GENERAL_MIDI)
"""The places of rows, each with knobs of its own."""
MOST_LATENTS = 8
FARTHEST = 4.0  # of a point's coordinates
MOST_MODEL_BYTES = 64 << 20
POINT = tuple(f"z{number}" for number in range(1, MOST_LATENTS + 1))
SOUND_POINT = ("s1", "s2", "s3", "s4")
MAP, MAP_POINT = "map", ("map_x", "map_y")  #: what the pad of the atlas is called, and where it is
SOUND = "sound"  #: what the pad of the sounds of all rows is called
CROSS = "cross"  #: and that of the second loop's point
SECOND = tuple(f"w{number}" for number in range(1, MOST_LATENTS + 1))

FILES = (
    File("model", "the rhythm model that it plays; without one it is silent until it has learned one",
         ".safetensors", MOST_MODEL_BYTES),
    File("sounds", "the model of sounds that its rows are played with, by instruments that play a shot",
         ".safetensors", MOST_MODEL_BYTES),
    File("atlas", "a map of both models, which its pad plays while `map` is on", ".safetensors", 1 << 20),
    File("corpus", "a folder of patterns, on which it trains while it plays", "", 0, folder=True),
)  # fmt: skip

TIME = (
    Parameter(name="bpm", default=120.0, low=10.0, high=400.0, unit="quarters a minute", curve="exponential",
              doc="tempo, where the clock is its own"),
    Parameter(name="clock", kind="choice", choices=("internal", "follow"), default="internal",
              doc="whose time it keeps: its own, or a host's or a MIDI clock's, which also start and stop it"),
)  # fmt: skip

PLACE = (  # how it goes before where: a cue that sets both goes there so
    Parameter(name="glide_beats", default=0.0, low=0.0, high=64.0, unit="quarters",
              doc="how long it takes to go to a new point; 0: it is there at the next step"),
    Parameter(name="glide", kind="choice", choices=("line", "sphere", "spline"), default="line",
              doc="how it goes there: straight, around the middle, or in a curve that goes on from how it moved"),
    Parameter(name="map", kind="b", default=False,
              doc="its pad plays the map of its atlas: a place there is a point of rhythm and a point of all sounds"),
    *(Parameter(name=name, default=0.0, low=-FARTHEST, high=FARTHEST,
                doc=f"where on the map of its atlas: from {way}; turned, it goes there")
      for name, way in zip(MAP_POINT, ("left to right", "below to above"), strict=True)),
    *(Parameter(name=name, default=0.0, low=-FARTHEST, high=FARTHEST,
                doc=f"coordinate {number} of the point that is the rhythm")
      for number, name in enumerate(POINT, start=1)),
    *(Parameter(name=name, default=0.0, low=-FARTHEST, high=FARTHEST,
                doc=f"coordinate {number} of a second point, whose loop the first is crossed with")
      for number, name in enumerate(SECOND, start=1)),
    Parameter(name="cross", default=0.0,
              doc="0 the first point's loop, 1 the second's; between them both, softer and thinner as they go"),
    Parameter(name="walk", kind="choice", choices=("off", "random", "circle", "lissajous"), default="off",
              doc="how it strays around the point by itself"),
    Parameter(name="walk_radius", default=1.0, low=0.0, high=4.0, doc="how far it strays"),
    Parameter(name="walk_bars", default=8.0, low=0.25, high=256.0, unit="bars", curve="exponential",
              doc="how long a circle or figure takes; of a random walk, the way from one place to the next"),
    Parameter(name="label", kind="i", default=0, low=0, high=64,
              doc="which of its labels a model is told that was trained with them, from 1; 0: none"),
    Parameter(name="nearest", kind="b", default=False,
              doc="true: go to the nearest pattern that it was trained on; it turns itself back to false"),
    Parameter(name="listen", kind="b", default=False,
              doc="what is played on inputs in a bar becomes the point; a bar without notes changes nothing"),
)  # fmt: skip

SOUNDS = (
    Parameter(name="sound_glide_s", default=0.0, low=0.0, high=600.0, unit="s",
              doc="how long the sounds take to go to a new point; 0: the next hit has them"),
    *(Parameter(name=name, default=0.0, low=-FARTHEST, high=FARTHEST,
                doc=f"coordinate {number} of the point that all rows sound like; 0 is the middle of each class")
      for number, name in enumerate(SOUND_POINT, start=1)),
    Parameter(name="sound_walk", kind="choice", choices=("off", "random", "circle", "lissajous"), default="off",
              doc="how the sounds stray around their point by themselves"),
    Parameter(name="sound_radius", default=1.0, low=0.0, high=4.0, doc="how far they stray"),
    Parameter(name="sound_walk_s", default=16.0, low=0.5, high=600.0, unit="s", curve="exponential",
              doc="how long a circle or figure takes; of a random walk, the way from one place to the next"),
)  # fmt: skip

RESPOND = (
    Parameter(name="respond", kind="b", default=False,
              doc="leave room while somebody plays on inputs, and answer it in the bars after"),
    Parameter(name="room", default=0.0, doc="how loud it goes on while it leaves room: 0 silent, 1 as ever"),
    Parameter(name="answer_radius", default=0.25, low=0.0, high=4.0,
              doc="how far from what it answers an answer is: 0.25 a variation, 1 hardly akin to it"),
    Parameter(name="answer_bars", kind="i", default=0, low=0, high=64, unit="bars",
              doc="how long it answers; 0: as many bars as were played to it"),
    Parameter(name="wait_bars", kind="i", default=2, low=0, high=64, unit="bars",
              doc="how long it waits then; once nobody has played for so many bars, it goes on by itself"),
)  # fmt: skip

FILLS = (
    Parameter(name="fill_every", kind="i", default=0, low=0, high=64, unit="bars",
              doc="the last of so many bars ends with a fill; 0: none does"),
    Parameter(name="fill", kind="b", default=False,
              doc="true: end this bar with a fill, or the next if it is nearly over; it turns itself back to false"),
    Parameter(name="fill_beats", default=2.0, low=0.25, high=16.0, unit="quarters",
              doc="how long a fill is; at most the bar"),
    Parameter(name="fill_radius", default=1.5, low=0.0, high=4.0,
              doc="how far a fill goes away from the point, to where more sounds"),
)  # fmt: skip

RATCHETS = (
    Parameter(name="ratchet", default=0.0, doc="the chance of each hit to be a roll of quick ones"),
    Parameter(name="ratchet_least", kind="i", default=2, low=2, high=8, unit="hits", doc="the fewest hits of a roll"),
    Parameter(name="ratchet_most", kind="i", default=4, low=2, high=8, unit="hits", doc="the most hits of a roll"),
    Parameter(name="ratchet_steps", kind="i", default=1, low=1, high=4, unit="steps",
              doc="how long a roll is; it takes the place of what its row has there"),
    Parameter(name="ratchet_shape", default=0.0, low=-1.0, high=1.0,
              doc="-1: a roll falls to a quarter of its force; 1: it rises from that; 0: it is even"),
)  # fmt: skip

LOOP = (
    Parameter(name="density", default=0.5,
              doc="how much sounds: 0.5 as the model has it, 0 next to nothing, 1 all; always the surest first"),
    Parameter(name="temperature", default=0.0, low=0.0, high=2.0,
              doc="how much chance decides: 0 the model's likeliest loop, 1 drawn by the model's own probabilities"),
    Parameter(name="mutate", default=0.0,
              doc="share of cells whose chance is drawn anew each bar, at a temperature of 1 at least; 0: none"),
    Parameter(name="freeze", kind="b", default=False, doc="the loop stays as it is, whatever the point does"),
    Parameter(name="train", kind="b", default=False, doc="train on the corpus while it plays"),
)  # fmt: skip

GROOVE = (
    Parameter(name="swing", default=50.0, low=50.0, high=75.0, unit="%",
              doc="where the second of two steps is: 50 straight, 66.7 a triplet"),
    Parameter(name="humanise_ms", default=0.0, low=0.0, high=50.0, unit="ms",
              doc="how far each hit is early or late by chance, at most"),
    Parameter(name="humanise_velocity", default=0.0, doc="how far each hit is softer or louder by chance: 1 is ±40 %"),
    Parameter(name="accent", default=0.0, doc="how far strong beats stand out in velocity"),
    Parameter(name="groove", default=0.0,
              doc="how much it has of the corpus's own velocity and timing; unsure cells are softer then"),
    Parameter(name="velocity", kind="i", default=100, low=1, high=127, doc="how hits are struck"),
    Parameter(name="gate", default=0.5, low=0.05, high=16.0, unit="steps", curve="exponential",
              doc="how long a hit is held; what rings by itself does not mind"),
    Parameter(name="vary", default=0.0,
              doc="how much hits differ by chance in pitch, length and brightness, and accents are brighter: "
                  "1 is a semitone and half as long again"),
)  # fmt: skip


def _of_row(name: str) -> tuple[Parameter, ...]:
    said = name.replace("_", " ")
    return (
        Parameter(name=f"{name}/mute", kind="b", default=False, doc=f"{said}: silent"),
        Parameter(name=f"{name}/probability", default=1.0, doc=f"{said}: the chance of each of its hits to be played"),
        Parameter(name=f"{name}/rotation", kind="i", default=0, low=-96, high=96, unit="steps",
                  doc=f"{said}: so much later in the loop"),
        Parameter(name=f"{name}/length", kind="i", default=0, low=0, high=96, unit="steps",
                  doc=f"{said}: begins anew after so many steps, against the others; 0: with the bar"),
        Parameter(name=f"{name}/class", kind="i", default=0, low=0, high=64,
                  doc=f"{said}: as which class of its model of sounds it sounds, from 1; 0: its own"),
        *(Parameter(name=f"{name}/{each}", default=0.0, low=-FARTHEST, high=FARTHEST,
                    doc=f"{said}: coordinate {number} of its own point, added to that of all")
          for number, each in enumerate(SOUND_POINT, start=1)),
        Parameter(name=f"{name}/ratchet", default=1.0, doc=f"{said}: how much of the chance to roll it has"),
        Parameter(name=f"{name}/tune", default=0.0, low=-24.0, high=24.0, unit="semitones",
                  doc=f"{said}: how far its hits are tuned up or down; each as it is when it is given"),
        Parameter(name=f"{name}/stretch", default=1.0, low=0.1, high=10.0, curve="exponential",
                  doc=f"{said}: how much longer its hits ring"),
        Parameter(name=f"{name}/bright", default=0.0, low=-1.0, high=1.0, doc=f"{said}: how much brighter they are"),
    )  # fmt: skip


PARAMETERS = (
    *TIME,
    *PLACE,
    *RESPOND,
    *SOUNDS,
    *LOOP,
    *FILLS,
    *RATCHETS,
    *GROOVE,
    *(row for name in SLOTS for row in _of_row(name)),
)

POINT_STREAMS = tuple(
    Stream(name=f"point/{number}", doc=f"where the point is, coordinate {number}", low=-FARTHEST, high=FARTHEST)
    for number in range(1, MOST_LATENTS + 1)
)
SOUND_STREAMS = tuple(
    Stream(name=f"sound/{number}", doc=f"where the point of the sounds is, coordinate {number}", low=-FARTHEST,
           high=FARTHEST)
    for number in range(1, len(SOUND_POINT) + 1)
)  # fmt: skip
STREAMS = (
    Stream(name="pulse", doc="velocity of the loudest hit of the step; 0 where none sounds"),
    Stream(name="filled", doc="share of the loop's cells that sound"),
    Stream(name="step", doc="the step of the bar, from 0", low=0.0, high=15.0, unit="steps"),
    Stream(name="bar", doc="bars since it began, from 0", low=0.0, high=64.0, unit="bars"),
    *(place for pair in (POINT_STREAMS, SOUND_STREAMS) for place in pair[:2]),  # what is looked at comes first
    *(place for rest in (POINT_STREAMS, SOUND_STREAMS) for place in rest[2:]),
    Stream(name="loss", doc="of the step of the training", low=0.0, high=100.0, unit="nats"),
    Stream(name="gradient", doc="length of the gradient of that step", low=0.0, high=100.0),
    *(Stream(name=f"kl/{number}", doc=f"what coordinate {number} says of a pattern", low=0.0, high=5.0, unit="nats")
      for number in range(1, MOST_LATENTS + 1)),
    Stream(name="trained", doc="steps of the training so far", low=0.0, high=10000.0, unit="steps"),
)  # fmt: skip


def _names(streams: tuple[Stream, ...]) -> tuple[str, ...]:
    return tuple(row.name for row in streams)


SPACES = (
    Space(name="", coordinates=POINT, streams=_names(POINT_STREAMS)),
    Space(name=CROSS, coordinates=SECOND),
    Space(name=MAP, coordinates=MAP_POINT),
    Space(name=SOUND, coordinates=SOUND_POINT, streams=_names(SOUND_STREAMS)),
    *(Space(name=name, coordinates=tuple(f"{name}/{each}" for each in SOUND_POINT), over=SOUND) for name in SLOTS),
)
"""Where hands move its points: its own, both on the map, that of all sounds, and of each row's its own over it."""
ON_MAP = Space(name="", coordinates=MAP_POINT)
"""And where its own pad moves while its map is on."""
