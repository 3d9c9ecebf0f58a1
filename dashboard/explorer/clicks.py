"""A piece of HTML in which things are picked, by mouse or keyboard, and words selected.

Whatever carries `data-pick` sends that value when it is clicked. Of an element with `data-turn`, whose text is that of the turn,
a selection sends "TURN/START-END": character offsets as the tables have them.
"""

from collections.abc import Callable

import streamlit as st
from streamlit.components.v2 import component

_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector('.clicks')
  if (host.said !== data.html) { host.innerHTML = data.html; host.said = data.html }
  const points = (text) => Array.from(text).length
  const offset = (root, node, at) => {
    const before = document.createRange()
    before.setStart(root, 0); before.setEnd(node, at)
    return points(before.toString())
  }
  const turnOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-turn]')
  const selected = () => {
    const selection = document.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const turn = turnOf(range.startContainer)
    if (!turn || turn !== turnOf(range.endContainer) || !host.contains(turn)) return null
    const whole = turn.textContent
    let start = offset(turn, range.startContainer, range.startOffset)
    let end = offset(turn, range.endContainer, range.endOffset)
    const letters = Array.from(whole)
    while (start < end && /\\s/.test(letters[start])) start++
    while (end > start && /\\s/.test(letters[end - 1])) end--
    return start < end ? `${turn.dataset.turn}/${start}-${end}` : null
  }
  host.onclick = (event) => {
    if (selected()) return
    const picked = event.target.closest('[data-pick]')
    if (picked) setTriggerValue('picked', picked.dataset.pick)
  }
  host.onmouseup = () => {
    if (!data.select) return
    // the browser settles the selection after the event
    setTimeout(() => { const span = selected(); if (span) setTriggerValue('picked', span) })
  }
}
"""

_clicks = component("circulation.clicks", html='<div class="clicks"></div>', js=_JS, isolate_styles=False)


def clickable(html: str, *, key: str, on_pick: Callable[[str], None], select: bool = False) -> None:
    """Show HTML that is safe already; `on_pick` is called with what was picked, before the page runs again.

    Parameters
    ----------
    html
        Escaped by whoever made it.
    key
        Of the widget; made of ids, never of words.
    on_pick
        Takes a `data-pick` or a span.
    select
        Whether words may be selected.
    """

    def picked() -> None:
        value = st.session_state[key]["picked"]
        if value:
            on_pick(str(value))

    _clicks(key=key, data={"html": html, "select": select}, on_picked_change=picked)
