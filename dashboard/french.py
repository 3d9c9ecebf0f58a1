"""What Streamlit's own controls say in English, said in French in the page; runs there, fetches nothing, tells nothing."""

import streamlit as st
from streamlit.components.v2 import component

_JS = r"""
const names = [[/^Help for /, 'Aide : '], [/^Help$/, 'Aide']];
const change = (node, name, said) => said !== node.getAttribute(name) && node.setAttribute(name, said);
const say = () => {
  for (const node of document.querySelectorAll('[aria-label^="Help"]')) {
    change(node, 'aria-label', names.reduce((said, [from, to]) => said.replace(from, to), node.ariaLabel));
  }
  for (const [from, to] of [['DD/MM/YYYY', 'jj/mm/aaaa'], ['Choose an option', 'Choisir']]) {
    for (const node of document.querySelectorAll(`input[placeholder="${from}"]`)) change(node, 'placeholder', to);
  }
  // a title that is longer than its box shows whole under the pointer
  for (const node of document.querySelectorAll('[data-testid="stSelectbox"]')) {
    const box = node.querySelector('input');
    const said = node.querySelector('[data-baseweb="select"]')?.innerText || box?.value || '';
    change(node, 'title', said.trim());
  }
};
export default function () {
  const watch = new MutationObserver(say);
  const what = ['aria-label', 'placeholder', 'value'];
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: what });
  say();
  return () => watch.disconnect();
}
"""
_FRENCH = component("circulation.french", js=_JS)


def speak_french() -> None:
    """Put it into a page, where it takes no room."""
    with st.container(key="french"):
        _FRENCH(key="french-words")
