"""Promise: the explorable of None and zeros shows each recorded drift and each phase's memory."""

import pytest

from scripts.files import RECORDS
from scripts.records import load
from tests.explorable import awake, copied, opened, printed, says

PAGE = "chapters/clearing/"
KEYS = ("none", "zeros")
DRAWN = "(widget, shape) => widget.querySelector(shape).getAttribute('d')"
tab = opened(PAGE, "zg-none")
said = says("zg-none")


@pytest.fixture(scope="module")
def unused():
    return load(RECORDS / "clearing" / "unused.json").result


@pytest.fixture(scope="module")
def phases():
    return load(RECORDS / "clearing" / "phases.json").result


def test_every_optimizer_drifts_as_recorded(tab, unused):
    for name, run in unused.items():
        tab.locator("zg-none select").select_option(name)
        assert said(tab).startswith(f"Drift under {name}: ")
        ends = {key: run[key]["distance"][-1] for key in KEYS}
        top = max(*run["none"]["distance"], *run["zeros"]["distance"])
        for key in KEYS:
            path = tab.locator("zg-none").evaluate(DRAWN, f".line.{key}")
            heights = [50 - float(p.split(" ")[1]) for p in path.removeprefix("M").split("L")]
            recorded = [100 * distance / (top or 1) for distance in run[key]["distance"]]
            assert heights == pytest.approx(recorded, abs=1), (name, key)
            if ends[key]:
                assert f"{ends[key]:.2g} times" in said(tab), name
        assert ("stays" in said(tab)) == (not ends["none"]), name
        counts = [run[key]["counted"] for key in KEYS]
        counted = "Its step counter: {} on None, {} on zeros.".format(*counts)
        assert (counted in said(tab)) == (counts[0] != counts[1]), name
        ran = [float(line) for line in printed(copied(tab, "zg-none"))]
        assert ran == pytest.approx([ends[key] for key in KEYS], rel=1e-4), name


def test_every_phase_has_its_memory(tab, phases):
    for name, run in phases.items():
        tab.locator(f"zg-none [name=memory][value={name}]").check()
        for i, (none, zeros) in enumerate(zip(run["none"], run["zeros"], strict=True)):
            tab.locator(f"zg-none [value={none['name']}]").check()
            for phase, key in ((none, "none"), (zeros, "zeros")):
                assert f"{phase['end']:.2f} P on {'None' if key == 'none' else key}" in said(tab)
                assert f"{phase['peak']:.2f} P" in said(tab).partition("peak")[2]
                bars = tab.locator("zg-none").evaluate(DRAWN, f".bar.{key}").split("M")[1:]
                height = float(bars[i].partition("v-")[2].partition("h")[0])
                assert height / 100 * 5.2 == pytest.approx(phase["end"], abs=0.03)


def test_the_address_leads_back(tab):
    tab.locator("zg-none [name=memory][value=Adam]").check()
    tab.locator("zg-none [value=backward]").press(" ")
    shown = said(tab)
    assert shown.startswith("Memory of Adam after backward: ")
    tab.reload()
    awake(tab, "zg-none")
    assert said(tab) == shown


def test_without_scripts_a_table_tells_every_state(browser, site, unused, phases):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    assert said(tab).startswith("Drift under Adam: on None the unused weight stays.")
    tab.get_by_text("Every value, as two tables").click()
    rows = tab.locator(".explorable tbody tr").all_inner_texts()
    told = [
        f"{n}\t" + "\t".join(f"{r[k]['distance'][-1]:.2g}" for k in KEYS) for n, r in unused.items()
    ]
    told += [
        f"{n}, {none['name']}\t{none['end']:.2f}\t{zeros['end']:.2f}"
        for n, run in phases.items()
        for none, zeros in zip(run["none"], run["zeros"], strict=True)
    ]
    assert rows == told
    context.close()
