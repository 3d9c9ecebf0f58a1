"""What Streamlit's own controls say in English, said in French in the page; runs there, fetches nothing, tells nothing."""

import streamlit as st
from streamlit.components.v2 import component

from dashboard.texts import controls

_JS = r"""
const ATTRIBUTES = ['aria-label', 'aria-valuetext', 'placeholder'];
const TOLD = ['InputInstructions', 'stDateInputFieldsScroller', 'stDateInputCalendar', 'stSelectboxVirtualDropdown',
  'stMultiSelectDropdown', 'stFileUploaderDropzone', 'stSkipToContent'].map(name => `[data-testid="${name}"]`).join(',');
export default function ({ data }) {
  const french = said => {
    const start = Object.keys(data.starts).find(one => said.startsWith(one));
    return data.exact[said] ?? (start ? data.starts[start] + said.slice(start.length) : said);
  };
  const say = () => {
    for (const name of ATTRIBUTES) {
      for (const node of document.querySelectorAll(`[${name}]`)) {
        const said = node.getAttribute(name);
        if (french(said) !== said) node.setAttribute(name, french(said));
      }
    }
    for (const box of document.querySelectorAll(TOLD)) {
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const said = texts.currentNode.nodeValue;
        if (french(said) !== said) texts.currentNode.nodeValue = french(said);
      }
    }
    // a title that is longer than its box shows whole under the pointer
    for (const node of document.querySelectorAll('[data-testid="stSelectbox"]')) {
      const box = node.querySelector('input');
      const said = (node.querySelector('[data-baseweb="select"]')?.innerText || box?.value || '').trim();
      if (said !== node.getAttribute('title')) node.setAttribute('title', said);
    }
  };
  const watch = new MutationObserver(say);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: [...ATTRIBUTES, 'value'] });
  say();
  return () => watch.disconnect();
}
"""
_FRENCH = component("circulation.french", js=_JS)


def speak_french() -> None:
    """Put it into a page, where it takes no room."""
    with st.container(key="french"):
        _FRENCH(key="french-words", data={"exact": controls.EXACT, "starts": controls.STARTS})
