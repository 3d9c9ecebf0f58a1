"""What the keyboard and a selection say to *Relire*: offsets and nothing of the words; runs in the page, fetches nothing."""

from typing import Any

from streamlit.components.v2 import component

_JS = """
let shown = '';
let sent = '';
export default function (component) {
  const { data, setTriggerValue } = component;
  const piece = (node) => (node.nodeType === 3 ? node.parentElement : node)?.closest?.('[data-at]');
  const place = (node, offset, isEnd) => {
    const found = piece(node);
    if (!found) return null;
    const at = Number(found.dataset.at);
    // what is hidden is selected whole: its letters are not those that were said
    if (found.dataset.to) return isEnd ? Number(found.dataset.to) : at;
    return at + Array.from((node.nodeType === 3 ? node.data : '').slice(0, offset)).length;
  };
  const told = () => {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const one = piece(range.startContainer)?.closest('[data-turn]');
    const other = piece(range.endContainer)?.closest('[data-turn]');
    if (!one || one !== other) return;
    const start = place(range.startContainer, range.startOffset, false);
    const end = place(range.endContainer, range.endOffset, true);
    if (start === null || end === null || start >= end) return;
    // a click elsewhere leaves the selection as it is: it is told once
    const said = JSON.stringify([one.dataset.turn, start, end]);
    if (said === sent) return;
    sent = said;
    setTriggerValue('chosen', { turn: one.dataset.turn, start, end });
  };
  // a press in the text begins a selection, which is told even where it is the one before
  const pressed = (event) => { if (event.target?.closest?.('.relire-text')) sent = ''; };
  const typing = (target) => target?.closest?.('input, textarea, select, [contenteditable=true]');
  const key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    const button = data.also[event.key.toLowerCase()];
    if (button) document.querySelector(`.st-key-${button} button`)?.click();
  };
  const released = (event) => event.key === 'Shift' && told();
  document.addEventListener('mouseup', told);
  document.addEventListener('keyup', released);
  document.addEventListener('mousedown', pressed);
  document.addEventListener('keydown', key);
  const moved = data.focus !== shown;
  shown = data.focus;
  const show = () => {
    const pane = document.querySelector('.relire-text');
    if (pane) pane.dataset.listening = 'yes';
    const mark = pane?.querySelector('mark.here');
    // the text moves, the page does not; and only for another question than before
    if (mark && moved) pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    // a list from which a session was chosen lets go of the keys: an answer would be typed into it; one that is open is in use
    const held = document.activeElement;
    if (moved && !data.pick && held?.matches('[data-testid="stSelectbox"] :not([aria-expanded="true"])')) held.blur();
    if (data.pick) document.querySelector(`.st-key-${data.pick} input`)?.focus();
  };
  const timers = [80, 350].map((after) => setTimeout(show, after));
  return () => {
    timers.forEach(clearTimeout);
    document.removeEventListener('mouseup', told);
    document.removeEventListener('keyup', released);
    document.removeEventListener('mousedown', pressed);
    document.removeEventListener('keydown', key);
  };
}
"""
_EAR = component("circulation.relire", js=_JS)


def listen(key: str, data: dict[str, Any]) -> tuple[str, int, int] | None:
    """Listen in the page; what was selected since the last time, as (turn_id, start, end).

    `data`: `focus` tells which question is shown, `also` which button another key presses, `pick` the field to type into.
    """
    chosen = _EAR(key=key, data=data, on_chosen_change=lambda: None).chosen
    if not isinstance(chosen, dict):
        return None
    turn_id, start, end = chosen.get("turn"), chosen.get("start"), chosen.get("end")
    if isinstance(turn_id, str) and isinstance(start, int) and isinstance(end, int):
        return turn_id, start, end
    return None
