"""Who speaks when: the speaker of each turn, and of those beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Talk:
    """Turns in their order: `speaker` and `session` by turn_id; `orders` the turn_ids of each session."""

    speaker: dict[str, str] = field(default_factory=dict)
    session: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, turns: Iterable[tuple[str, str, str]]) -> "Talk":
        """From (turn_id, session_id, speaker_id), each session in its order.

        Examples
        --------
        >>> talk = Talk.of([("s:0", "s", "nadia"), ("s:1", "s", "paul"), ("s:2", "s", "paul"), ("s:3", "s", "nadia")])
        >>> talk.next_voice("s:0"), talk.next_voice("s:1"), talk.voice_before("s:3"), talk.next_voice("s:3"), talk.opens("s:3")
        ('paul', 'nadia', 'paul', '', False)
        """
        talk = cls()
        for turn_id, session_id, speaker_id in turns:
            order = talk.orders.setdefault(session_id, [])
            talk.place[turn_id] = len(order)
            talk.speaker[turn_id], talk.session[turn_id] = speaker_id, session_id
            order.append(turn_id)
        return talk

    def next_voice(self, turn_id: str) -> str:
        """Who speaks next and is somebody else, or ""."""
        return self._beside(turn_id, 1)

    def voice_before(self, turn_id: str) -> str:
        """Who spoke last and is somebody else, or ""."""
        return self._beside(turn_id, -1)

    def opens(self, turn_id: str) -> bool:
        """Is this the first turn of its speaker in the session?"""
        order = self.orders[self.session[turn_id]]
        return all(self.speaker[other] != self.speaker[turn_id] for other in order[: self.place[turn_id]])

    def _beside(self, turn_id: str, step: int) -> str:
        order = self.orders.get(self.session.get(turn_id, ""), [])
        rank = self.place.get(turn_id, 0) + step
        while 0 <= rank < len(order):
            if self.speaker[order[rank]] not in ("", self.speaker[turn_id]):
                return self.speaker[order[rank]]
            rank += step
        return ""
