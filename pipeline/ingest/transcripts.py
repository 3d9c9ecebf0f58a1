"""JSON of speech recognisers: Whisper, WhisperX, whisper.cpp, or a bare list of segments."""

import json
from collections.abc import Mapping
from math import inf, isnan, nan
from typing import Any

from pipeline.ingest.decode import decode
from pipeline.ingest.labels import is_nobody
from pipeline.ingest.parts import take_apart
from pipeline.ingest.sheets import field_of
from pipeline.ingest.text import seconds
from pipeline.ingest.utterances import Context, Reading, UnreadableError, Utterance, merge

_ADVICE = "expected Whisper, WhisperX or whisper.cpp JSON, or a list of {start, end, speaker, text}"


def read_json(data: bytes, context: Context) -> Reading:
    """Read JSON; numbers in the report are those of its segments, from 1.

    Raises
    ------
    UnreadableError
        It is no JSON, or JSON of another shape.
    """
    text = decode(data)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("not valid JSON", "export it again") from None
    reading = Reading()
    for utterance in _utterances(found, context.merge_gap):
        reading.take(utterance)
    reading.utterances = merge(reading.utterances, context.merge_gap)
    return reading


def _utterances(found: Any, gap: float) -> list[Utterance]:
    if isinstance(found, Mapping) and isinstance(found.get("transcription"), list):
        return [_from_cpp(number, segment) for number, segment in enumerate(found["transcription"], 1)]
    if isinstance(found, Mapping) and isinstance(found.get("segments"), list):
        found = found["segments"]
    elif isinstance(found, Mapping) and isinstance(found.get("word_segments"), list):
        return _by_speaker(found["word_segments"], "", gap)
    if not isinstance(found, list) or not found:
        raise _other_shape()
    return [utterance for number, segment in enumerate(found, 1) for utterance in _from_segment(number, segment)]


def _from_segment(number: int, segment: Any) -> list[Utterance]:
    if not isinstance(segment, Mapping):
        raise _other_shape()
    fields = {name: value for key, value in segment.items() if (name := field_of(str(key)))}
    if not isinstance(fields.get("text"), str):
        raise _other_shape()
    label, spoken = _label(fields.get("label")), segment.get("words")
    if isinstance(spoken, list) and spoken:
        by_speaker = _by_speaker(spoken, label, inf, number)
        if len({piece.label for piece in by_speaker}) > 1:
            return by_speaker
        label = label or by_speaker[0].label
    return [Utterance((number,), label, fields["text"], seconds(fields.get("start")), seconds(fields.get("end")))]


def _from_cpp(number: int, segment: Any) -> Utterance:
    if not isinstance(segment, Mapping) or not isinstance(segment.get("text"), str):
        raise _other_shape()
    offsets, stamps = segment.get("offsets"), segment.get("timestamps")
    start = end = nan
    if isinstance(offsets, Mapping):
        start, end = (seconds(offsets.get(key)) / 1000 for key in ("from", "to"))
    elif isinstance(stamps, Mapping):
        start, end = (seconds(stamps.get(key)) for key in ("from", "to"))
    part = take_apart(segment["text"])
    # its own diarisation writes "(speaker 0)" before the text
    tagged = is_nobody(part.label) and bool(part.label)
    label = _label(segment.get("speaker")) or (part.label if tagged else "")
    return Utterance((number,), label, part.text if tagged else segment["text"], start, end)


def _by_speaker(spoken: list[Any], label: str, gap: float, number: int | None = None) -> list[Utterance]:
    """Words with a speaker each, as utterances; a word without one goes with the word before.

    The words are numbered from 1, or are all of segment `number`.
    """
    if not all(isinstance(word, Mapping) and isinstance(word.get("word"), str) for word in spoken):
        raise _other_shape()
    speaker = label or next((_label(word.get("speaker")) for word in spoken if _label(word.get("speaker"))), "")
    joined: list[Utterance] = []
    for rank, word in enumerate(spoken, 1):
        speaker = _label(word.get("speaker")) or speaker
        said = Utterance((number or rank,), speaker, word["word"], seconds(word.get("start")), seconds(word.get("end")))
        last = joined[-1] if joined else None
        if last is None or last.label != speaker or said.start - last.end > gap:
            joined.append(said)
        else:
            joined[-1] = last._replace(
                lines=last.lines if number else last.lines + said.lines,
                text=f"{last.text} {said.text}",
                start=said.start if isnan(last.start) else last.start,
                end=last.end if isnan(said.end) else said.end,
            )
    return joined


def _label(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _other_shape() -> UnreadableError:
    return UnreadableError("JSON of another shape", _ADVICE)
