"""The authority the booklets are made for: its codes, its region, its statistical neighbours and groups, whom to ask."""

from pathlib import Path

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, read_alone, read_as

LaCode = Field(pattern=r"^\d{3}$")


class CodedArea(StrictModel):
    """A region or England: its id in this project, and the publishers' codes for it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    area_code: str = LaCode
    ons_code: str = ""
    why: str = ""


FILE, CODES_FILE = "authority.yml", "vocabulary/authorities.yml"
ENGLAND = CodedArea(id="england", name="England (state-funded)", area_code="970", ons_code="E92000001")


class AuthorityGroup(StrictModel):
    """Authorities that are shown side by side; there is no pooled figure for them."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    authorities: dict[str, str]  # code -> name
    why: str = ""


class Neighbours(StrictModel):
    """How many statistical neighbours the authority is compared with, the closest first."""

    count: int = Field(default=10, ge=0, le=10)
    why: str = ""


class ComparatorSources(StrictModel):
    """The sources of the figures of every place that is not the authority's own, in order of preference.

    A row about such a place in any other source gives no figure.
    """

    sources: list[str] = ["lait", "eyfs_headline", "ks4_characteristics", "ks2_performance", "ks4_performance"]
    why: str = ""


class Authority(StrictModel):
    """params/authority.yml. Only `code` and `name` are needed; a new council starts with those."""

    code: str = LaCode
    name: str
    ons_code: str = ""
    region: CodedArea | None = None  # by default the region that the Local Authority Interactive Tool names for it
    england: CodedArea = ENGLAND
    groups: list[AuthorityGroup] = []
    neighbours: Neighbours = Neighbours()
    comparators_from: ComparatorSources = ComparatorSources()
    contact: str = "the pupil performance data team"
    contact_why: str = ""
    clusters_why: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        """The authority's place id: its code."""
        return self.code


def read_authority(params: Path, problems: Problems) -> Authority | None:
    """params/authority.yml, or None with every mistake added to `problems`."""
    return read_as(Authority, params / FILE, problems)


def load_authority(params: Path) -> Authority:
    """params/authority.yml; raises ParamsWrong with every mistake in it."""
    return read_alone(Authority, params, FILE)


def own_code(params: Path) -> str:
    """The three-digit code of the authority that the declarations are for; "" where they do not name one."""
    return load_authority(params).code if (params / FILE).is_file() else ""


class AuthorityCodes(StrictModel):
    """params/vocabulary/authorities.yml: every local authority by its code, and the codes for rehearsals, which no authority has."""

    why: str
    invented: list[str] = []
    authorities: dict[str, str]

    @model_validator(mode="after")
    def _no_authority_is_invented(self) -> "AuthorityCodes":
        # Documents of an invented authority are issued without a sign-off of the disclosure policy.
        for code in (c for c in self.invented if c in self.authorities):
            raise ValueError(f"invented: {code} is the code of {self.authorities[code]}, which is no rehearsal")
        return self


def read_authority_codes(params: Path, problems: Problems) -> AuthorityCodes | None:
    """Every authority's code and name, or None with every mistake added to `problems`."""
    return read_as(AuthorityCodes, params / CODES_FILE, problems)


def load_authority_codes(params: Path) -> AuthorityCodes:
    """Every authority's code and name; ParamsWrong with every mistake in their file."""
    return read_alone(AuthorityCodes, params, CODES_FILE)
