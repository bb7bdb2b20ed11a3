"""The study of the VAE: the bound against samples seen, by latent sizes, beside the paper's; and β from 0 to 4."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from descant.corpora.images import Images
from descant.training.checkpoints import write_whole
from descant.training.images import BATCH, BINARISATIONS, ImageTask, Settings
from descant.training.loop import Rhythm, Step, never, train
from descant.training.run import Facts, Run

PAPER = {3: -130.0, 5: -118.0, 10: -106.0, 20: -102.0, 200: -101.0}
"""Nats after 10⁸ samples, by latents: about what Kingma & Welling's Figure 2 shows, which has curves and no numbers.

From memory of Figure 2, ±3 nats, unchecked: good for a line to look at, not to quote."""
BETAS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
BETA_LATENTS = 20
TESTS = 20  # on a curve


@dataclass(frozen=True)
class Plan:
    """What is studied."""

    latents: tuple[int, ...] = tuple(PAPER)
    betas: tuple[float, ...] = BETAS
    beta_latents: int = BETA_LATENTS
    samples: int = 1_000_000  # seen by each model
    binarisation: str = "random"
    seed: int = 0

    def variants(self) -> dict[str, Settings]:
        """Return the models to train, each once, by name; β 1 of one size is in both halves."""
        sizes = [(latents, 1.0) for latents in self.latents]
        weights = [(self.beta_latents, beta) for beta in self.betas]
        return {name_of(*pair): Settings(*pair, binarisation=self.binarisation) for pair in sizes + weights}


def name_of(latents: int, beta: float) -> str:
    """Return a model's name."""
    return f"latents-{latents}-beta-{beta:g}"


def study(
    images: Images,
    out: Path,
    plan: Plan,
    report: Callable[[str, float], None] = lambda stage, done: None,
    stop: Callable[[], bool] = never,
) -> bool:
    """Train every model that is not trained yet, then write study.json and study.png; return whether all was done.

    Raises:
        DescantError: what is in `out` is of another study.
    """
    variants = plan.variants()
    digest = hashlib.sha256(images.train.tobytes() + images.test.tobytes()).hexdigest()
    for name, settings in variants.items():
        run = Run(out / "runs" / name)
        known = run.settings_path.exists()
        facts = Facts("images", settings.table(), plan.seed, {"sha256": digest, "pictures": len(images.train)})
        (run.go_on if known else run.begin)(facts)
        task = ImageTask(images, settings, plan.seed)
        steps = max(TESTS, plan.samples // task.batch)
        reached = train(
            task,
            run,
            steps=steps,
            seed=plan.seed,
            resume=known,
            seen=_shown(name, steps, report),
            stop=stop,
            rhythm=Rhythm(test=steps // TESTS),
        )
        if reached < steps:
            return False
    _write(out, plan, {name: _curve(Run(out / "runs" / name), len(images.train)) for name in variants})
    return True


def _shown(name: str, steps: int, report: Callable[[str, float], None]) -> Callable[[Step], None]:
    """Return what reports a model's steps, now and then."""

    def show(step: Step) -> None:
        if step.number % TESTS == 0:
            report(name, step.number / steps)

    return show


def _curve(run: Run, pictures: int) -> list[dict[str, float]]:
    """Return the tests of a run, by samples seen."""
    batch = min(BATCH, pictures)
    return [{"samples": line["step"] * batch, **line["test"]} for line in run.curves() if "test" in line]


def _write(out: Path, plan: Plan, curves: dict[str, list[dict[str, float]]]) -> None:
    """Write what was found, as numbers and as a picture."""
    sizes = {latents: curves[name_of(latents, 1.0)] for latents in plan.latents}
    weights = {beta: curves[name_of(plan.beta_latents, beta)] for beta in plan.betas}
    found: dict[str, Any] = {
        "binarisation": f"{plan.binarisation}: {BINARISATIONS[plan.binarisation]}",
        "paper": {"what": "bound after 1e8 samples, about: Figure 2 from memory, ±3 nats, unchecked", "nats": PAPER},
        "latents": sizes,
        "beta": {"latents": plan.beta_latents, "curves": weights},
    }
    write_whole(out / "study.json", json.dumps(found, indent=1, ensure_ascii=False).encode())
    draw(out / "study.png", found)


def draw(path: Path, found: dict[str, Any]) -> None:
    """Draw the bound against samples beside the paper's, and what β makes of the bound's two terms."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    for place, (latents, curve) in enumerate(found["latents"].items()):
        seen = [test for test in curve if test["samples"]]
        colour = f"C{place}"
        left.plot(_column(seen, "samples"), _column(seen, "elbo"), colour, label=f"{latents} latents")
        if latents in PAPER and seen:
            left.axhline(PAPER[latents], color=colour, linestyle=":", linewidth=1)
    left.set(xscale="log", xlabel="samples seen", ylabel="bound on test pictures (nats)")
    left.set_title("Dotted: about what Kingma & Welling have after 10⁸ samples (from memory, ±3)", fontsize=10)
    left.legend()
    betas = list(found["beta"]["curves"])
    ends = [curve[-1] for curve in found["beta"]["curves"].values()]
    for name, words in (("elbo", "bound"), ("log_likelihood", "log-likelihood"), ("kl", "KL")):
        right.plot(betas, _column(ends, name), "o-", label=words)
    right.set(xlabel="β in training", ylabel="nats on test pictures")
    right.set_title(f"{found['beta']['latents']} latents · binarisation {found['binarisation']}", fontsize=8)
    right.legend()
    figure.savefig(path, dpi=120)


def _column(tests: Sequence[dict[str, float]], name: str) -> list[float]:
    return [test[name] for test in tests]
