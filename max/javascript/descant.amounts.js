// The picture's parameters as Descant has them: written by descant.export.max_video, not by hand.
'use strict';

exports.ROWS = {
    'picture/background': {"kind": "choice", "low": 0.0, "high": 1.0, "default": "black", "choices": ["black", "performer", "camera", "keyboard"]},
    'picture/curves': {"kind": "b", "low": 0.0, "high": 1.0, "default": 1, "choices": []},
    'picture/older': {"kind": "i", "low": 0, "high": 40, "default": 12, "choices": []},
    'shift/red': {"kind": "f", "low": -1.0, "high": 1.0, "default": 0.0, "choices": []},
    'shift/green': {"kind": "f", "low": -1.0, "high": 1.0, "default": 0.0, "choices": []},
    'shift/blue': {"kind": "f", "low": -1.0, "high": 1.0, "default": 0.0, "choices": []},
    'bend/g1': {"kind": "f", "low": -100.0, "high": 100.0, "default": 0.0, "choices": []},
    'bend/g2': {"kind": "f", "low": -100.0, "high": 100.0, "default": 0.0, "choices": []},
    'bend/depth': {"kind": "f", "low": 0.0, "high": 0.5, "default": 0.08, "choices": []},
    'bend/wavelength': {"kind": "f", "low": 0.05, "high": 10.0, "default": 0.4, "choices": []},
    'bend/form': {"kind": "choice", "low": 0.0, "high": 1.0, "default": "waves", "choices": ["waves", "paper"]},
    'bubbles/on': {"kind": "b", "low": 0.0, "high": 1.0, "default": 0, "choices": []},
    'bubbles/life': {"kind": "f", "low": 0.5, "high": 60.0, "default": 6.0, "choices": []},
    'bubbles/size': {"kind": "f", "low": 0.01, "high": 0.5, "default": 0.11, "choices": []},
};
