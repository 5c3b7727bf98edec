"""Promise: what is pasted on the doctor's page gets CPython's answer there, and goes nowhere."""

import gzip
import json
import re
import time

import pytest

from loop_doctor import examine
from loop_doctor.page import Answer
from loop_doctor.read_ast import read
from loop_doctor.report import as_data
from scripts.files import DOCS, ROOT, SNIPPETS
from scripts.weave.doctor import CPYTHON_ONLY, NAMES, core, sample
from tests.doctor_programs import PROGRAMS

PAGE = "doctor/"
LIMIT = 350_000  # bytes, compressed, of all that the first press loads
VENDORED = DOCS / "assets" / "vendor" / "doctor"
LOOP = "for x, y in loader:\n    loss = f(model(x), y)\n    loss.backward()\n    optimizer.step()\n"
WINDOW = """for i in range(STEPS):
    for _ in range(EVERY):
        loss = model(next(loader))
        loss.backward()
    optimizer.step()
    optimizer.zero_grad()
"""
PASTED = LOOP.replace(
    "\n", "\n    "
).rstrip()  # a part of a function, from the middle of its first line
ALL = """async programs => {  // the reports of a worker of the page's kind on all programs
    const worker = new Worker(new URL("../assets/doctor/worker.js", location), { type: "module" })
    const reports = []
    for (const source of programs) {
        worker.postMessage({ source })
        reports.push(await new Promise(done => {
            let report
            worker.onmessage = ({ data }) => {
                report = data.report ?? (data.said || data.failed) ?? report
                if (data.repair !== undefined || data.failed) done(report)
            }
        }))
    }
    worker.terminate()
    return reports
}"""


@pytest.fixture
def tab(browser, site):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    tab.locator("zg-doctor:defined").wait_for()
    yield tab
    context.close()


def examined(tab, program=None):
    """What the page says of a program, or of what stands in its box."""
    if program is not None:
        tab.locator("zg-doctor textarea").evaluate("(box, text) => { box.value = text }", program)
    tab.locator("zg-doctor [type=submit]").click()
    tab.locator("zg-doctor:not([aria-busy])").wait_for()
    return tab.locator("zg-doctor [role=status]").inner_text()


def reported(source):
    """CPython's report, as JSON would give it."""
    return json.loads(json.dumps(as_data("", examine(source))))


def test_every_program_gets_the_answer_of_cpython(tab):
    programs = {name: sample(name) for name in NAMES}
    programs |= {f"{kind} {which}": PROGRAMS[kind][which] for kind in PROGRAMS for which in (0, 1)}
    places = sorted((SNIPPETS / "cases").glob("*.py")) + sorted((SNIPPETS / "loops").glob("*.py"))
    programs |= {path.stem: path.read_text() for path in places}
    given = tab.evaluate(ALL, list(programs.values()))
    for (name, source), report in zip(programs.items(), given, strict=True):
        assert report.startswith("{"), (name, report)
        assert json.loads(report) == reported(source), name


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_examined_when_it_is_chosen(tab, name):
    tab.locator("zg-doctor select").select_option(name)
    tab.locator("zg-doctor:not([aria-busy])").wait_for()
    answer = Answer(sample(name), read, "../")
    faulty = NAMES.index(name) < 5
    assert tab.locator("zg-doctor [role=status]").inner_text() == answer.said
    assert answer.said.startswith("A fault" if faulty else "Nothing found")
    assert tab.locator("zg-doctor .repair ins").count() == answer.repair().count("<ins>")
    assert (answer.repair() != "") == faulty
    assert tab.locator("zg-doctor ol.code .mark").count() == len(answer.examination.findings)


def test_what_was_typed_is_kept_and_what_was_said_before_is_not(tab):
    box, samples = tab.locator("zg-doctor textarea"), tab.locator("zg-doctor select")
    assert tab.locator("zg-doctor .found").inner_text()
    box.fill(LOOP)
    assert tab.locator("zg-doctor .found").inner_text() == ""
    assert tab.locator("zg-doctor [role=status]").inner_text() == "Press Examine."
    samples.select_option("index/forgotten")
    tab.locator("zg-doctor:not([aria-busy])").wait_for()
    assert box.input_value() == sample("index/forgotten")
    samples.select_option(label="your own")
    assert box.input_value() == LOOP


def test_one_step_in_all_is_asked_about(tab):
    alone = "for x, y in loader:\n    loss = f(model(x), y)\nloss.backward()\noptimizer.step()\n"
    assert examined(tab, alone).endswith("Is step() inside the loop?")
    assert "inside the loop" not in examined(tab, sample("index/accumulate"))


def test_the_repaired_program_is_copied_and_sound(tab):
    tab.locator("zg-doctor select").select_option("doctor/window")
    tab.locator("zg-doctor [value=copy]").click()  # which waits for the repair
    tab.locator("zg-doctor [role=status]", has_text="copied").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert "(loss / accumulation_steps).backward()" in copied
    assert examine(copied).answer == "nothing found"


def test_the_keyboard_alone_will_do(tab):
    tab.locator("zg-doctor textarea").focus()
    tab.keyboard.press("Control+A")
    tab.keyboard.insert_text(LOOP)
    tab.keyboard.press("Control+Enter")
    tab.locator("zg-doctor [role=status]:not(:empty)").wait_for()
    tab.locator("zg-doctor:not([aria-busy])").wait_for()
    assert "line 4: Nothing clears" in tab.locator("zg-doctor [role=status]").inner_text()


def test_a_part_of_a_function_and_of_a_notebook_is_read(tab):
    assert "line 4: Nothing clears" in examined(tab, PASTED)
    indented = "\n".join(f"        {line}" for line in LOOP.splitlines())
    assert "line 4: Nothing clears" in examined(tab, indented)
    assert "line 5: Nothing clears" in examined(tab, "%matplotlib inline\n" + LOOP)


def test_nothing_is_asked_for_after_the_paste(tab):
    examined(tab)
    tab.wait_for_load_state("networkidle")
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    assert "line 4: Nothing clears" in examined(tab, LOOP)
    assert asked == []


def test_what_cannot_be_examined_is_said(tab):
    assert examined(tab, "  ") == "Paste a training loop first, or choose a sample."
    assert "line 2 is no Python" in examined(tab, "x = 1\nfor for\n")
    assert examined(tab, "print(1)\n") == "I cannot tell: no training loop in sight."
    assert "too long for this page" in examined(tab, LOOP * 800)
    assert "loop-doctor.pyz" in tab.locator("zg-doctor [role=status]").inner_text()
    assert "nested too deeply" in examined(tab, "x = " + "(" * 9000 + ")" * 9000)
    assert "line 4: Nothing clears" in examined(tab, LOOP)


def test_a_worker_that_takes_too_long_is_ended(tab, site):
    tab.route("**/core.json", lambda route: None)  # it never comes
    tab.clock.install()
    tab.locator("zg-doctor [type=submit]").click()
    tab.clock.fast_forward(13_000)
    tab.locator("zg-doctor:not([aria-busy])").wait_for()
    assert "Given up after 12 seconds" in tab.locator("zg-doctor [role=status]").inner_text()


def test_from_disk_the_page_names_the_command(browser, site):
    tab = browser.new_page()
    tab.goto(site.file(PAGE).as_uri())
    tab.locator("zg-doctor [type=submit]").click()
    said = tab.locator("zg-doctor [role=status]").inner_text()
    assert "opened from disk" in said
    assert "loop-doctor.pyz" in said
    tab.close()


def test_without_scripts_the_first_answer_and_the_command_are_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site.url + PAGE)
    assert "line 17: Nothing clears" in tab.locator("zg-doctor .verdict").inner_text()
    assert tab.locator("zg-doctor .ledger .stale").count() == 6
    assert not tab.locator("zg-doctor form").is_visible()
    assert "python3 loop-doctor.pyz" in tab.locator("article").inner_text()
    context.close()


def test_it_works_after_instant_navigation_and_on_a_phone(browser, site):
    tab = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme="dark")
    tab.goto(site.url, wait_until="networkidle")
    tab.locator('article a[href$="doctor/"]').first.click()  # one press from the front page
    tab.locator("zg-doctor:defined").wait_for()
    assert "line 4: Nothing clears" in examined(tab, LOOP)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    tab.goto(site.url + "checklist/")
    assert tab.locator('article a[href$="doctor/"]').count()
    tab.close()


def test_a_stranger_on_a_phone_has_the_repair_within_a_minute(browser, site):
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    for program, repair in ((LOOP, "optimizer.zero_grad()"), (WINDOW, "(loss / EVERY).backward()")):
        start = time.monotonic()
        tab = context.new_page()
        tab.goto(site.url)
        tab.locator('article a[href$="doctor/"]').first.tap()
        tab.locator("zg-doctor:defined textarea").tap()
        tab.evaluate("text => navigator.clipboard.writeText(text)", program)
        tab.keyboard.press("Control+A")
        tab.keyboard.press("Control+V")
        tab.locator("zg-doctor [role=status]", has_text="fault").wait_for()
        box = tab.locator("zg-doctor [role=status]").bounding_box()
        assert 0 < box["y"] < 740 - box["height"] - 100  # in sight, and what follows, too
        tab.locator("zg-doctor [value=copy]").tap()
        tab.locator("zg-doctor [role=status]", has_text="copied").wait_for()
        assert repair in tab.evaluate("navigator.clipboard.readText()")
        assert time.monotonic() - start < 60
        tab.close()
    context.close()


def test_what_the_first_press_loads_is_light():
    files = [
        *VENDORED.glob("*.js"),
        *VENDORED.glob("*.wasm"),
        *(DOCS / "assets/doctor").glob("*.js"),
    ]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in files)
    weight += len(gzip.compress(core().encode()))
    print(f"{weight:,} bytes")
    assert 250_000 < weight < LIMIT  # the page says 300 kB


def test_the_core_imports_nothing():
    for path, text in json.loads(core()).items():
        modules = re.findall(r"^\s*(?:from|import) (\S+)", text, re.MULTILINE)
        assert all(one.startswith(".") for one in modules), path
    kept = {path.stem for path in (ROOT / "loop_doctor").glob("*.py")} - CPYTHON_ONLY
    assert {"page", "repairs", "examine", "report"} <= kept


def test_vendored_files_keep_their_licence():
    assert "Marijn Haverbeke" in (VENDORED / "LICENSE.lezer.txt").read_text()
    assert "Damien P. George" in (VENDORED / "LICENSE.micropython.txt").read_text()
