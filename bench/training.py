"""A torch training as others have it: what a note must not wait for. Run as a process, or as a thread."""

from collections.abc import Callable


def train(say: Callable[[], None]) -> None:
    """Train a small network for ever; call `say` when it is under way."""
    import torch

    torch.set_num_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.Tanh(), torch.nn.Linear(256, 256))
    optimizer = torch.optim.Adam(model.parameters())
    data = torch.randn(64, 256)
    for step in range(10**12):
        optimizer.zero_grad()
        ((model(data) - data) ** 2).mean().backward()
        optimizer.step()
        if step == 20:
            say()


if __name__ == "__main__":
    train(lambda: print("ready", flush=True))
