"""Invented towns with every awkwardness of numbers: tiny schools, groups in which nobody or everybody met it, published schools."""

import random

from tests.attacked.attacker import NOTHING, Attacked, Attacker
from tests.disclosure.little_town import DECLARED, PUBLISHED, control, fig, pooled

GROUPS = {"boys": "sex", "girls": "sex", "ehcp": "sen", "sen_support": "sen", "no_sen": "sen"}
GROUPS |= {"disadvantaged": "disadvantage", "other": "disadvantage", "fsm": "meals", "not_fsm": "meals"}
FAMILIES = tuple(dict.fromkeys(GROUPS.values()))
POLICY = DECLARED.policy.disclosure


def town(seed):
    """Clusters, and every figure: schools, clusters and the authority, all pupils and groups."""
    dice = random.Random(seed)
    clusters = {c: [f"{c}{n}" for n in range(dice.randint(2, 5))] for c in "ABC"[: dice.randint(1, 3)]}
    schools = {s: _school(dice, s) for members in clusters.values() for s in members}
    areas = {**clusters, "999": list(schools)}
    figs = [f for figs in schools.values() for f in figs.values()]
    for area, members in areas.items():
        for group in ["all", *GROUPS]:
            parts = [schools[s][group] for s in members if group in schools[s]]
            if parts:
                figs.append(pooled(area, parts, group))
    return clusters, figs


def _school(dice, name):
    cohort = dice.choice([2, 3, 5, 7, 12, 28, 60])
    delivery = PUBLISHED if cohort >= 6 and dice.random() < 0.3 else "records"
    luck = dice.choice([0.0, 0.3, 0.6, 1.0])
    pupils = [
        (
            dice.choice(["boys", "girls"]),
            dice.choices(["ehcp", "sen_support", "no_sen"], [1, 2, 9])[0],
            *dice.choice([("disadvantaged", "fsm"), ("disadvantaged", "not_fsm"), *[("other", "not_fsm")] * 3]),
            dice.random() < luck,
        )
        for _ in range(cohort)
    ]
    figs = {"all": fig(name, cohort, sum(met for *_, met in pupils), delivery=delivery)}
    for group in GROUPS:
        mine = [met for *groups, met in pupils if group in groups]
        if mine:
            figs[group] = fig(name, len(mine), sum(mine), group)
    return figs


def document(clusters, figs, audience, subject):
    """The figures one document would print: of the areas all; of schools what its audience lists."""
    listed = {
        "public": [],
        "authority": [s for m in clusters.values() for s in m],
        "cluster": clusters.get(subject, []),
    }[audience]
    areas = {"999", *clusters}
    return [f for f in figs if f.place_id in areas or (f.place_id in listed and f.group == "all")]


def attack(seed, audience, secondary=True, insider=False, attacker=Attacker):
    """Protect one town's document and attack it; without secondary suppression where that is asked for.

    The attacker is somebody without a school or, as an insider, the head of one of the schools, who knows all its figures;
    `attacker`: the class that works out what a hidden count can be.
    """
    clusters, figs = town(seed)
    subject = "A" if audience == "cluster" else "999"
    wanted = document(clusters, figs, audience, subject)
    door = control(clusters, figs)
    safe = door.protect(wanted, audience)
    if not secondary:
        safe = [old if new.status == "withheld" else new for old, new in zip(wanted, safe, strict=True)]
    beyond = {key for question, choice in door.decided.items() for key in choice.given_away}
    areas = {**clusters, "999": [s for m in clusters.values() for s in m]}
    own = random.Random(seed + 10**6).choice(areas[subject]) if insider else None
    published = [f for f in figs if f.delivery == PUBLISHED]
    for_all = [f for f in safe if f.group == "all"]
    readers = {
        name: _reader(attacker, figs, [*published, *held], areas, own)
        for name, held in (("none", []), ("all", for_all), ("whole", safe))
    }
    return _outcome(readers, wanted, safe, figs, areas, audience, beyond, own)


def _reader(kind, figs, held, areas, own):
    """Somebody who holds these figures of the town, and knows all of their own school's."""
    attacker = kind({(f.place_id, f.group): f.denominator for f in figs})
    for f in held:
        attacker.reads((f.place_id, f.group), _text(f))
    for f in figs:
        if f.place_id == own:
            attacker.printed[f.place_id, f.group] = f.numerator, f.numerator
    for area, members in areas.items():
        for group in ["all", *GROUPS]:
            attacker.adds((area, group), [(s, group) for s in members])
    for place in [*areas, *areas["999"]]:
        for family in FAMILIES:
            attacker.adds((place, "all"), [(place, g) for g, f in GROUPS.items() if f == family])
    met = {(f.place_id, f.group): f.numerator for f in figs}
    for place in {place for place, group in met if group == "fsm"}:
        attacker.among(*(((place, g), met[place, g]) for g in ("fsm", "disadvantaged")))
    return attacker


def _text(f):
    if f.status == "end":
        return f"under {f.upper:.0f}%" if f.lower == 0 else f"over {f.lower:.0f}%"
    if f.status != "shown":
        return f.status
    return f"{(200 * f.numerator + f.denominator) // (2 * f.denominator)}%"


def _outcome(readers, wanted, safe, figs, areas, audience, beyond, own):
    """What others have published, or the reader knows, gives some cells away, in part or whole, and of groups also what is told of all
    pupils (where every pupil met it, say): of those the whole document must tell no more than that.
    """
    rule = POLICY.audiences[audience]
    owned = {f.group: f.denominator for f in figs if f.place_id == own}
    outcome = NOTHING
    for f in figs:
        key, is_area = (f.place_id, f.group), f.place_id in areas
        small = f.denominator < (rule.minimum_group if f.group != "all" and is_area else POLICY.protects_below)
        if not small or (f.group != "all" and not is_area) or f.delivery == PUBLISHED:
            continue
        mine = owned.get(f.group, 0) if f.place_id == own or own in areas.get(f.place_id, ()) else 0
        wide = min(POLICY.interval, f.denominator - mine)
        if not wide:
            continue  # all of them are the reader's own
        low, high = readers["whole"].works_out(key)
        if key in beyond:
            least, most = readers["none" if f.group == "all" else "all"].works_out(key)
            wide = min(wide, most - least)
        found = high - low < wide - 1e-6
        outcome += Attacked(1, [(key, low, high)] if found else [], 0, 0, 0)
    gone = [
        (old, new) for old, new in zip(wanted, safe, strict=True) if new.status in ("suppressed", "few", "withheld")
    ]
    second = [old for old, new in gone if new.status == "withheld"]
    return outcome + Attacked(0, [], len(gone), len(second), sum(f.denominator for f in second))
