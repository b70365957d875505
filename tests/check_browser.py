# SPDX-License-Identifier: MIT
"""The report in a real browser: check_browser.sh calls this with the program and the reports.

    check_browser.py CHROMIUM FOLDER        FOLDER holds demo.html demo.ko.html demo.json hostile.html …
"""
import json
import pathlib
import sys

from browser import Browser

ORDER = ["night", "lost_minutes", "conventions", "triggers", "deviations", "settlement",
         "coverage", "clocks", "regulation", "manifest", "policy", "method"]
LOOK = (pathlib.Path(__file__).parent / "browser_look.js").read_text(encoding="utf-8")
problems = []


def complain(where, *what):
    problems.append(where)
    print(f"FAIL {where}:", *what)


def expect(where, what, wanted):
    if what != wanted:
        complain(where, f"{what!r}, not {wanted!r}")


def check_quiet(where, page, path):
    """One request, for the file itself, and nothing to complain about."""
    expect(f"{where}: requests", page.requests, [pathlib.Path(path).resolve().as_uri()])
    expect(f"{where}: errors", page.errors, [])


def check_look(where, page, *kinds):
    page.evaluate(LOOK)
    for kind in kinds:
        found = page.evaluate(f"look.{kind}()")
        if found:
            complain(f"{where}: {kind}", *found)


def rounded(seconds, total):
    """Largest remainder, ties in order: what the page prints of spans that sum to `total`."""
    floors = [second // 60 for second in seconds]
    rest = sorted(range(len(seconds)), key=lambda i: -(seconds[i] % 60))
    for i in rest[: total - sum(floors)]:
        floors[i] += 1
    return floors


def check_numbers(where, page, report):
    """What stands on the screen is what the JSON says."""
    minutes = (report["overrun_s"] + 30) // 60
    heads = [report["causes"][cause]["headline_s"] for cause in report["causes"]]
    shown = page.evaluate(
        "[...document.querySelectorAll('.causes .big')].map(p => parseInt(p.textContent))")
    expect(f"{where}: headline", shown, rounded(heads, minutes))
    answer = page.evaluate("document.querySelector('.answer').textContent")
    if str(minutes) not in answer:
        complain(f"{where}: answer", answer)
    lost = [span for span in report["path"] if span["state"] == "lost"]
    shown = page.evaluate(
        "[...document.querySelectorAll('.lost .min')].map(cell => parseInt(cell.textContent))")
    expect(f"{where}: lost spans", len(shown), len(lost))
    expect(f"{where}: sum of the lost spans", sum(shown), (report["lost_s"] + 30) // 60)
    leaves = page.evaluate(
        "[...document.querySelectorAll('.lost tr:first-child td:nth-child(6)')]"
        ".map(cell => cell.textContent)")
    expect(f"{where}: leaves", leaves, [" + ".join(span["leaves"]) for span in lost])
    marks = page.evaluate(
        "[...document.querySelectorAll('.lost tr:first-child td:nth-child(8)')]"
        ".map(cell => cell.textContent)")
    expect(f"{where}: evidence", marks,
           [" ".join(cited["id"] for cited in span["evidence"]) for span in lost])
    texts = {cited["id"]: cited["text"] for span in lost for cited in span["evidence"]}
    for number, text in texts.items():
        expect(f"{where}: {number}", page.evaluate(
            f"document.querySelector('#{number} pre').textContent"), text)


def check_order(where, page):
    sections = page.evaluate("[...document.querySelectorAll('section')].map(s => s.id)")
    expect(f"{where}: order", [name for name in sections if name in ORDER], ORDER)
    tops = page.evaluate(
        "['.answer','.bar','.facts','#night'].map(name =>"
        " document.querySelector(name).getBoundingClientRect().top)")
    expect(f"{where}: head", tops, sorted(tops))


def check_chart(where, page, report):
    """Every lost span is drawn in its cause's colour, named by its leaf, and leads to its row."""
    lost = [span for span in report["path"] if span["state"] == "lost"]
    drawn = page.evaluate(
        "[...document.querySelectorAll('svg.night .span')].map(a => [a.getAttribute('href'),"
        " [...a.classList].filter(c => c.startsWith('c-')).map(c => c.slice(2)),"
        " [...a.querySelectorAll('text')].map(t => t.textContent).includes("
        "   a.querySelector('text').textContent) && a.querySelector('text').textContent])")
    drawn.sort(key=lambda span: int(span[0][2:]))
    expect(f"{where}: spans drawn", drawn,
           [[f"#L{i + 1}", span["causes"], " + ".join(span["leaves"])]
            for i, span in enumerate(lost)])


def check_script(where, page):
    """Jump, filter, zoom and keys."""
    expect(f"{where}: tools", page.evaluate("document.querySelector('.tools').hidden"), False)
    page.evaluate("document.querySelector('svg.night .span').focus()")
    page.key("Enter", 13)
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(f"{where}: jump", page.evaluate("location.hash"), "#L1")
    expect(f"{where}: lines open",
           page.evaluate("document.querySelector('#L1 details').open"), True)
    dimmed = "document.querySelectorAll('svg.night .span.dim').length"
    others = page.evaluate("document.querySelectorAll('svg.night .span:not(.c-staffing)').length")
    page.evaluate("document.querySelector('.legend [data-cause=staffing]').click()")
    expect(f"{where}: filter", page.evaluate(dimmed), others)
    page.evaluate("document.querySelector('.legend [data-cause=staffing]').click()")
    expect(f"{where}: filter off", page.evaluate(dimmed), 0)
    width = "document.querySelector('svg.night').clientWidth"
    before = page.evaluate(width)
    page.evaluate("document.querySelector('.tools [data-zoom=\"2\"]').click()")
    expect(f"{where}: zoom", page.evaluate(width) >= min(2 * before, 1.5 * before), True)
    check_look(f"{where}, zoomed", page, "overflow")
    page.evaluate("document.querySelector('.tools [data-zoom=\"1\"]').click()")
    expect(f"{where}: zoom off", page.evaluate(width), before)
    box = page.evaluate("(b => [b.left + b.width / 2, b.top + b.height / 2])"
                        "(document.querySelector('svg.night').getBoundingClientRect())")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=max(box[1], 5))


def check_whole(where, page, report):
    """No fault that lies in the time shown and no service is left out of the chart."""
    # A fault opens one link or group; the chart shows a margin around the window and restoration.
    shown = page.evaluate("document.querySelectorAll('svg.night .fault').length")
    if shown < len(report["faults"]):
        complain(f"{where}: faults", f"{shown} of {len(report['faults'])}")
    services = len(report["traffic"]) if "traffic" in report else 12
    expect(f"{where}: panels", page.evaluate(
        "document.querySelectorAll('.chart .names .panel').length"), services)
    names = "[...document.querySelectorAll('.chart .names .step b')].map(b => b.textContent)"
    expect(f"{where}: rows", page.evaluate(names), [step["step"] for step in report["steps"]])


def check_keys(browser, path):
    """Tab goes down the page, stops at every mark of the chart, and is seen where it is."""
    page = browser.open(path, still=True)
    where = f"{path.name}: keys"
    expect(f"{where}: motion", page.evaluate(
        "getComputedStyle(document.documentElement).scrollBehavior"), "auto")
    stops = []
    for _ in range(60):
        page.key("Tab", 9)
        stops.append(page.evaluate(
            "(e => { const b = e.getBoundingClientRect(), r = e.querySelector('rect, circle, path'),"
            " s = getComputedStyle(e); return [e.closest('svg') ? 'mark' : e.tagName,"
            " e.getAttribute('href') || e.dataset.zoom || e.dataset.cause || '',"
            " e.closest('section') ? e.closest('section').id : '',"
            " s.outlineStyle !== 'none' || (!!r && getComputedStyle(r).strokeWidth === '2px')]; })"
            "(document.activeElement)"))
    expect(f"{where}: first", stops[0][1], "#night")
    for stop in stops:
        if not stop[3]:
            complain(f"{where}: not seen", stop)
    sections = [stop[2] for stop in stops if stop[2]]
    expect(f"{where}: sections", sorted(set(sections), key=sections.index),
           [name for name in ORDER if name in sections])
    marks = [stop[1] for stop in stops if stop[0] == "mark"]
    expect(f"{where}: marks", set(page.evaluate(
        "[...document.querySelectorAll('svg.night a')].map(a => a.getAttribute('href'))"))
        - set(marks), set())
    page.close()


def check_screen(browser, folder, report, name, **options):
    where = " ".join([name, *(f"{key}={value}" for key, value in options.items())])
    path = folder / name
    page = browser.open(path, **options)
    check_order(where, page)
    check_numbers(where, page, report)
    check_chart(where, page, report)
    check_look(where, page, "overflow", "overlaps", "contrast", "graphics", "names", "words", "links",
               "semantics")
    if options["script"]:
        check_script(where, page)
    check_quiet(where, page, path)
    page.close()


def check_print(browser, path, split):
    """A4, nothing beyond the margins; the chart on one page, or on sheets of whole rows."""
    where = f"{path.name}: print"
    page = browser.open(path, width=708, height=1000, media="print", script=False)
    check_look(where, page, "overflow", "contrast", "names")
    boxes = page.evaluate("[...document.querySelectorAll('.chart, .sheet')].map(e =>"
                          " e.getBoundingClientRect()).filter(b => b.height)"
                          ".map(b => [b.width, b.height])")
    for box in boxes:
        if box[0] > 709 or box[1] > 1020:
            complain(f"{where}: chart", box)
    expect(f"{where}: on sheets", len(boxes) > 1, split)
    rows = "[...document.querySelectorAll('{} .names > div')].map(e => e.textContent.trim())"
    if split:
        expect(f"{where}: rows", page.evaluate(rows.format(".sheet")),
               page.evaluate(rows.format(".chart")))
    check_quiet(where, page, path)
    page.close()


def check_hostile(browser, path):
    """What logs and titles say is text: no element, no dialog, no script of theirs."""
    page = browser.open(path)
    where = path.name
    check_quiet(where, page, path)
    expect(f"{where}: foreign elements", page.evaluate(
        "document.querySelectorAll('img, iframe, object, embed, form, b > svg, [onload], [onerror]')"
        ".length"), 0)
    expect(f"{where}: scripts", page.evaluate("document.scripts.length"), 2)
    expect(f"{where}: links", page.evaluate(
        "[...document.querySelectorAll('[href]')]"
        ".filter(a => !a.getAttribute('href').startsWith('#')).length"), 0)
    if "<script>" not in page.evaluate("document.body.innerText"):
        complain(where, "the hostile title is not shown as text")
    check_look(where, page, "overflow", "links")
    page.close()


def check_other(browser, path):
    """Nights of other sizes: quiet, inside the page, legible."""
    for options in ({"width": 1280}, {"width": 390}):
        page = browser.open(path, **options)
        where = f"{path.name} {options}"
        check_look(where, page, "overflow", "overlaps", "names", "links", "semantics")
        check_quiet(where, page, path)
        page.close()


def main():
    folder = pathlib.Path(sys.argv[2])
    report = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    with Browser(sys.argv[1]) as browser:
        for width in (1280, 390):
            for script in (True, False):
                check_screen(browser, folder, report, "demo.html", width=width, script=script)
        check_screen(browser, folder, report, "demo.ko.html", width=1280, script=True, dark=True)
        check_keys(browser, folder / "demo.html")
        check_print(browser, folder / "demo.html", False)
        check_print(browser, folder / "steps.html", True)
        page = browser.open(folder / "steps.html")
        check_whole("steps.html", page, json.loads(
            (folder / "steps.json").read_text(encoding="utf-8")))
        page.close()
        check_hostile(browser, folder / "hostile.html")
        for path in sorted(folder.glob("other-*.html")) + [folder / "steps.html"]:
            check_other(browser, path)
    print(f"{len(problems)} complaints")
    return 1 if problems else 0


sys.exit(main())
