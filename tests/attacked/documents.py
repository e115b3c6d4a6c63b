"""The attack on documents: everything one audience holds of an authority, set against everything the data team knows."""

from collections import defaultdict
from decimal import Decimal

from pipeline.packs.pack import Pack
from pipeline.packs.plan import noted_plan, plan
from pipeline.packs.released import open_run_context
from tests.attacked.attacker import NOTHING, Attacked, Attacker

PRINTED = ("shown", "bounded", "end")
KEPT_BACK = ("suppressed", "suppressed_by_publisher", "few", "withheld")


class Town:
    """What is true of an authority, and what anybody can download."""

    def __init__(self, where):
        self.where, self.run = where, open_run_context(where)
        self.policy = self.run.declared.policy
        self.figs = defaultdict(dict)  # (measure, year) -> {(place, group): figure}
        ours = set(self.run.register.school_ids()) | {
            p for p in self.run.register if self.run.register[p].kind in ("cluster", "trust", "authority")
        }
        for f in self.run.figures.all():
            if f.place_id in ours and f.denominator:
                self.figs[f.measure, f.year][f.place_id, f.group] = f

    def documents(self, year, audience):
        """Every document of a year for an audience, as it was last composed: (publication, place, year) -> its pack."""
        specs = self.run.declared.publications
        made = noted_plan(self.where, year)
        if made is None or made.to_compose():
            made = plan(self.where, year)
        owed = [o for o in made.documents if o.pack and specs[o.publication].audience == audience]
        return {(o.publication, o.place, year): Pack.read(self.where.pack(year, o.publication, o.place)) for o in owed}

    def published(self, measure, year, key):
        figure = self.run.figures.get(key[0], year, measure, key[1])
        return figure is not None and figure.shown and self.run.sources.is_open(figure.delivery)

    def areas(self, year):
        kinds = {"cluster": self.policy.pooling.cluster, "trust": self.policy.pooling.trust}
        register = self.run.register
        areas = {register.authority.id: self.policy.pooling.authority}
        areas |= {p.id: kinds["cluster"] for p in register.clusters(year)} | {
            p.id: kinds["trust"] for p in register.trusts(year)
        }
        return {a: [m.id for m in register.members(a, year) if m.school_kind in k] for a, k in areas.items()}


def attack(town, packs, audience, head=None):
    """One reader holding these documents tries every figure of them that is protected; `head`: of this school, whose figures they know."""
    printed = defaultdict(dict)
    kept_back = defaultdict(set)
    for pack in packs:
        for cell in pack.figures:
            about = printed[cell.measure, cell.year]
            if cell.status in PRINTED:
                about[cell.place, cell.group] = cell.text
            elif cell.status in KEPT_BACK:
                kept_back[cell.measure, cell.year].add((cell.place, cell.group, cell.status))
    outcome = NOTHING
    for (measure, year), texts in sorted(printed.items()):
        outcome += _attack_one(town, measure, year, texts, kept_back[measure, year], audience, head)
    return outcome


def attack_school(town, packs, school):
    """Whoever holds a school's own documents tries its groups; its figures for all pupils are its own to know."""
    figs = {key: {k: f for k, f in held.items() if k[0] == school} for key, held in town.figs.items()}
    return attack(_Alone(town, defaultdict(dict, figs)), packs, "school")


class _Alone:
    """A town in which one school is all there is."""

    def __init__(self, town, figs):
        self.run, self.policy, self.figs, self.published = town.run, town.policy, figs, town.published

    def areas(self, year):
        return {}


def _attack_one(town, measure, year, texts, kept_back, audience, head):
    figs, spec = town.figs[measure, year], town.run.declared.measures[measure]
    texts = {k: t for k, t in texts.items() if k in figs} if audience == "school" else texts
    protected = _protected(town, figs, texts, kept_back, audience, year)
    second = [figs[p, g].denominator for p, g, status in kept_back if status == "withheld" and (p, g) in figs]
    counted = Attacked(0, [], len(kept_back), len(second), sum(second))
    if not protected or not spec.adds_up:
        return counted
    attacker = _attacker(town, spec, year, figs, texts, protected, head)
    # Nothing that others have published, or the reader knows, is protected from them. Of groups that goes for what is told of all pupils
    # as well: it is rightly held, and leaves less of some groups to protect.
    of_all = {k: t for k, t in texts.items() if k[1] == "all"}
    published = {k: t for k, t in texts.items() if town.published(measure, year, k)}
    before = {
        of_a_group: _attacker(town, spec, year, figs, held, protected, head)
        for of_a_group, held in ((True, of_all), (False, published))
        if audience == "school" or head
    }
    counting = {area for area, members in town.areas(year).items() if head in members}
    attacked, found = 0, []
    for key in protected:
        mine = figs.get((head, key[1]))
        others = figs[key].denominator - (mine.denominator if mine and (key[0] == head or key[0] in counting) else 0)
        wanted = min(town.policy.disclosure.interval, others)
        if wanted <= 0:
            continue  # all of them are the reader's own
        attacked += 1
        low, high = attacker.works_out(key)
        beside = before.get(key[1] != "all")
        if high - low < wanted - 1e-6 and (beside is None or high - low < _width(beside, key) - 1e-6):
            found.append((measure, year, key, head, low, high))
    return counted + Attacked(attacked, found, 0, 0, 0)


def _width(attacker, key):
    low, high = attacker.works_out(key)
    return high - low


def _protected(town, figs, texts, kept_back, audience, year):
    """Small schools anywhere, and the small groups and cohorts this audience's documents kept back; not what was published."""
    rule, least = town.policy.disclosure.audiences[audience], town.policy.disclosure.protects_below
    areas = town.areas(year)
    pooled = {s for members in areas.values() for s in members}
    small = [k for k, f in figs.items() if k[1] == "all" and k[0] in pooled and f.denominator < least]
    small += [
        (p, g) for p, g, _ in kept_back if (p, g) in figs and g != "all" and figs[p, g].denominator < rule.minimum_group
    ]
    return [
        k
        for k in dict.fromkeys(small)
        if not (figs[k].shown and town.run.sources.is_open(figs[k].delivery)) and k not in texts
    ]


def _attacker(town, spec, year, figs, texts, protected, head):
    families = town.run.declared.vocabulary.groups.families
    groups = {g for _, g in [*texts, *protected] if g != "all"}
    named = {families[g] for g in groups if g in families}
    wanted = ["all", *(g for g, family in families.items() if family in named)]
    attacker = Attacker({k: f.denominator for k, f in figs.items() if k[1] in wanted}, whole=spec.unit == "percent")
    open_texts = {
        k: f"{int(f.value)}%" if spec.unit == "percent" else f"{Decimal(repr(f.value))}"
        for k, f in figs.items()
        if f.shown and town.run.sources.is_open(f.delivery) and (spec.unit != "percent" or float(f.value).is_integer())
    }
    for key, text in [*open_texts.items(), *texts.items()]:
        if key in attacker.cohorts:
            attacker.reads(key, text) if attacker.whole else attacker.reads_mean(key, text, *spec.per_pupil)
    for group in wanted if head else ():
        attacker.knows((head, group), figs.get((head, group)), spec)
    for area, members in town.areas(year).items():
        for group in wanted:
            attacker.adds((area, group), [(s, group) for s in members])
    for place in {p for p, _ in attacker.cohorts}:
        for family in named:
            attacker.adds((place, "all"), [(place, g) for g in wanted if families.get(g) == family])
        if {(place, "fsm"), (place, "disadvantaged")} <= attacker.cohorts.keys():
            attacker.among(*(((place, g), figs[place, g].numerator) for g in ("fsm", "disadvantaged")))
    return attacker


def attack_by_heads(where, year):
    """Every head in turn, with what they hold: their school's documents, those of its cluster and its trust, and public ones.

    (school, kind of document) -> what came of it; of each document the head tries what it keeps back.
    """
    town, outcomes = Town(where), {}
    public = list(town.documents(year, "public").values())
    areas, own = town.areas(year), defaultdict(list)
    for (_, place, _), pack in town.documents(year, "school").items():
        own[place].append(pack)
    of_areas = town.documents(year, "cluster")
    for school in sorted(own.keys() | {s for members in areas.values() for s in members}):
        shared = [pack for (_, place, _), pack in of_areas.items() if school in areas.get(place, ())]
        outcomes[school, "cluster"] = attack(town, [*own[school], *shared, *public], "cluster", school)
        outcomes[school, "public"] = attack(town, public, "public", school)
    return outcomes


def attack_everybody(where, years):
    """Every audience's readers in turn: (audience, document, year) -> what came of it.

    The public holds all public documents of the year and of the year before at once; a school's readers hold all of its own.
    """
    town, outcomes = Town(where), {}
    for year in years:
        public = town.documents(year, "public")
        if public:
            last = town.documents(year - 1, "public") if year - 1 in years else {}
            outcomes["public", "all", year] = attack(town, [*last.values(), *public.values()], "public")
        for audience in ("authority", "cluster"):
            for (publication, place, _), pack in town.documents(year, audience).items():
                outcomes[audience, f"{publication} {place}", year] = attack(town, [pack], audience)
        own = defaultdict(list)
        for (_, place, _), pack in town.documents(year, "school").items():
            own[place].append(pack)
        outcomes |= {("school", place, year): attack_school(town, packs, place) for place, packs in own.items()}
    return outcomes
