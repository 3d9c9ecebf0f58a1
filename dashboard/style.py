"""Colours and style sheet: one colour, one meaning, by day and by night."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

_THEME = tomllib.loads((Path(__file__).parent / "theme.toml").read_text("utf-8"))["theme"]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as #rrggbb.

    `bar` and `track` stand under text on the wall, where ink keeps a contrast of at least 7:1 on both; `heat` is the
    fullest cell of a grid, under a number; `yes` and `no` are the two sides of a viewpoint, neither of which is right.
    """

    paper: str
    card: str
    ink: str
    quiet: str
    line: str
    violence: str
    colere: str
    desaccord: str
    peurs: str
    retrait: str
    cooperation: str
    obstacle: str
    heat: str
    bar: str
    track: str
    band: str
    band_ink: str
    yes: str
    no: str

    def wash(self, meaning: str, strength: float = 0.17) -> str:
        """A meaning's colour thinned with paper, to stand behind words."""
        return mix(self.card, getattr(self, meaning), strength)


def mix(ground: str, colour: str, strength: float) -> str:
    """Lay a colour over a ground.

    Examples
    --------
    >>> mix("#ffffff", "#000000", 0.5)
    '#808080'
    """
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted(_luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ground(theme: str) -> dict[str, str]:
    colours = _THEME[theme]
    return {
        "paper": colours["backgroundColor"],
        "card": colours["secondaryBackgroundColor"],
        "ink": colours["textColor"],
        "line": colours["borderColor"],
    }


LIGHT = Palette(
    **_ground("light"),
    quiet="#526175",
    violence="#b1432b",
    colere="#d69a4f",
    desaccord="#b87a12",
    peurs="#74487a",
    retrait="#8b93a1",
    cooperation="#1f7a78",
    obstacle="#b87a12",
    heat="#dba847",
    bar="#edcb85",
    track="#f9efdb",
    band="#1f2a37",
    band_ink="#ffffff",
    yes="#2f5d8a",
    no="#8c6d46",
)
DARK = Palette(
    **_ground("dark"),
    quiet="#a9b4c2",
    violence="#d9705a",
    colere="#e0b26f",
    desaccord="#cf9330",
    peurs="#a97bb0",
    retrait="#8b93a1",
    cooperation="#45a19d",
    obstacle="#cf9330",
    heat="#7d5c22",
    bar="#5f430f",
    track="#2b261d",
    band="#f1ece3",
    band_ink="#171b21",
    yes="#7ba6d3",
    no="#c2a078",
)


def palette() -> Palette:
    """The palette of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def sheet(colours: Palette) -> str:
    """The style sheet that every screen shares."""
    marks = "\n".join(
        f".mark-{meaning} {{ background: {colours.wash(meaning)}; }} .edge-{meaning} {{ --edge: {getattr(colours, meaning)}; }}"
        for meaning in ("violence", "colere", "desaccord", "peurs", "retrait", "cooperation", "obstacle")
    )
    return f"""<style>
:root {{
  --paper: {colours.paper}; --card: {colours.card}; --ink: {colours.ink}; --quiet: {colours.quiet}; --line: {colours.line};
  --teal: {colours.cooperation}; --teal-wash: {colours.wash("cooperation", 0.13)};
  --ochre: {colours.obstacle}; --bar: {colours.bar}; --track: {colours.track};
  --band: {colours.band}; --band-ink: {colours.band_ink}; --yes: {colours.yes}; --no: {colours.no};
}}
{marks}
{_SHARED}
</style>"""


_SHARED = """
.stMainBlockContainer { padding: 1.6rem 2rem 2rem; max-width: 1240px; }
.stAppHeader { background: transparent; }
.stMainBlockContainer h1 { font-size: 1.95rem; padding: 0; letter-spacing: -0.005em; }
.st-key-french { display: none; }
.hint { color: var(--quiet); margin: 0 0 0.3rem; padding-top: 0.25rem; line-height: 1.4; }
[data-testid="stSidebarContent"] { display: flex; flex-direction: column; reading-flow: flex-visual; }
[data-testid="stSidebarContent"] > * { flex: none; }
[data-testid="stSidebarHeader"] { height: 3.1rem; margin: 0; }
[data-testid="stSidebarHeader"]::before { content: "circulation"; font-weight: 700; font-size: 1.2rem; color: var(--ink); }
/* what is chosen stands over the menu, which stays where it is whether there is one choice, two or none */
[data-testid="stSidebarUserContent"] { order: 1; min-height: 9.1rem; padding: 0 0 0.7rem; }
[data-testid="stSidebarUserContent"] .stVerticalBlock { gap: 0.35rem; }
[data-testid="stSidebarUserContent"] [data-testid="stWidgetLabel"] { min-height: 0; margin-bottom: 0.1rem; }
[data-testid="stSidebarNav"] { order: 2; padding-bottom: 1rem; }
[data-testid="stSidebarNavItems"] { padding-top: 0; }
[data-testid="stSidebarNavLinkContainer"] { height: 1.72rem; }
[data-testid="stSidebarNavLink"] { margin: 0; height: 1.65rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--quiet) !important; opacity: 1; }
.stCheckbox [data-testid="stWidgetLabel"] p, .stCheckbox [data-testid="stMarkdownContainer"], .stCheckbox p {
  white-space: normal !important; overflow: visible !important; text-overflow: clip !important; }
.reading { border-left: 4px solid var(--teal); background: var(--teal-wash); color: var(--ink); padding: 0.6rem 0.9rem;
  border-radius: 0 0.5rem 0.5rem 0; line-height: 1.4; }
.empty { max-width: 44rem; margin: 12vh auto 0; background: var(--card); border: 1px solid var(--line); border-radius: 0.8rem;
  padding: 2rem 2.25rem; color: var(--ink); }
.empty h2 { font-size: 1.5rem; margin: 0 0 0.6rem; padding: 0; }
.empty p { margin: 0; line-height: 1.5; }
.st-key-figure { background: var(--card); border: 1px solid var(--line); border-radius: 0.8rem; padding: 0.7rem 1.1rem 0.3rem; }
.stMainBlockContainer > .stVerticalBlock { gap: 0.7rem; }
[data-testid^="stBaseButton-primary"]:not(:disabled), [data-testid^="stBaseButton-primary"]:not(:disabled) p { color: var(--paper); }

.words { background: var(--card); border: 1px solid var(--line); border-radius: 0.8rem; padding: 0.35rem 1.1rem; color: var(--ink); }
.turn { display: grid; grid-template-columns: 4.2rem 6.5rem minmax(0, 1fr) 16.5rem; gap: 0 0.9rem; padding: 0.6rem 0;
  border-bottom: 1px solid var(--line); line-height: 1.45; }
.turn:last-child { border-bottom: 0; }
.turn.here { margin: 0 -1.1rem; padding-left: 1.1rem; padding-right: 1.1rem; background: var(--teal-wash); }
.turn.here:first-child { border-radius: 0.7rem 0.7rem 0 0; margin-top: -0.35rem; padding-top: 0.95rem; }
.turn .when { color: var(--quiet); font-size: 0.86rem; padding-top: 0.12rem; font-variant-numeric: tabular-nums; }
.turn .who { font-weight: 700; overflow-wrap: anywhere; }
.turn .who.led { font-weight: 500; color: var(--quiet); }
.turn .why { font-size: 0.84rem; color: var(--quiet); line-height: 1.35; }
.turn .why p { margin: 0 0 0.35rem; border-left: 3px solid var(--edge); padding-left: 0.6rem; font-size: 0.84rem; }
.turn .why p.off { --edge: var(--quiet); border-left-style: dotted; font-style: italic; }
.turn mark { color: inherit; border-radius: 0.25rem; padding: 0.05rem 0.15rem; margin: 0 -0.15rem; }
.turn mark.off { background: none; text-decoration: underline dotted var(--quiet); text-underline-offset: 0.2rem; }
@media (max-width: 1100px) { .turn { grid-template-columns: 4.2rem 6.5rem minmax(0, 1fr); }
  .turn .why { grid-column: 3; margin-top: 0.3rem; } }
"""


def css(name: str) -> str:
    """The style of one screen or of the wall, `sheets/<name>.css`, as it is put into a page."""
    return f"<style>{(Path(__file__).parent / 'sheets' / f'{name}.css').read_text('utf-8')}</style>"
