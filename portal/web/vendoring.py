"""Cuts the third-party files under static/vendor/ out of their unpacked npm packages.

Run by hand when a version changes; needs fontTools with brotli, which the portal itself does not:

    npm pack @kern-ux/native@2.7.2 && npm pack htmx.org@2.0.11 && npm pack @fontsource/fira-sans
    uv run --with 'fonttools[woff]' python -m portal.web.vendoring KERN_PACKAGE HTMX_PACKAGE FONTSOURCE_PACKAGE

The three arguments are the unpacked `package` folders; the last one gives the licence text of the font.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from portal.kernel.places import STATIC

VENDOR = STATIC / "vendor"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
FEATURES = "kern,liga,mark,mkmk,ccmp,locl,tnum,lnum"
RANGES = {
    "": (
        "U+0020-007E, U+00A0-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2116, U+2122, "
        "U+2190-2193, U+2212, U+2248, U+2260, U+2264-2265, U+2588"
    ),
    "-ext": "U+0100-0130, U+0132-0151, U+0154-017F, U+018F, U+0192, U+0218-021B, U+1E9E",
}
BUTTONS_AND_INPUTS = re.compile(r"\.kern-(btn|label|form-input)(?![a-z])")
LEFT_OUT = re.compile(
    r"kern-(icon|sr-only|error|hint|body|dialog|level-1|level-2|badge|card|dropdown|fieldset|input-group|btn--x-small|btn-wrapper|label--|form-check)|type=file"
)
GROUND = re.compile(r"(\*|html|body$|img|svg|textarea$|:root|:is\(body|\[data-kern-theme)")
PICTURE = re.compile(r'[\w-]+:\s*url\("data:[^"]*"\)[^;}]*;?')


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The outermost rules as (prelude, body); `css` has no comments."""
    start = depth = 0
    opened = 0
    for at, sign in enumerate(css):
        if sign == "{":
            opened = opened if depth else at
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at].strip()
                start = at + 1


def is_kept(selector: str) -> bool:
    if LEFT_OUT.search(selector):
        return False
    return bool(GROUND.match(selector) or BUTTONS_AND_INPUTS.search(selector))


def selectors(prelude: str) -> list[str]:
    """The list split at its outermost commas."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(prelude[start:at].strip())
            start = at + 1
    return [*parts, prelude[start:].strip()]


def cut(css: str) -> list[tuple[str, str]]:
    kept = []
    for prelude, body in rules(css):
        if prelude.startswith("@media"):
            inner = cut(body)
            if inner:
                kept.append((prelude, "".join(f"{p}{{{b}}}" for p, b in inner)))
            continue
        chosen = [selector for selector in selectors(prelude) if is_kept(selector)]
        if chosen:
            kept.append((",".join(chosen), body))
    return kept


def without_idle_tokens(css: str) -> str:
    """Drops the metrics and type sizes nothing refers to; colours all stay, a city's theme may name any of them."""
    while True:
        named = set(re.findall(r"var\(\s*(--kern-[\w-]+)", css))
        idle = {token for token in re.findall(r"(--kern-(?!color-)[\w-]+):", css) if token not in named}
        if not idle:
            return css
        css = re.sub(r"(--kern-[\w-]+):[^;{}]*;", partial(_unless, idle), css)


def _unless(idle: set[str], declaration: re.Match[str]) -> str:
    return "" if declaration[1] in idle else declaration[0]


def make_kern(package: Path, target: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", (package / "dist/kern.css").read_text(encoding="utf-8"), flags=re.S)
    source = PICTURE.sub("", source.replace('@charset "UTF-8";', ""))
    css = "".join(f"{prelude}{{{body}}}\n" for prelude, body in cut(source))
    css = without_idle_tokens(re.sub(r"([;{])\s+", r"\1", css))
    css = re.sub(r"@media[^{}]+\{\s*(?:[^{}]+\{\s*\}\s*)?\}", "", css)
    css = re.sub(r"(?<=\n)[^{}@\n]+\{\}\n", "", css)
    css = re.sub(r"\s+", " ", css).replace(": ", ":").replace("} ", "}\n").replace(" {", "{")
    if "data:" in css:
        raise SystemExit("The cut of KERN holds a data: picture, which the content security policy refuses.")
    note = "/*! KERN-UX native 2.7.2, EUPL-1.2; cut by portal/web/vendoring.py to tokens, buttons and inputs. */\n"
    (target / "kern.css").write_text(note + css.strip() + "\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE.md", target / "LICENSE.md")


def make_fonts(package: Path, licence: Path, target: Path) -> None:
    (target / "fonts").mkdir(exist_ok=True)
    faces = []
    for weight, name in WEIGHTS.items():
        for part, unicodes in RANGES.items():
            file = f"fonts/fira-sans-{weight}{part}.woff2"
            source = package / f"dist/fonts/fira-sans/FiraSans-{name}.woff2"
            options = [f"--unicodes={unicodes}", f"--layout-features={FEATURES}", "--flavor=woff2", "--no-hinting"]
            command = [
                sys.executable,
                "-m",
                "fontTools.subset",
                str(source),
                *options,
                f"--output-file={target / file}",
            ]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
            faces.append(
                f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight}; font-display: swap; '
                f'src: url("{file}") format("woff2"); unicode-range: {unicodes}; }}\n'
            )
    (target / "fira-sans.css").write_text("".join(faces), encoding="utf-8")
    text = licence.read_text(encoding="utf-8").split("\n", 1)[1]
    rights = "Digitized data copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.\n"
    (target / "OFL.txt").write_text(rights + text, encoding="utf-8")


def make_htmx(package: Path, target: Path) -> None:
    shutil.copyfile(package / "dist/htmx.min.js", target / "htmx.min.js")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def entry(name: str, version: str, licence: str, note: str, files: list[Path]) -> str:
    lines = ["[[package]]", f'name = "{name}"', f'version = "{version}"', f'licence = "{licence}"', f'note = "{note}"']
    lines.append("[package.files]")
    for file in sorted(files):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f'"{file.relative_to(VENDOR).as_posix()}" = "{digest}"')
    return "\n".join(lines) + "\n"


def main(kern: Path, htmx: Path, font_licence: Path) -> None:
    kern_version, htmx_version = (json.loads((p / "package.json").read_text())["version"] for p in (kern, htmx))
    kern_target, htmx_target = VENDOR / f"kern-{kern_version}", VENDOR / f"htmx-{htmx_version}"
    for target in (kern_target, htmx_target):
        target.mkdir(parents=True, exist_ok=True)
    make_kern(kern, kern_target)
    make_fonts(kern, font_licence / "LICENSE", kern_target)
    make_htmx(htmx, htmx_target)
    fonts = [*(kern_target / "fonts").iterdir(), kern_target / "fira-sans.css", kern_target / "OFL.txt"]
    entries = [
        entry(
            "@kern-ux/native", kern_version, "EUPL-1.2", "tokens, buttons and inputs only; no icons, no data: masks",
            [kern_target / "kern.css", kern_target / "LICENSE.md"],
        ),
        entry("Fira Sans", "4.106", "OFL-1.1", "from the KERN package, subset to Latin, without hinting", fonts),
        entry("htmx.org", htmx_version, "0BSD", "as published", [htmx_target / "htmx.min.js", htmx_target / "LICENSE"]),
    ]  # fmt: skip
    head = (
        "# What others made, where it lies and what it must hash to (sha256). Written by portal/web/vendoring.py.\n\n"
    )
    (VENDOR / "VENDOR.toml").write_text(head + "\n".join(entries), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
