"""A lesson in JupyterLab in a real browser: Restart and Run All, no error, the figures in sight."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from utils import ROOT

LESSONS = ["00_start_here", "04_backpropagation", "07_vanishing_gradients"]
RUN_ALL = "window.jupyterapp.commands.execute('notebook:restart-run-all')"
CELLS = "return window.jupyterapp.shell.currentWidget.content.widgets.length"
STATE = """
const panel = window.jupyterapp.shell.currentWidget;
const cells = [...panel.content.widgets].filter(cell => cell.model.type === 'code');
const outputs = cells.flatMap(cell => cell.model.outputs.toJSON());
return {
  ready: panel.context.isReady && panel.sessionContext.isReady,
  waiting: cells.filter(cell => cell.model.executionState === 'running').length,
  counts: cells.map(cell => cell.model.executionCount),
  errors: outputs.filter(output => output.output_type === 'error').map(output => output.evalue),
  complaints: outputs.filter(output => output.name === 'stderr').length,
  figures: outputs.filter(output => output.data && output.data['image/png']).length,
  sliders: cells.filter(cell => cell.model.sharedModel.getSource().includes('plot.slider(')).length,
};
"""


@pytest.fixture(scope="module")
def browser():
    """Start headless Chromium, or skip and say what is missing."""
    webdriver = pytest.importorskip("selenium.webdriver")
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no Chromium with ChromeDriver: install Debian's chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--window-size=1400,2000")
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as chrome:
        chrome.set_script_timeout(30)
        yield chrome


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Serve a copy of the course by JupyterLab; return its address."""
    folder = tmp_path_factory.mktemp("강의 folder")
    for part in ("notebooks", "utils", "data"):
        shutil.copytree(ROOT / part, folder / part)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{kind}_DIR": str(folder / ".jupyter" / kind) for kind in ("CONFIG", "RUNTIME")}
    environment = {**os.environ, **own, "COURSE_STATIC": "", "TQDM_DISABLE": ""}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [
        f"--port={port}",
        "--ip=127.0.0.1",
        "--IdentityProvider.token=",
        "--expose-app-in-browser",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, env=environment, **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/api")
                break
            time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        process.kill()


def wait_for(browser, condition, seconds):
    """Wait until the notebook's state meets the condition; return that state."""
    state = None
    for _ in range(2 * seconds):
        time.sleep(0.5)
        with contextlib.suppress(Exception):  # the page may not have got that far
            state = browser.execute_script(STATE)
            if condition(state):
                return state
    raise AssertionError(f"the notebook did not get there within {seconds} s: {state}")


@pytest.mark.parametrize("lesson", LESSONS)
def test_restart_and_run_all(browser, server, lesson):
    browser.get(f"{server}/lab/tree/notebooks/{lesson}.ipynb?reset")
    before = wait_for(browser, lambda state: state["ready"] and state["figures"], seconds=120)
    browser.execute_script(RUN_ALL)
    for _ in range(60):
        time.sleep(0.5)
        buttons = browser.find_elements("css selector", ".jp-Dialog button.jp-mod-accept")
        if buttons:
            buttons[0].click()
            break
    wait_for(browser, lambda state: None in state["counts"], seconds=60)
    cells = len(before["counts"])
    done = list(range(1, cells + 1))
    after = wait_for(browser, lambda state: state["counts"] == done or state["errors"], seconds=300)
    assert after["errors"] == []
    assert after["complaints"] == 0
    # A slider's figure lies inside its widget; the others are outputs of their cells.
    assert after["figures"] == before["figures"] - before["sliders"]
    in_sight = (
        "return [...document.querySelectorAll('.jp-OutputArea img')].map(i => i.naturalWidth)"
    )
    sliders = "return document.querySelectorAll('.jp-OutputArea .jupyter-widgets').length"
    scroll = "window.jupyterapp.shell.currentWidget.content.scrollToItem(arguments[0])"
    widths, widgets = set(), 0
    for number in range(browser.execute_script(CELLS)):
        browser.execute_script(scroll, number)
        time.sleep(0.1)
        widths |= set(browser.execute_script(in_sight))
        widgets = max(widgets, browser.execute_script(sliders))
    assert max(widths) > 300
    assert widgets >= before["sliders"]
    picture = os.environ.get("COURSE_SCREENSHOT")
    if picture:
        assert re.search(r"\.png$", picture)
        pathlib.Path(picture).write_bytes(browser.get_screenshot_as_png())
