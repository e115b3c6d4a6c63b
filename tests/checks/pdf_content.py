"""What is drawn on a PDF's pages: all of it belongs to the structure or is decoration, in fonts that travel with the file."""

import re

import pikepdf

PAINTS = {
    *("Tj", "TJ", "'", '"', "Do", "sh", "EI", "INLINE IMAGE"),
    *("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"),
}
FAMILY = "IBMPlexSans"


def artifacts_and_content(pdf: pikepdf.Pdf) -> list[str]:
    """7.1: everything drawn is an artifact or belongs to an element of the structure, and no artifact stands inside one."""
    out = []
    parents = _parents(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        owners = parents.get(int(page.get("/StructParents", -1)), [])
        marked: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                tag = str(operands[0])
                given = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                if "/MCID" in given and (int(given["/MCID"]) >= len(owners) or owners[int(given["/MCID"])] is None):
                    out.append(f"page {number}: marked content that no element owns")
                if tag == "/Artifact" and any(m != "/Artifact" for m in marked):
                    out.append(f"page {number}: an artifact inside tagged content")
                marked.append(tag)
            elif name == "EMC":
                marked.pop()
            elif name in PAINTS and not marked:
                out.append(f"page {number}: something drawn is neither tagged nor an artifact")
    return list(dict.fromkeys(out))


def _parents(pdf: pikepdf.Pdf) -> dict[int, list]:
    """For each key of the parent tree, the owners of the marked content with the numbers 0, 1, 2 and so on."""
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/ParentTree")
    if tree is None:
        return {}
    return {
        int(key): list(owners) for key, owners in pikepdf.NumberTree(tree).items() if isinstance(owners, pikepdf.Array)
    }


def fonts(pdf: pikepdf.Pdf) -> list[str]:
    """7.21: every font is the house's, travels with the file, and says which character each of its shapes stands for."""
    out = []
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        if thing.get("/Type") == "/FontDescriptor":
            name = re.sub(r"^/([A-Z]{6}\+)?", "", str(thing.get("/FontName", "/?")))
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()):
                out.append(f"font {name} is not embedded")
            elif not name.startswith(FAMILY):
                out.append(f"font {name} is not of the house")
        elif thing.get("/Type") == "/Font" and thing.get("/Subtype") == "/Type0" and "/ToUnicode" not in thing:
            out.append("a font does not say its characters")
    return out
