"""The luck map counts what training does, refines itself while nothing else happens, and always has a map."""

import asyncio
import re
import threading

import numpy as np
import pytest

from lab3_helpers.network import random_parameters, train
from lab3_helpers import LuckPanel, TrainingPanel
from lab3_helpers.network.luck_panel import LOSS_EDGES, PLATEAUS, RATES, SDS, STARTS, counted, final_losses

FRAMED = r"Rate (\S+), sd (\S+): (\S+) % of the restarts end below 0.1, (\S+) % near 0.5004"


def starts_of(panel):
    return int(re.search(r"(\d+) restarts per cell", panel.picture.sentence).group(1))


@pytest.fixture(scope="module")
def training():
    return TrainingPanel()


@pytest.fixture(scope="module")
def panel(training):
    """The panel as it is without a running loop."""
    return LuckPanel(steps=10, training=training)


@pytest.mark.parametrize("rate, sd, steps, rule", [(1, 1, 100, True), (7, 0.3, 300, False), (50, 5, 10, True)])
def test_the_framed_cell_is_what_its_restarts_do(panel, rate, sd, steps, rule):
    panel.set(learning_rate=rate, sd=sd, steps=steps, stopping_rule=rule)
    said = re.match(FRAMED, panel.picture.sentence).groups()
    losses = train(random_parameters(starts_of(panel), sd), rate, steps, 1e-4 if rule else None).loss
    assert (float(said[0]), float(said[1])) == (rate, sd)
    assert float(said[2]) == pytest.approx(100 * np.mean(losses < 0.1), abs=0.06)
    assert float(said[3]) == pytest.approx(100 * np.mean(abs(losses - PLATEAUS[0]) < 0.01), abs=0.06)


def test_every_cell_of_the_map_belongs_to_its_rate_and_sd():
    losses = final_losses(RATES, SDS, 10, True, 3, 5)
    assert losses.shape == (len(SDS), len(RATES), 2)
    for row, column in ((0, 0), (10, 12), (6, 3)):
        alone = train(random_parameters(5, SDS[row])[3:], RATES[column], 10).loss
        assert losses[row, column] == pytest.approx(alone)


@pytest.mark.parametrize("rate, sd, cell", [(2, 0.3, (2, 0.3)), (100, 0.01, (50, 0.05)), (0.01, 10, (0.1, 5))])
def test_a_button_frames_the_setting_of_the_training_panel(panel, training, rate, sd, cell):
    panel.reset()
    (follow,) = (child for child in panel._box.children[1].children if child.get_state().get("description") == "as in the training panel")
    training.set(learning_rate=rate, sd=sd)
    follow.click()
    assert panel.picture.recipe == "LuckPanel(learning_rate={}, sd={}, steps=10, stopping_rule=True)".format(*cell)


def test_counting():
    losses = np.array([[[0.0, 0.09999, 0.1, 0.5004, 0.27, 5.0]]])
    tally = counted(losses)
    assert (tally.starts, tally.successes.item()) == (6, 2)
    assert tally.near[0, 0].tolist() == [1, 0, 0, 1]
    assert tally.bins.sum() == 6 and tally.bins[0, 0, -1] == 1
    assert tally.bins[0, 0, np.searchsorted(LOSS_EDGES, 0.1)] == 1  # 0.1 itself is no success


def test_a_rate_of_the_training_panel_that_the_map_does_not_have_frames_the_nearest():
    panel = LuckPanel(steps=10, training=TrainingPanel(learning_rate=0.33))
    (follow,) = (child for child in panel._box.children[1].children if child.get_state().get("description") == "as in the training panel")
    follow.click()
    assert panel.picture.sentence.startswith("Rate 0.5, ")


def test_without_a_running_loop_there_is_the_first_map_and_no_more(panel):
    panel.reset()
    assert starts_of(panel) == 128
    assert panel._progress.value == 128


async def refined(panel, enough=STARTS):
    async with asyncio.timeout(60):
        while panel._progress.value < enough or (panel._task is not None and not panel._task.done()):
            await asyncio.sleep(0.01)


def test_the_map_is_refined_in_passes_until_it_is_complete():
    async def session():
        panel = LuckPanel(steps=10)
        sentences, text = [], str(panel)
        panel.picture.observe(lambda change: sentences.append(change["new"]), "sentence")
        await refined(panel)
        assert text == str(panel) == panel._repr_mimebundle_()[0]["text/plain"] and "128 restarts per cell" in text, (
            "the saved text must not depend on how far the passes are")
        return panel, [int(re.search(r"(\d+) restarts per", sentence).group(1)) for sentence in sentences]

    panel, passes = asyncio.run(session())
    assert passes == [512, 2048]
    all_at_once = counted(final_losses(RATES, SDS, 10, True, 0, STARTS))
    tally = panel._tallies[10, True]
    assert all(np.array_equal(one, other) for one, other in zip(tally, all_at_once))


def test_the_loop_stays_free_between_slices():
    async def session():
        panel = LuckPanel(steps=10)
        turns = 0
        while panel._progress.value < STARTS:
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(session()) > 15


def test_a_moved_slider_ends_the_work_on_the_old_map():
    async def session():
        panel = LuckPanel(steps=1000)
        await asyncio.sleep(0)
        panel.controls["steps"].value = 10
        before = panel._tallies[1000, True].starts
        await refined(panel)
        assert panel._tallies[1000, True].starts <= before + 8  # at most the slice that was being made
        panel.controls["steps"].value = 10  # nothing left to do
        return panel

    assert starts_of(asyncio.run(session())) == STARTS


def test_a_callback_in_another_thread_starts_the_work_in_the_loop():
    async def session():
        panel = LuckPanel(steps=10)
        await refined(panel)
        thread = threading.Thread(target=panel.set, kwargs={"stopping_rule": False})
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.01)
        await refined(panel)
        return panel

    panel = asyncio.run(session())
    assert panel._tallies[10, False].starts == STARTS and "rule off" in panel.picture.sentence


@pytest.mark.parametrize("error", [MemoryError("too much"), KeyboardInterrupt()], ids=repr)
def test_a_slice_that_raises_says_so_and_the_map_stays(error, monkeypatch):
    def out_of_memory_or_interrupted(*_):
        raise error

    async def session():
        panel = LuckPanel(steps=10)
        before = panel.picture.image
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(panel, "_more", out_of_memory_or_interrupted)
            await asyncio.sleep(0.1)
        said = panel.picture.sentence, panel.picture.failed, panel.picture.image == before
        panel.set(learning_rate=2)  # a moved slider tries again
        await refined(panel)
        return panel, said

    panel, (sentence, failed, same) = asyncio.run(session())
    assert sentence == f"The map could not be refined: {type(error).__name__}: {error}".rstrip(": ")
    assert failed and same
    assert starts_of(panel) == STARTS and not panel.picture.failed


def test_a_click_frames_the_cell_under_it(panel):
    axes, canvas = panel.figure.map, panel.figure
    x, y = axes.transData.transform((RATES.index(7), SDS.index(0.1))) / canvas.figure.bbox.size
    panel.picture._handle_custom_msg({"x": x, "y": 1 - y}, [])  # as the page sends it
    assert panel.picture.sentence.startswith("Rate 7, sd 0.1:")
    panel.picture._handle_custom_msg({"x": 0.001, "y": 0.5}, [])  # beside the map
    assert panel.picture.sentence.startswith("Rate 7, sd 0.1:")


def test_a_rate_that_is_not_in_the_list_gets_a_column():
    panel = LuckPanel(learning_rate=7.5, sd=0.1)
    assert len(panel._rates) == len(RATES) + 1
    assert panel.picture.sentence.startswith("Rate 7.5, sd 0.1:")


@pytest.mark.parametrize("arguments, sentence", [
    ({"learning_rate": 0.01}, "learning rate must be between 0.1 and 50, but 0.01 came."),
    ({"sd": 0}, "sd must be between 0.05 and 5, but 0 came."),
    ({"steps": 2000}, "steps must be between 10 and 1000, but 2000 came."),
    ({"steps": 20.5}, "steps must be a whole number, but 20.5 came."),
    ({"stopping_rule": 1}, "stopping rule must be True or False, but 1 came."),
    ({"training": 5}, "training must be a TrainingPanel or None, but 5 came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        LuckPanel(**arguments)
