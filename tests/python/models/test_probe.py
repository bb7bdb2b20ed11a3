import pytest
import torch

from descant.models import probe


def test_what_straight_lines_part_is_told_and_what_they_do_not_is_not():
    torch.manual_seed(0)
    z = torch.randn(600, 2)
    thirds = (torch.atan2(z[:, 1], z[:, 0]) // 2.1 + 2).long().clamp(0, 3)
    ring = (z.norm(dim=1) > 1.18).long()
    for label, low, high in ((thirds, 0.95, 1.0), (ring, 0.4, 0.65)):
        weights = probe.fitted(z[:400], label[:400], 4)
        assert low <= (probe.told(weights, z[400:]) == label[400:]).double().mean() <= high


def test_it_is_scikit_learn_s_regression():
    from sklearn.linear_model import LogisticRegression

    torch.manual_seed(1)
    z = torch.randn(300, 3)
    label = (z @ torch.tensor([[1.0, -1.0, 0.2]]).T + 0.5 * torch.randn(300, 1) > 0).long()[:, 0] + (z[:, 2] > 1).long()
    ours = (torch.cat([z, torch.ones(300, 1)], 1).double() @ probe.fitted(z, label, 3)).softmax(-1)
    theirs = LogisticRegression(C=1e4, max_iter=1000).fit(z.numpy(), label.numpy()).predict_proba(z.numpy())
    assert (ours.argmax(-1).numpy() == theirs.argmax(-1)).mean() >= 0.98
    assert abs(ours.numpy() - theirs).max() == pytest.approx(0.0, abs=0.05)
