"""One line that says what a change is, for lists, subjects and chat."""

from __future__ import annotations

from collections import Counter

from monitor.model import Change, ChangeSummary, Disclosure, EditKind, FindingKind

WHAT: dict[EditKind, tuple[str, str]] = {
    EditKind.HEADLINE: ("the headline changed", "{} headlines changed"),
    EditKind.STANDFIRST: ("the standfirst changed", "{} standfirsts changed"),
    EditKind.KICKER: ("the kicker changed", "{} kickers changed"),
    EditKind.BYLINE: ("the byline changed", "{} bylines changed"),
    EditKind.DATE_SHOWN: ("the date of publication changed", "{} dates of publication changed"),
    EditKind.PARAGRAPH_ADDED: ("a paragraph added", "{} paragraphs added"),
    EditKind.PARAGRAPH_REMOVED: ("a paragraph removed", "{} paragraphs removed"),
    EditKind.SENTENCE_ADDED: ("a sentence added", "{} sentences added"),
    EditKind.SENTENCE_REMOVED: ("a sentence removed", "{} sentences removed"),
    EditKind.NUMBER: ("a figure changed", "{} figures changed"),
    EditKind.DATE: ("a date changed", "{} dates changed"),
    EditKind.NAME: ("a name changed", "{} names changed"),
    EditKind.QUOTATION_ADDED: ("a quotation added", "{} quotations added"),
    EditKind.QUOTATION_REMOVED: ("a quotation removed", "{} quotations removed"),
    EditKind.QUOTATION_REWORDED: ("a quotation reworded", "{} quotations reworded"),
    EditKind.NEGATION: ("a negation changed", "{} negations changed"),
    EditKind.ATTRIBUTION: ("an attribution changed", "{} attributions changed"),
    EditKind.MOVED: ("a passage moved", "{} passages moved"),
    EditKind.REWORDED: ("a passage reworded", "{} passages reworded"),
    EditKind.SPELLING: ("spelling", "{} spellings"),
    EditKind.PUNCTUATION: ("punctuation", "punctuation in {} places"),
    EditKind.FORMAT: ("a form changed", "{} forms changed"),
    EditKind.LINK: ("a link changed", "{} links changed"),
    EditKind.CAPTION: ("a caption changed", "{} captions changed"),
    EditKind.IMAGE: ("a picture replaced", "{} pictures replaced"),
    EditKind.EMBED: ("an embed changed", "{} embeds changed"),
    EditKind.RELATED: ("related links exchanged", "related links exchanged"),
    EditKind.NOTE_ADDED: ("a note added", "{} notes added"),
    EditKind.NOTE_CHANGED: ("a note reworded", "{} notes reworded"),
    EditKind.NOTE_REMOVED: ("a note removed", "{} notes removed"),
    EditKind.LIVE_ENTRY: ("a live-blog entry", "{} live-blog entries"),
}

WALLS: dict[FindingKind, str] = {
    FindingKind.TEASER: "only headline and teaser could be read",
    FindingKind.OPENED: "the paywall has gone",
}


def summary(
    change: Change, *, same_as: int | None = None, alternates: bool = False
) -> ChangeSummary:
    """Return what is kept of a change; `same_as` is the earlier version it returns to.

    `alternates` says that the version before was a return, too.
    """
    kinds = Counter(edit.kinds[0] for edit in change.edits)
    weighed = tuple(dict.fromkeys(kind for edit in change.edits for kind in edit.kinds))
    count = len(change.edits)
    parts = [f"{count} edit{'' if count == 1 else 's'}" if count else "no edits"]
    told = [kind for kind in weighed if kinds[kind] and kind in WHAT][:2]
    parts += [WHAT[kind][kinds[kind] > 1].format(kinds[kind]) for kind in told]
    if same_as is not None:
        parts.append(f"{'flip-flop' if alternates else 'reversal'}: back to version {same_as}")
    parts += [WALLS[one.kind] for one in change.findings if one.kind in WALLS]
    if change.disclosure is not Disclosure.NOT_NEEDED:
        parts.append(change.disclosure.value)
    return ChangeSummary(
        line=" · ".join(parts),
        edits=count,
        kinds=weighed,
        significance=change.significance,
        material=change.material,
        disclosure=change.disclosure,
        same_as=same_as,
    )
