"""The effects' formulas in GLSL 3.30: one text for Descant's own shaders and for those of the Max package.

Whoever uses them declares before them ``vec4 at(ivec2 p)``, the picture's pixel at p (x right, y down, edges
replicated), and ``ivec2 size``, its width and height in pixels. Numbers that are none count as neutral.
"""

from descant.table import Parameter
from descant.video.table import PICTURE

BETWEEN = """
// Four pixels are fetched and mixed here: a card's own filter knows only 256 fractions of a pixel.
vec4 between(vec2 p) {
    p = clamp(p, vec2(-1.0), vec2(size));
    ivec2 i = ivec2(floor(p));
    vec2 f = p - floor(p);
    vec4 upper = mix(at(i), at(i + ivec2(1, 0)), f.x);
    return mix(upper, mix(at(i + ivec2(0, 1)), at(i + ivec2(1, 1)), f.x), f.y);
}

// Compilers may take x != x for false; the bits of a number that is none cannot be mistaken.
float number(float x, float low, float high, float otherwise) {
    return (floatBitsToUint(x) & 0x7f800000u) == 0x7f800000u ? otherwise : clamp(x, low, high);
}
"""
"""Reading between pixels, and keeping out what is no number."""

SHIFT = """
uniform float red, green, blue;  // picture heights

vec4 shifted(ivec2 p) {
    vec3 pixels = float(size.y) * vec3(
        number(red, -100.0, 100.0, 0.0), number(green, -100.0, 100.0, 0.0), number(blue, -100.0, 100.0, 0.0));
    vec2 aslant = vec2(-0.5, 0.8660254037844386);  // 120 degrees; 240 is its mirror image
    float r = between(vec2(p) - pixels.r * vec2(1.0, 0.0)).r;
    float g = between(vec2(p) - pixels.g * aslant).g;
    float b = between(vec2(p) - pixels.b * vec2(aslant.x, -aslant.y)).b;
    return vec4(r, g, b, at(p).a);
}
"""
"""``vec4 shifted(ivec2 p)``: see `effects.shift`."""

WAVES = """
// sin(2 pi x) by its series, to 1e-7 on every card: their own sines differ by thousands of that.
float sine(float x) {
    x -= floor(x + 0.5);
    x = abs(x) > 0.25 ? sign(x) * 0.5 - x : x;
    float a = 6.283185307179586 * x, s = a * a;
    return a * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362880.0
        - s / 39916800.0)))));
}

// x times a number of turns, less whole turns; that number once more in 1/2^32, as integers overflow without loss.
float turns(float x, float each, uint each_exact) {
    float whole = floor(x);
    return float(int(uint(int(whole)) * each_exact)) / 4294967296.0 + (x - whole) * each;
}

// place / (height * wavelength), less whole turns: a float's 24 bits would not do, integers do.
float wave(int place, int height, float wavelength) {
    int coarse = int(floor(4096.0 * wavelength));
    float fine = wavelength - float(coarse) / 4096.0;
    int passed = (place * 4096) / (height * coarse);
    float rest = float(place * 4096 - passed * height * coarse) / 4096.0 - float(passed * height) * fine;
    return rest / (float(height) * wavelength);
}

// By how much pixels move along one axis, in depths, at a place along the other; exactly 0 where the gradient is 0.
float displacement(int place, int height, float gradient, float wavelength, int form) {
    if (form == PAPER) {  // cos g - 1
        float s = sine(turns(gradient, 0.07957747154594767, 341782638u));
        return -2.0 * s * s;
    }
    float g = turns(gradient, 0.3183098861837907, 1367130551u);  // cos(a + 4 g) - cos(a)
    return -2.0 * sine(wave(place, height, wavelength) + g) * sine(g);
}
"""
"""``float displacement(…)``: see `effects.displacement`. The phases are reduced exactly: 100 gradients are 64 turns."""

BEND = """
uniform float g1, g2;  // partial gradients
uniform float depth, wavelength;  // picture heights
uniform int form;

vec4 bent(ivec2 p) {
    float waves = number(wavelength, LIMITS_WAVELENGTH);
    vec2 moved = vec2(
        displacement(p.y, size.y, number(g1, LIMITS_G), waves, form),
        displacement(p.x, size.y, number(g2, LIMITS_G), waves, form));
    return vec4(between(vec2(p) - float(size.y) * number(depth, LIMITS_DEPTH) * moved).rgb, at(p).a);
}
"""
"""``vec4 bent(ivec2 p)``: see `effects.bend`."""


BUBBLES = """
uniform int count;  // bubbles, the oldest first

float whole(float x) { return floor(x + 0.5); }
vec3 whole(vec3 x) { return floor(x + 0.5); }

// The light of a bubble's rim (rgb) and how opaque it is (a), from 0 to 255; u is in radii from its middle.
vec4 lens(vec2 u, float radius) {
    float r = length(u), inside = min(r, 1.0);
    float edge = clamp((1.0 - r) * radius + 0.5, 0.0, 1.0);
    float away = max((1.0 - r) * radius / (0.6 + 0.018 * radius) - 1.2, 0.0);
    float ring = exp(-0.5 * away * away) * edge;
    float facing = 0.45 + 0.55 * clamp(-(u.x + u.y) / 1.4142135623730951, 0.0, 1.0);
    vec2 near = u + vec2(0.42, 0.46), far = u - vec2(0.45, 0.5);
    float spot = exp(-dot(near, near) / 0.022) + 0.35 * exp(-dot(far, far) / 0.03);
    float fresnel = 0.30 * inside * inside * inside * inside * inside * edge;
    float light = clamp(0.85 * ring * facing + 0.55 * spot * edge + fresnel * facing, 0.0, 1.0);
    return vec4(floor(light * vec3(255.0, 236.0, 206.0)), floor(edge * 255.0));
}

// The video as seen through a bubble, from 0 to 255: magnified, and bent by a whole picture's wave.
vec3 through(int n, ivec2 away, int radius) {
    vec3 place = row(n, 0), bend = row(n, 1), shape = row(n, 2);
    vec2 read = vec2(away) / float(radius);
    float r = min(length(read), 1.0), swell = 0.62 + (1.15 - 0.62) * r * r * r;
    int form = int(number(shape.z, 0.0, 9.0, 0.0)), last = 2 * radius + 2;
    ivec2 across = away + radius + 1;
    float waves = number(shape.y, LIMITS_WAVELENGTH);
    vec2 moved = number(shape.x, LIMITS_DEPTH) * vec2(
        displacement(across.y, last, number(bend.y, LIMITS_G), waves, form),
        displacement(across.x, last, number(bend.z, LIMITS_G), waves, form));
    vec2 middle = floor(place.xy) + 0.5;
    return whole(255.0 * between(middle + swell * vec2(away) - 0.9 * float(last + 1) * moved).rgb);
}

int radius_of(int n) {
    return int(number(row(n, 0).z, 1.0, 8192.0, 1.0));
}

ivec2 away_from(int n, ivec2 p) {
    vec3 place = row(n, 0);
    return p - ivec2(number(place.x, -1e6, 1e6, -1e6), number(place.y, -1e6, 1e6, -1e6));
}

// The next bubble after n that reaches p. Most pixels have none: these must not pay for lenses.
int after(int n, ivec2 p, int end) {
    for (n++; n < end; n++) {
        ivec2 away = abs(away_from(n, p));
        if (max(away.x, away.y) <= radius_of(n) + 1) break;
    }
    return n;
}

vec4 bubbled(ivec2 p) {
    vec4 colour = under(p);
    int end = clamp(count, 0, MOST);
    for (int n = after(-1, p, end); n < end; n = after(n, p, end)) {
        float opacity = number(row(n, 1).x, 0.0, 1.0, 0.0);
        int radius = radius_of(n);
        ivec2 away = away_from(n, p);
        vec4 light = lens(vec2(away) / float(radius), float(radius));
        float shown = whole(light.a * opacity);
        vec3 kept = whole(whole(255.0 * colour.rgb) * (255.0 - shown) / 255.0);
        vec3 own = whole(through(n, away, radius) * shown / 255.0);
        colour.rgb = opacity > 0.0 ? min(kept + own + whole(light.rgb * opacity), 255.0) / 255.0 : colour.rgb;
    }
    return colour;
}
"""
"""``vec4 bubbled(ivec2 p)``: see `bubbles.Bubbles`, steps of 255 included.

`at` reads the video, ``vec4 under(ivec2 p)`` the picture; ``vec3 row(int n, int k)`` is what is known of bubble n:
x, y, radius in pixels; opacity, g1, g2; depth, wavelength, form.
"""

MOST_BUBBLES = 32
"""At once; the oldest give way."""


def _row(name: str) -> Parameter:
    return next(row for row in PICTURE["bend"] if row.name == name)


def _limits(name: str, otherwise: float) -> str:
    row = _row(name)
    return f"{float(row.low)!r}, {float(row.high)!r}, {otherwise!r}"


FORMS: tuple[str, ...] = _row("form").choices
"""The forms of bend; a shader counts them from 0."""


def _with_limits(source: str) -> str:
    """Return GLSL with the table's limits and the names of forms written into it."""
    words = {
        "LIMITS_WAVELENGTH": _limits("wavelength", float(_row("wavelength").default)),
        "LIMITS_DEPTH": _limits("depth", 0.0),
        "LIMITS_G": _limits("g1", 0.0),
        "MOST": str(MOST_BUBBLES),
        "PAPER": str(FORMS.index("paper")),
    }
    for word, value in words.items():
        source = source.replace(word, value)
    return source


SHIFT_EFFECT = BETWEEN + SHIFT
BEND_EFFECT = _with_limits(BETWEEN + WAVES + BEND)
BUBBLES_EFFECT = _with_limits(BETWEEN + WAVES + BUBBLES)
