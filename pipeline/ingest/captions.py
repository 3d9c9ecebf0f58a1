"""WebVTT and SRT: cues with a voice, or with `Nom : texte` or `[SPEAKER_00]` in their text."""

import html
import io
import re
from typing import NamedTuple

from pipeline.ingest.decode import decode
from pipeline.ingest.parts import Labels, Parts, take_apart
from pipeline.ingest.text import seconds
from pipeline.ingest.utterances import Context, Reading, UnreadableError, Utterance, foreign, merge

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>|</v\s*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?\d[\d:.]*>|\{\\[^{}]*\}")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_EXPORT = "export the captions again, or save the transcript as text"


class Cue(NamedTuple):
    """A cue as it stands in the file: `number` from 1, times in seconds, `text` with its tags."""

    number: int
    start: float
    end: float
    text: str


def read_vtt(data: bytes, context: Context) -> Reading:
    """Read WebVTT.

    Raises
    ------
    UnreadableError
        It is no WebVTT, or has no cues.
    """
    import webvtt

    text = decode(data)
    with foreign("not a WebVTT file", _EXPORT):
        captions = webvtt.from_buffer(io.StringIO(text), format="vtt").captions
    # webvtt-py passes over blocks that it cannot read: those are the times that no caption has
    times = [match for line in text.split("\n") if (match := re.match(r"\s*(\S+)\s*-->", line))]
    reading, cues, waiting = Reading(), [], list(captions)
    for number, match in enumerate(times, 1):
        if waiting and seconds(match[1]) == seconds(waiting[0].start):
            caption = waiting.pop(0)
            cues.append(Cue(number, seconds(caption.start), seconds(caption.end), caption.raw_text))
        else:
            reading.leave("malformed", number)
    return _read(cues, context, reading)


def read_srt(data: bytes, context: Context) -> Reading:
    """Read SubRip.

    Raises
    ------
    UnreadableError
        It is no SubRip, or has no captions.
    """
    import srt

    text = decode(data)
    with foreign("not an SRT file", _EXPORT):
        captions = list(srt.parse(text))
    return _read([Cue(n, seconds(c.start), seconds(c.end), c.content) for n, c in enumerate(captions, 1)], context, Reading())


def _read(cues: list[Cue], context: Context, reading: Reading) -> Reading:
    if not cues:
        raise UnreadableError("no captions in it", _EXPORT)
    lines = {cue.number: [take_apart(_plain(line)) for line in cue.text.split("\n")] for cue in cues if not _VOICE.search(cue.text)}
    labels = Labels([part for parts in lines.values() for part in parts], context.known)
    name, until = "", 0.0
    for cue in cues:
        if cue.number in lines:
            # a name printed in the text holds for the captions that follow closely; a voice holds for its cue
            said = _by_line(lines[cue.number], labels, name if cue.start - until <= context.merge_gap else "")
            name, until = said[-1][0] if said else "", cue.end
        else:
            said = _by_voice(cue.text)
            name = ""
        if not said:
            reading.leave("no text", cue.number)
        for label, text in said:
            reading.take(Utterance((cue.number,), label, text, cue.start, cue.end))
    reading.utterances = merge(reading.utterances, context.merge_gap)
    return reading


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()


def _by_voice(text: str) -> list[tuple[str, str]]:
    pieces = _VOICE.split(text)
    voices = [("", pieces[0]), *((voice or "", said) for voice, said in zip(pieces[1::2], pieces[2::2], strict=True))]
    said = [(html.unescape(voice).strip(), _plain(piece)) for voice, piece in voices]
    return [(voice, piece) for voice, piece in said if piece]


def _by_line(parts: list[Parts], labels: Labels, before: str) -> list[tuple[str, str]]:
    """The utterances of a cue's lines; dashes before two lines or more are two speakers or more."""
    dialogue = sum(bool(_DASH.match(part.whole)) for part in parts) >= 2
    said: list[tuple[str, str]] = []
    for part in parts:
        if dialogue and (dash := _DASH.match(part.whole)):
            part = take_apart(part.whole[dash.end() :])
            said.append((part.label, part.text) if labels.accept(part) else ("", part.whole))
        elif labels.accept(part):
            said.append((part.label, part.text))
        elif said:
            said[-1] = (said[-1][0], f"{said[-1][1]} {part.whole}")
        else:
            said.append((before, part.whole))
    return said
