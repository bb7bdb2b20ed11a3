"""A judge of sounds: a small convolutional classifier that says as which class a picture is heard.

It knows nothing of the model whose sounds it judges, and is trained apart, on the corpus alone.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 8  # channels of the outermost convolution
KEPT = 4  # × 4 places of what the convolutions found, of whatever size the picture is


class Judge(nn.Module):
    """Pictures (n, bands, instants) of values 0 to 1, to a logit for each class.

    Args:
        labels: how many classes there are, from 2.
        width: channels of the outermost convolution.
    """

    def __init__(self, labels: int, width: int = WIDTH) -> None:
        super().__init__()
        if labels < 2:
            raise ValueError(f"a judge tells two classes apart, or more, not {labels}")
        self.convolutions = nn.Sequential(
            nn.Conv2d(1, width, 5, stride=2, padding=2),
            nn.SiLU(),
            nn.Conv2d(width, 2 * width, 5, stride=2, padding=2),
            nn.SiLU(),
            nn.Conv2d(2 * width, 4 * width, 3, stride=2, padding=1),
            nn.SiLU(),
        )
        self.last = nn.Linear(4 * width * KEPT * KEPT, labels)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits (n, labels)."""
        found = functional.adaptive_avg_pool2d(self.convolutions(pictures[:, None] - 0.5), KEPT)
        logits: Tensor = self.last(found.flatten(1))
        return logits

    @torch.no_grad()
    def heard(self, pictures: Tensor) -> Tensor:
        """Return as which class (n,) each picture is heard."""
        logits: Tensor = self(pictures)
        return logits.argmax(-1)
