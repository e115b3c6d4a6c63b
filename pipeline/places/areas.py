"""Authorities, regions and England: the places a school is compared with, and the publishers' codes for them."""

from pipeline.declared.authority import Authority, CodedArea
from pipeline.places.place import Place
from pipeline.places.sightings import Tables

NEIGHBOURS = "neighbours"  # the id of the place whose figures are the median of the statistical neighbours


def area_names(tables: Tables) -> dict[str, str]:
    """Authority or region code -> its name, from the delivered lists; the newest list wins."""
    names: dict[str, str] = {}
    for source, code in (("lait", "area_code"), ("statistical_neighbours", "la")):
        for _, table in tables.get(source, []):
            pairs = table[[code, "area_name"]].dropna().drop_duplicates()
            names |= {str(c): " ".join(str(n).split()) for c, n in pairs.itertuples(index=False)}
    return names


def region_of(authority: Authority, tables: Tables) -> CodedArea | None:
    """The declared region; else the authority's in the newest delivered list, with its code there; None without either."""
    if authority.region:
        return authority.region
    for _, table in reversed(tables.get("lait", [])):
        own = table.loc[table["area_code"] == authority.code, "region"].dropna()
        if not own.empty:
            name = str(own.iloc[0])
            codes = table.loc[table["area_name"].str.casefold() == name.casefold(), "area_code"]
            slug = "-".join(name.lower().split())
            return CodedArea(id=slug, name=name, area_code=str(codes.iloc[0])) if not codes.empty else None
    return None


def neighbour_codes(authority: Authority, tables: Tables) -> list[str]:
    """The codes of the authority's statistical neighbours, nearest first, from the newest list delivered; none without a list."""
    wanted = [f"neighbour_{n}" for n in range(1, authority.neighbours.count + 1)]
    for _, table in reversed(tables.get("statistical_neighbours", [])):
        rows = table[table["la"] == authority.code]
        if not rows.empty:
            row = rows.iloc[0]
            return [str(row[c]) for c in wanted if c in row.index and row[c] is not None and row[c] == row[c]]
    return []


def area_places(authority: Authority, tables: Tables) -> dict[str, Place]:
    """England, the region, the authority, its neighbours and their median, its groups and their authorities, by id."""
    region = region_of(authority, tables)
    england = Place(authority.england.id, authority.england.name, "england")
    above = (england.id,)
    places = {england.id: england}
    if region:
        places[region.id] = Place(region.id, region.name, "region", parents=above)
        above = (region.id,)
    names, neighbours = area_names(tables), neighbour_codes(authority, tables)
    if neighbours:
        places[NEIGHBOURS] = Place(NEIGHBOURS, f"Statistical neighbours (median of {len(neighbours)})", "neighbours")
    members = {code: name for g in authority.groups for code, name in g.authorities.items()}
    for code in (*neighbours, *members):
        places[code] = Place(code, members.get(code) or names.get(code, code), "authority")
    places[authority.id] = Place(authority.id, authority.name, "authority", parents=above)
    for group in authority.groups:
        places[group.id] = Place(group.id, group.name, "group")
    return places


def area_codes(authority: Authority, places: dict[str, Place], tables: Tables) -> dict[str, str]:
    """Every publisher's code of those places -> place id: LAIT numbers, three-digit codes, codes of the statistics office."""
    codes = {p.id: p.id for p in places.values() if p.kind == "authority"}
    for area in (authority.england, region_of(authority, tables)):
        if area:
            codes |= {code: area.id for code in (area.area_code, area.ons_code) if code}
    return codes | ({authority.ons_code: authority.id} if authority.ons_code else {})
