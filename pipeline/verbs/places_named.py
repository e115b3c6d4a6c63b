"""Places as a person types them: by number, name or part of a name. Apart from `arguments`, since it reads every table kept."""

from collections.abc import Collection, Iterable

from pipeline.deliveries.delivery import kept
from pipeline.paths import Folders
from pipeline.places import read_register
from pipeline.validated import read_tables


def place_ids(where: Folders, named: Iterable[str], known: Collection[str] = ()) -> list[str]:
    """The ids of places named in any form; NoSuchPlace or CommandWrong as `Register.find`.

    Ids among `known` are taken as they are, so that the register, which takes most of a second, is read only for others. Before
    anything is received there is no register to look in, and every name is given back.
    """
    wanted = list(named)
    if not set(wanted) - set(known) or not kept(where):
        return wanted
    register = read_register(where.params, read_tables(where))
    return [text if text in known else register.find(text).id for text in wanted]
