import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.learning.bank import LearnerBank
from descant.learning.settings import LIMIT, LOSS_FORMS, OPTIMIZERS, Settings
from descant.learning.targets import draw

CUBIC = {"target": [0.1, -0.7, 0.3, 0.9], "theta": [-0.5, 0.2, 0.8, -0.1], "learning_rate": 0.15}
KNOT = {"target": [0.4, 5.7, 3.3], "theta": [1.5, 4.2, 0.8], "n": (5, 3, 2), "learning_rate": 0.04}
PARAMETERS = {"cubic": 4, "knot": 3}
POINTS = [2, 3, 4, 6, 7, 10, 31, 100]


def random_learner(form, rng, points=None):
    new = draw(form, rng)
    return {
        "target": new.target,
        "theta": new.theta,
        "n": new.n or None,
        "learning_rate": float(rng.choice([0.15, 0.04, -0.1, 0.0, 1.3])),
        "points": int(rng.choice(POINTS)) if points is None else points,
        "loss_form": str(rng.choice(LOSS_FORMS)),
        "optimizer": str(rng.choice(OPTIMIZERS)),
    }


def bank_of(form, learners):
    bank = LearnerBank(form)
    for learner in learners:
        bank.add(**learner)
    return bank


def full_bank(form, size, seed=0):
    rng = np.random.default_rng(seed)
    return bank_of(form, [random_learner(form, rng) for _ in range(size)])


def column(bank, index):
    """Return everything that the bank holds of one learner, as bytes."""
    return {name: values[index].tobytes() for name, values in bank.state().items() if name != "form"}


# Independence: a learner's numbers do not depend on who shares its bank, to the bit.


@settings(deadline=None, max_examples=200)
@given(
    form=st.sampled_from(["cubic", "knot"]),
    size=st.integers(1, 70),
    alike=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_numbers_do_not_depend_on_bank_mates(form, size, alike, seed):
    rng = np.random.default_rng(seed)
    learners = [random_learner(form, rng) for _ in range(size)]
    if alike:  # one group, whose columns are read in place
        same = {name: learners[0][name] for name in ("points", "loss_form", "optimizer")}
        learners = [learner | same for learner in learners]
    together, alone = bank_of(form, learners), [bank_of(form, [learner]) for learner in learners]
    for _ in range(4):
        every = bool(rng.integers(2))
        chosen = np.arange(size) if every else rng.permutation(size)[: rng.integers(1, size + 1)]
        noise = rng.normal(0, 0.1, (len(chosen), PARAMETERS[form])) if rng.integers(2) else None
        step = together.step(None if every else chosen, noise)
        for place, index in enumerate(chosen):
            single = alone[index].step(noise=None if noise is None else noise[place : place + 1])
            assert step.loss[place].tobytes() == single.loss[0].tobytes()
            assert step.gradient[place].tobytes() == single.gradient[0].tobytes()
    for index in range(size):
        assert column(together, index) == column(alone[index], 0)


@pytest.mark.parametrize("loss_form", LOSS_FORMS)
@pytest.mark.parametrize("form", PARAMETERS)
def test_numbers_do_not_depend_on_a_thousand_bank_mates(form, loss_form):
    rng = np.random.default_rng(5)
    learners = [random_learner(form, rng) | {"loss_form": loss_form, "points": 100} for _ in range(1200)]
    together = bank_of(form, learners)
    steps = [together.step() for _ in range(3)]
    for index in (0, 1, 80, 81, 82, 500, 1023, 1199):  # a chunk of residuals is 81 learners wide
        alone = bank_of(form, [learners[index]])
        for step in steps:
            single = alone.step()
            assert step.loss[index].tobytes() == single.loss[0].tobytes()
            assert step.gradient[index].tobytes() == single.gradient[0].tobytes()


@pytest.mark.parametrize("form", PARAMETERS)
def test_numbers_do_not_depend_on_who_came_and_went(form):
    rng = np.random.default_rng(6)
    learners = [random_learner(form, rng) for _ in range(30)]
    alone, bank = bank_of(form, learners[:1]), LearnerBank(form)
    bank.add(**learners[0])
    for number, learner in enumerate(learners[1:]):
        other = bank.add(**learner)
        assert bank.step().loss[0] == alone.step().loss[0]
        if number % 3:
            bank.remove(other)
        if number % 5 == 0:
            bank.set(0, points=POINTS[number % 8])
            alone.set(0, points=POINTS[number % 8])
    assert column(bank, 0) == column(alone, 0)


# Stepping.


def test_a_step_tells_loss_and_gradient_from_before_the_update():
    bank = bank_of("cubic", [CUBIC])
    measured = bank.measure()
    np.testing.assert_array_equal(bank.theta(0), CUBIC["theta"])
    step = bank.step()
    np.testing.assert_array_equal(step.loss, measured.loss)
    np.testing.assert_array_equal(step.gradient, measured.gradient)
    np.testing.assert_array_equal(bank.theta(0), np.array(CUBIC["theta"]) - 0.15 * step.gradient[0])
    assert bank.measure().loss[0] < measured.loss[0]


def test_results_are_shaped_and_ordered_as_asked():
    bank = full_bank("cubic", 6)
    step = bank.step([4, 0, 3])
    assert step.loss.shape == step.finite.shape == (3,)
    assert step.gradient.shape == (3, 4)
    assert step.indices.tolist() == [4, 0, 3]
    assert bank.step().indices.tolist() == [0, 1, 2, 3, 4, 5]
    assert bank.step(np.array([5])).indices.tolist() == [5]
    assert bank.step([]).loss.shape == (0,)
    assert LearnerBank("knot").step().gradient.shape == (0, 3)


def test_results_stay_as_they_were_when_the_bank_steps_on():
    bank = bank_of("cubic", [CUBIC] * 3)
    step = bank.step()
    loss, gradient = step.loss.copy(), step.gradient.copy()
    for _ in range(3):
        bank.step()
    np.testing.assert_array_equal(step.loss, loss)
    np.testing.assert_array_equal(step.gradient, gradient)


def test_those_who_are_not_asked_do_not_move():
    bank = full_bank("knot", 9)
    still = [column(bank, index) for index in range(9)]
    bank.step([7, 2])
    for index in set(range(9)) - {2, 7}:
        assert column(bank, index) == still[index]


def test_noise_moves_the_weights_and_not_what_is_told():
    quiet, noisy = bank_of("cubic", [CUBIC] * 2), bank_of("cubic", [CUBIC] * 2)
    noise = np.array([[0.0, 0.0, 0.0, 0.0], [0.1, -0.2, 0.3, 0.0]])
    told, heard = quiet.step(), noisy.step(noise=noise)
    np.testing.assert_array_equal(told.gradient, heard.gradient)
    np.testing.assert_array_equal(noisy.theta(0), quiet.theta(0))
    np.testing.assert_allclose(noisy.theta(1), quiet.theta(1) - 0.15 * noise[1], atol=1e-15)


# What the music relies on.


def test_a_cubic_converges_below_a_rate_of_0_888_and_diverges_above():
    rng = np.random.default_rng(7)
    learners = [CUBIC | {"target": rng.uniform(-1, 1, 4), "theta": rng.uniform(-1, 1, 4)} for _ in range(30)]
    calm, wild = bank_of("cubic", learners), bank_of("cubic", learners)
    calm.set(learning_rate=0.887)
    wild.set(learning_rate=0.89)
    for _ in range(6000):
        settled, astray = calm.step(), wild.step()
    assert settled.loss.max() < 1e-12
    assert astray.loss.min() > 1e3
    assert (wild.step().loss > astray.loss).all()


@pytest.mark.parametrize(("form", "learner"), [("cubic", CUBIC), ("knot", KNOT)])
def test_a_negative_rate_unlearns(form, learner):
    bank = bank_of(form, [learner])
    for _ in range(40):
        bank.step()
    learned = bank.measure().loss[0]
    bank.set(0, learning_rate=-0.3)
    losses = [bank.step().loss[0] for _ in range(25)]
    assert np.all(np.diff(losses) > 0)
    assert losses[-1] > 2 * learned


# Steps that would not be finite.


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("form", PARAMETERS)
def test_a_step_beyond_all_numbers_is_not_taken(form, optimizer):
    learner = (CUBIC if form == "cubic" else KNOT) | {"optimizer": optimizer}
    far = learner | {"theta": [LIMIT / 2] * PARAMETERS[form]}
    bank, alone = bank_of(form, [learner, far, learner]), bank_of(form, [learner])
    bank.step()
    alone.step()
    bank.set(1, learning_rate=-LIMIT)
    noise = np.full((3, PARAMETERS[form]), 0.5)
    noise[1] = 10
    before = column(bank, 1)
    step = bank.step(noise=noise)
    assert step.finite.tolist() == [True, False, True]
    assert column(bank, 1) == before
    alone.step(noise=noise[:1])
    assert column(bank, 0) == column(alone, 0) == column(bank, 2)
    assert np.isfinite(step.loss).all()
    bank.set(1, learning_rate=0.1)
    assert bank.step().finite.all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss_form", LOSS_FORMS)
@pytest.mark.parametrize("form", PARAMETERS)
@pytest.mark.filterwarnings("error")
def test_whatever_is_told_is_finite_however_far_a_learner_flies(form, loss_form, optimizer):
    base = (CUBIC if form == "cubic" else KNOT) | {"loss_form": loss_form, "optimizer": optimizer}
    rates = [10.0, -10.0, -0.3, 1e100, -1e100, 1e90, 1e50, 0.1]
    bank = bank_of(form, [base | {"learning_rate": rate} for rate in rates])
    bank.add(**base | {"theta": [LIMIT, -LIMIT, LIMIT, -LIMIT][: PARAMETERS[form]], "learning_rate": 10.0})
    for _ in range(300):
        step = bank.step()
        assert np.isfinite(step.loss).all()
        assert np.isfinite(step.gradient).all()
    state = bank.state()
    assert all(np.isfinite(values).all() for values in state.values())
    assert np.abs(state["theta"]).max() <= LIMIT
    bank.restore(state)


def test_a_learner_that_flew_off_is_told_and_its_mates_are_not_disturbed():
    bank, alone = bank_of("cubic", [CUBIC, CUBIC | {"learning_rate": 10.0}]), bank_of("cubic", [CUBIC])
    refused = 0
    for _ in range(200):
        step, single = bank.step(), alone.step()
        assert step.finite[0]
        assert step.loss[0] == single.loss[0]
        refused += not step.finite[1]
    assert refused > 50


# State.


@pytest.mark.parametrize("form", PARAMETERS)
def test_a_restored_bank_goes_on_to_the_bit(form):
    rng = np.random.default_rng(8)
    bank = full_bank(form, 20)
    for _ in range(7):
        bank.step(noise=rng.normal(0, 0.01, (20, PARAMETERS[form])))
    bank.remove([3, 11])
    state = bank.state()
    kept = {name: np.copy(values) for name, values in state.items()}
    restored = full_bank(form, 3, seed=9)
    restored.step()
    restored.restore(state)
    for number in range(20):
        new = random_learner(form, rng)
        if number in (5, 6, 7):
            assert bank.add(**new) == restored.add(**new)
        bank.set(0, optimizer=OPTIMIZERS[number % 3])
        restored.set(0, optimizer=OPTIMIZERS[number % 3])
        first, second = bank.step(), restored.step()
        assert first.loss.tobytes() == second.loss.tobytes()
        assert first.gradient.tobytes() == second.gradient.tobytes()
    assert all(np.array_equal(state[name], kept[name]) for name in kept)  # a copy, not a view
    assert [column(bank, i) for i in bank.indices] == [column(restored, i) for i in restored.indices]


def test_a_state_is_plain_numbers_and_arrays():
    state = full_bank("knot", 4).state()
    assert state["form"] == 1
    assert {type(values) for name, values in state.items() if name != "form"} == {np.ndarray}
    assert state["theta"].shape == (4, 3)
    assert full_bank("cubic", 4).state()["theta"].shape == (4, 4)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("form", 0),
        ("theta", np.zeros((4, 2))),
        ("theta", np.full((4, 3), np.nan)),
        ("theta", np.full((4, 3), 1e200)),
        ("theta", np.full((4, 3), "a")),
        ("points", np.full(4, 1)),
        ("points", np.full(4, 2.5)),
        ("optimizer", np.full(4, 3)),
        ("loss_form", np.full(4, -1)),
        ("second_moment", np.full((4, 3), -1.0)),
        ("steps", np.full(4, np.inf)),
        ("n", np.full((4, 3), 2)),
        ("alive", np.ones(5, dtype=bool)),
        ("surplus", np.zeros(4)),
    ],
)
def test_a_damaged_state_is_refused_and_changes_nothing(name, values):
    bank = full_bank("knot", 4)
    before = bank.state()
    with pytest.raises(ValueError, match=name if name != "alive" else "must be"):
        bank.restore(before | {name: values})
    after = bank.state()
    assert all(np.array_equal(after[key], before[key]) for key in before)


def test_a_state_that_lacks_something_is_refused():
    bank = full_bank("cubic", 2)
    with pytest.raises(ValueError, match="amiss: theta"):
        bank.restore({name: values for name, values in bank.state().items() if name != "theta"})


# Coming and going.


def test_indices_are_used_again_and_room_stays_flat():
    bank = LearnerBank("cubic")
    assert [bank.add(**CUBIC) for _ in range(4)] == [0, 1, 2, 3]
    bank.remove(2)
    bank.remove([0])
    assert (len(bank), bank.indices.tolist()) == (2, [1, 3])
    assert [bank.add(**CUBIC) for _ in range(3)] == [0, 2, 4]
    for _ in range(2000):
        bank.remove(bank.add(**CUBIC))
        bank.step([1])
    assert len(bank.state()["alive"]) == 6
    assert len(bank._plans) <= 32


def test_who_was_removed_steps_no_more():
    bank = bank_of("cubic", [CUBIC] * 3)
    bank.step()
    bank.step([1])
    bank.remove(1)
    assert bank.step().indices.tolist() == [0, 2]
    with pytest.raises(ValueError, match="no learner has the index 1"):
        bank.step([1])


def test_a_learner_in_a_used_place_has_nothing_of_the_one_before():
    bank = bank_of("knot", [KNOT | {"optimizer": "adam"}])
    for _ in range(5):
        bank.step()
    bank.remove(0)
    bank.add(**KNOT)
    assert column(bank, 0) == column(bank_of("knot", [KNOT]), 0)


@settings(deadline=None, max_examples=200)
@given(form=st.sampled_from(["cubic", "knot"]), size=st.integers(1, 5), seed=st.integers(0, 2**32 - 1))
def test_one_who_takes_a_place_is_one_who_came_after_another_left(form, size, seed):
    rng = np.random.default_rng(seed)
    learners = [random_learner(form, rng, int(rng.choice([4, 6, 100]))) for _ in range(size)]
    replaced, left = bank_of(form, learners), bank_of(form, learners)
    for _ in range(6):
        for bank in (replaced, left):
            bank.step()
            bank.step([0])
        place, new = int(rng.integers(size)), draw(form, rng)
        replaced.replace(place, new.target, new.theta, n=new.n or None)
        kept = {name: learners[place][name] for name in ("learning_rate", "points", "loss_form", "optimizer")}
        left.remove(place)
        assert left.add(new.target, new.theta, n=new.n or None, **kept) == place
        for who in (None, [0], list(range(size))[::-1]):
            mine, theirs = replaced.step(who), left.step(who)
            assert (mine.loss.tobytes(), mine.gradient.tobytes()) == (theirs.loss.tobytes(), theirs.gradient.tobytes())
        assert [column(replaced, k) for k in range(size)] == [column(left, k) for k in range(size)]


def test_who_takes_a_place_is_checked_first():
    bank = bank_of("knot", [KNOT])
    before = column(bank, 0)
    with pytest.raises(TypeError, match="n must be given"):
        bank.replace(0, KNOT["target"], KNOT["theta"])
    with pytest.raises(ValueError, match="theta must be finite"):
        bank.replace(0, KNOT["target"], [0.0, np.nan, 0.0], n=(2, 3, 5))
    with pytest.raises(ValueError, match="no learner has the index 1"):
        bank.replace(1, KNOT["target"], KNOT["theta"], n=(2, 3, 5))
    assert column(bank, 0) == before


def test_settings_can_be_read_and_set_while_playing():
    bank = bank_of("knot", [KNOT, KNOT, KNOT])
    bank.step()
    bank.set(1, points=7, loss_form="absolute", optimizer="adam", learning_rate=-0.2)
    assert bank.settings(1) == Settings(-0.2, 7, "absolute", "adam")
    assert bank.settings(0) == bank.settings(2) == Settings(0.04, 100, "squared", "sgd")
    bank.set(learning_rate=0.5)
    assert [bank.settings(index).learning_rate for index in range(3)] == [0.5] * 3
    bank.set([0, 2], points=50)
    assert [bank.settings(index).points for index in range(3)] == [50, 7, 50]
    np.testing.assert_array_equal(bank.target(1), KNOT["target"])
    assert bank.n(1) == (5, 3, 2)
    assert bank_of("cubic", [CUBIC]).n(0) == ()
    assert bank.form == "knot"


def test_a_target_is_moved_and_weights_moments_and_mates_stay():
    learner = CUBIC | {"optimizer": "adam"}
    bank, other = bank_of("cubic", [learner, learner]), bank_of("cubic", [learner])
    bank.step(), other.step()
    before = column(bank, 0)
    bank.aim(0, [1.0, 0.5, 0.0, -0.5])
    np.testing.assert_array_equal(bank.target(0), [1.0, 0.5, 0.0, -0.5])
    after = column(bank, 0)
    assert {name for name in after if after[name] != before[name]} == {"target"}
    step, mate = bank.step(), other.step()
    x = np.linspace(-1, 1, 100)
    r = np.polyval(np.subtract(bank_theta(before), [1.0, 0.5, 0.0, -0.5]), x)
    assert step.loss[0] == pytest.approx(np.mean(r**2), rel=1e-12)
    assert step.loss[1] == mate.loss[0]
    assert column(bank, 1) == column(other, 0)


def bank_theta(held):
    return np.frombuffer(held["theta"])


@pytest.mark.parametrize(
    ("index", "target", "error"),
    [
        (0, [1.0, 2.0, 3.0], ValueError), (0, [1.0, 2.0, 3.0, np.nan], ValueError), (0, [1, 2, 3, 1e200], ValueError),
        (0, ["1", "2", "3", "4"], TypeError), (1, [1.0, 2.0, 3.0, 4.0], ValueError), (0, 1.0, ValueError),
    ],
)  # fmt: skip
def test_a_target_that_is_none_is_refused_and_moves_nothing(index, target, error):
    bank = bank_of("cubic", [CUBIC])
    before = column(bank, 0)
    with pytest.raises(error):
        bank.aim(index, target)
    assert column(bank, 0) == before


def test_what_is_set_takes_effect_at_the_next_step():
    bank, other = bank_of("cubic", [CUBIC]), bank_of("cubic", [CUBIC | {"points": 5, "loss_form": "absolute"}])
    bank.measure()
    bank.set(0, points=5)
    bank.set(0, loss_form="absolute")
    assert bank.step().loss[0] == other.step().loss[0]


# Wrong arguments.


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"target": [1, 2, 3]}, ValueError, "target must be a, b, c, d"),
        ({"theta": [[1, 2, 3, 4]]}, ValueError, "theta must be a, b, c, d"),
        ({"theta": [1, 2, 3, np.nan]}, ValueError, "theta must be finite"),
        ({"target": [1, 2, 3, 1e101]}, ValueError, "target must be finite"),
        ({"target": "abcd"}, TypeError, "target must be numbers"),
        ({"theta": [1, 2, 3, None]}, TypeError, "theta must be numbers"),
        ({"n": (2, 3, 5)}, TypeError, "must not be given for a cubic"),
        ({"learning_rate": np.inf}, ValueError, "learning_rate must be finite"),
        ({"learning_rate": np.nan}, ValueError, "learning_rate must be finite"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number"),
        ({"learning_rate": True}, TypeError, "learning_rate must be a number"),
        ({"points": 1}, ValueError, "points must be from 2 to 10000, not 1"),
        ({"points": 10_001}, ValueError, "points must be from 2 to 10000"),
        ({"points": 10.5}, TypeError, "points must be a whole number"),
        ({"loss_form": "squarred"}, ValueError, "did you mean 'squared'"),
        ({"loss_form": 2}, TypeError, "loss_form must be one of squared, absolute"),
        ({"optimizer": "lbfgs"}, ValueError, "optimizer must be one of sgd, momentum, adam"),
    ],
)
def test_wrong_arguments_are_refused_and_add_nothing(change, error, text):
    bank = bank_of("cubic", [CUBIC])
    with pytest.raises(error, match=text):
        bank.add(**CUBIC | change)
    assert len(bank) == 1
    setting = {name: value for name, value in change.items() if name not in ("target", "theta", "n")}
    if setting:
        with pytest.raises(error, match=text):
            bank.set(0, **setting)


def test_a_knot_needs_its_n():
    with pytest.raises(TypeError, match="n must be given"):
        LearnerBank("knot").add([0, 0, 0], [1, 1, 1], learning_rate=0.1)
    with pytest.raises(ValueError, match="from 2 to 7"):
        LearnerBank("knot").add([0, 0, 0], [1, 1, 1], n=(2, 4, 5), learning_rate=0.1)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="cubic or knot"):
        LearnerBank("sine")


@pytest.mark.parametrize("call", ["step", "measure", "remove", "set"])
@pytest.mark.parametrize(
    ("indices", "error", "text"),
    [
        ([3], ValueError, "no learner has the index 3; 2 are in the bank"),
        ([1], ValueError, "no learner has the index 1"),
        ([-1], ValueError, "no learner has the index -1"),
        ([0, 0], ValueError, "twice"),
        ([0.0], TypeError, "integer|whole numbers"),
        (np.array([0.5]), TypeError, "whole numbers"),
        (np.array([[0]]), TypeError, "in one row"),
        (np.array([True, False]), TypeError, "whole numbers"),
        ("a", TypeError, "integer|whole numbers"),
    ],
)
def test_wrong_indices_are_refused(call, indices, error, text):
    bank = bank_of("cubic", [CUBIC] * 3)
    bank.remove(1)
    with pytest.raises(error, match=text):
        getattr(bank, call)(indices)
    assert len(bank) == 2


@pytest.mark.parametrize(
    ("noise", "error"),
    [
        (np.zeros((2, 4)), ValueError),
        (np.zeros(4), ValueError),
        (np.full((1, 4), np.nan), ValueError),
        (np.full((1, 4), 1e200), ValueError),
        (np.full((1, 4), "a"), TypeError),
    ],
)
def test_wrong_noise_is_refused(noise, error):
    bank = bank_of("cubic", [CUBIC])
    with pytest.raises(error, match="noise"):
        bank.step(noise=noise)
    np.testing.assert_array_equal(bank.theta(0), CUBIC["theta"])


def test_each_learner_may_be_given_a_rate_of_its_own():
    bank = bank_of("knot", [KNOT] * 4)
    bank.set([3, 1], learning_rate=np.array([0.3, 0.1]))
    assert [bank.settings(index).learning_rate for index in range(4)] == [0.04, 0.1, 0.04, 0.3]
    before, step = bank.thetas([1, 3]), bank.step()
    moved = before - bank.thetas(np.array([1, 3]))
    np.testing.assert_allclose(moved, step.gradient[[1, 3]] * [[0.1], [0.3]], rtol=1e-9)
    for wrong in (np.array([0.1]), np.array([[0.1, 0.2]]), np.array(0.1)):
        with pytest.raises(ValueError, match="one for each of 2"):
            bank.set([3, 1], learning_rate=wrong)
    with pytest.raises(ValueError, match="must be finite"):
        bank.set([3, 1], learning_rate=np.array([0.1, np.nan]))
    assert [bank.settings(index).learning_rate for index in range(4)] == [0.04, 0.1, 0.04, 0.3]
    bank.remove(1)
    assert bank.thetas([3, 0]).tolist() == [bank.theta(3).tolist(), bank.theta(0).tolist()]
    with pytest.raises(ValueError, match="no learner has the index 1"):
        bank.thetas([1])


def test_a_learner_is_taken_over_with_everything_of_it():
    one, other = LearnerBank("knot"), LearnerBank("knot")
    for bank in (one, other):
        bank.add([0.1, 0.2, 0.3], [1.0, 2.0, 3.0], learning_rate=0.1, n=(2, 3, 5))
    index = other.add([3.0, 1.0, 2.0], [0.5, 0.5, 0.5], learning_rate=0.05, n=(3, 4, 5), points=50, optimizer="adam")
    alone = LearnerBank("knot")
    same = alone.add([3.0, 1.0, 2.0], [0.5, 0.5, 0.5], learning_rate=0.05, n=(3, 4, 5), points=50, optimizer="adam")
    for _ in range(5):
        other.step([index])
        alone.step([same])
    here = one.adopt(other, index)
    assert (len(one), len(other), one.n(here), one.settings(here)) == (2, 1, (3, 4, 5), alone.settings(same))
    for _ in range(5):
        step, expected = one.step([here]), alone.step([same])
        assert step.loss.tolist() == expected.loss.tolist() and step.gradient.tolist() == expected.gradient.tolist()
    assert one.theta(here).tolist() == alone.theta(same).tolist()
    with pytest.raises(ValueError, match="no learner has the index"):
        one.adopt(other, index)
    with pytest.raises(ValueError, match="a knot is no learner for a bank of the form cubic"):
        LearnerBank("cubic").adopt(one, here)
