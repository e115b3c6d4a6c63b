"""Files made to harm whoever opens them, each small on disk: name -> a function that writes it into a folder and says what to receive."""

import gzip
import io
import os
import socket
import struct
import zipfile

from pipeline.paths import ROOT

PUBLISHED = ROOT / "data" / "open" / "bury" / "2017-2018" / "351_ks2final.csv"
CSV_NAME = "2017-2018_351_ks2final.csv"
ZIP_NAME = CSV_NAME.replace(".csv", ".zip")
XLSX_NAME = "3512001_ks2_pupils_2017-2018.xlsx"
NEXT = list(zip("abcdefgh", "bcdefghi", strict=True))
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in NEXT) + "]>"
MEGABYTE = 1_000_000


def published(old="", new=""):
    """A real table of results, with one text in it exchanged."""
    text = PUBLISHED.read_text(encoding="utf-8-sig")
    assert old in text
    return text.replace(old, new, 1)


def file(content, name=CSV_NAME):
    def write(folder):
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder / name

    return write


def zipped(parts, name=ZIP_NAME, lie=None):
    """A zip of these parts; a number stands for so many zero bytes. `lie` is the size stated for the first part."""

    def write(folder):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for part, content in parts.items():
                with archive.open(part, "w") as stream:
                    if isinstance(content, int):
                        for _ in range(content // MEGABYTE):
                            stream.write(bytes(MEGABYTE))
                    else:
                        stream.write(content.encode() if isinstance(content, str) else content)
        data = bytearray(out.getvalue())
        if lie is not None:
            struct.pack_into("<I", data, 22, lie)
            struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, lie)
        (folder / name).write_bytes(data)
        return folder / name

    return write


def xlsx(sheet, shared=None, name=XLSX_NAME, **more):
    """A workbook of one sheet: what stands inside its element."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{links}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet if sheet.startswith("<!") else f"<worksheet {main}>{sheet}</worksheet>",
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = f"<sst {main}><si><t>{shared}</t></si></sst>"
    return zipped(parts | {part.replace("__", "/"): content for part, content in more.items()}, name)


def row(cell="<v>1</v>", at="A1", of="s"):
    return f'<sheetData><row r="1"><c r="{at}" t="{of}">{cell}</c></row></sheetData>'


def xlsb(*records):
    body = b"".join(struct.pack("<BB", kind, len(content)) + content for kind, content in records)
    return zipped({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": body}, XLSX_NAME.replace(".xlsx", ".xlsb"))


def ods(cells, before=""):
    names = 'xmlns:table="t" xmlns:office="o" xmlns:text="x"'
    content = f'{before}<office:document-content {names}><table:table table:name="a">{cells}</table:table></office:document-content>'
    return zipped({"content.xml": content}, XLSX_NAME.replace(".xlsx", ".ods"))


def old_workbook(loops):
    """The head of a compound file; with `loops`, its list of tables leads back into itself."""
    head = bytearray(2048)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 68, 0 if loops else 0xFFFFFFFE)
    return file(bytes(head), XLSX_NAME.replace(".xlsx", ".xls"))


def parquet(columns, repeat):
    def write(folder):
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table(
            {n: pa.DictionaryArray.from_arrays(pa.array([0] * repeat, pa.int32()), [v]) for n, v in columns.items()}
        )
        pq.write_table(table, folder / "lait_2026-04.parquet", compression="snappy")
        return folder / "lait_2026-04.parquet"

    return write


def ctf(text):
    return file(text, "3512001_CTF_351LLLL_001.xml")


def beside(origins):
    def write(folder):
        (folder / "origins.yml").write_text(origins, encoding="utf-8")
        return file(published())(folder)

    return write


def link(folder):
    (folder / CSV_NAME).symlink_to(PUBLISHED)
    return folder / CSV_NAME


def linked_folder(folder):
    (folder / "2017-2018").symlink_to(PUBLISHED.parent)
    return folder


def linked_origins(folder):
    (folder / "origins.yml").symlink_to("/etc/passwd")
    return file(published())(folder)


def pipe(folder):
    os.mkfifo(folder / CSV_NAME)
    return folder / CSV_NAME


def socket_file(folder):
    here = os.getcwd()
    os.chdir(folder)  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(CSV_NAME)
    os.chdir(here)
    return folder / CSV_NAME


def huge(folder):
    with (folder / CSV_NAME).open("wb") as out:
        out.truncate(300 * MEGABYTE)
    return folder / CSV_NAME


SCHOOL = "Fairfield Community Primary School"
HEAD = published().split("\n")[0]
XLSM_NAME = XLSX_NAME.replace("xlsx", "xlsm")
IN_UTF_16 = f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}<a>&i;</a>'.encode("utf-16")
OUTSIDE = '<!DOCTYPE CTfile [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
NUMBER = 'office:value-type="float"'
DEEP = "<x>" * 5000 + "</x>" * 5000

# name -> (how it is written, the rule that refuses it)
REFUSED = {
    "CSV of 300 MB": (huge, "too_large"),
    "CSV of 20,000 columns": (file("a," * 20_000 + "\n1,2\n"), "stray_cell"),
    "CSV with 16,000 headings over 2,000 short rows": (file("a," * 16_000 + "\n" + "1\n" * 2_000), "stray_cell"),
    "CSV with NUL bytes": (file(published(SCHOOL, "Elton\0")), "binary"),
    "CSV with a quotation mark never closed": (file(HEAD + '\n"' + "a" * 200_000), "not_a_table"),
    "CSV with an escape sequence in a school's name": (file(published(SCHOOL, "Elton \x1b[2J School")), "unseen_in_cell"),
    "CSV with a school's name turned round": (file(published(SCHOOL, "Elton \u202eloohcS")), "unseen_in_cell"),
    "web page named as CSV": (file("<html><script>alert(1)</script></html>"), "web_page"),
    "zip of a CSV of 300 MB of zeros": (zipped({CSV_NAME: 300 * MEGABYTE}), "unpacks_too_large"),
    "zip that understates what it holds": (zipped({CSV_NAME: 300 * MEGABYTE}, lie=10), "unpacks_too_large"),
    "zip of a CSV of 3 million rows": (zipped({CSV_NAME: "1\n" * 3_000_000}), "stray_cell"),
    "zip of 6,000 files": (zipped({f"{n}.csv": "" for n in range(6_000)}), "too_many_parts"),
    "zip that leads out of its folder, twice": (zipped({"../../a.csv": "a", "/etc/b.csv": "b"}), "several_in_zip"),
    "zip inside a zip": (zipped({"a.zip": b"PK\x03\x04" + bytes(100)}), "not_recognised"),
    "zip cut short": (file(b"PK\x03\x04" + bytes(60), ZIP_NAME), "damaged_zip"),
    "gz of zeros": (file(gzip.compress(bytes(20 * MEGABYTE)), CSV_NAME + ".gz"), "not_recognised"),
    "xlsx with a cell in the last row and column": (xlsx(row(at="XFD1048576", of="n")), "stray_cell"),
    "xlsm with a cell beyond the last row": (xlsx(row(at="A9999999999", of="n"), name=XLSM_NAME), "stray_cell"),
    "xlsx with one text in 20,000 cells": (
        xlsx("<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 20_000 + "</sheetData>", "x" * 90_000), "too_much_text",
    ),
    "xlsx with entities that multiply": (xlsx(f"{ENTITIES}<worksheet><sheetData>&i;</sheetData></worksheet>"), "unsafe_xml"),
    "xlsx with a document type in UTF-16": (xlsx(row(), **{"docProps__core.xml": IN_UTF_16}), "unsafe_xml"),
    "xlsx with 5,000 elements inside each other": (xlsx(DEEP), "unsafe_xml"),
    "xlsx with an attribute of 5 MB": (xlsx(f'<sheetData a="{"x" * 5 * MEGABYTE}"/>'), "unsafe_xml"),
    "xlsx with a row whose number is a word": (xlsx('<sheetData><row r="one"><c><v>1</v></c></row></sheetData>'), "unreadable"),
    "xlsx with a picture of 450 MB of zeros": (xlsx(row(), **{"xl__media__a.png": 450 * MEGABYTE}), "unpacks_too_large"),
    "xlsx with 100 cells merged down to the last row": (xlsx(row() + '<mergeCell ref="A1:B1048576"/>' * 100), "merged_too_far"),
    "xlsx with a text of 200,000 characters": (xlsx(row("<is><t>" + "x" * 200_000 + "</t></is>", of="inlineStr")), "long_cell"),
    "xlsx whose sheet is not XML": (xlsx("<row"), "unreadable"),
    "xlsb with a cell in row 4 billion": (xlsb((0, struct.pack("<I", 4_000_000_000)), (5, struct.pack("<IId", 0, 0, 1.0))), "stray_cell"),
    "xlsb of records that do not end": (xlsb((0, b"\xff" * 100), (255, b"")), "unreadable"),
    "ods with a cell repeated over a million columns": (
        ods(f'<table:table-row><table:table-cell {NUMBER} table:number-columns-repeated="1000000"/></table:table-row>'), "stray_cell",
    ),
    "ods with a row of text repeated over a million rows": (
        ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string">'
            f'<text:p>{"x" * 9_000}</text:p></table:table-cell></table:table-row>'), "too_much_text",
    ),
    "ods with an empty cell repeated two billion times": (
        ods('<table:table-row><table:table-cell table:number-columns-repeated="2000000000"/></table:table-row>'), "stray_cell",
    ),
    "ods with entities that multiply": (ods("&i;", ENTITIES), "unsafe_xml"),
    "xls whose tables lead back into themselves": (old_workbook(True), "unreadable"),
    "xls of a head alone": (old_workbook(False), "unreadable"),
    "Parquet of 30 million cells": (parquet({f"c{n}": "1" for n in range(30)}, 1_000_000), "stray_cell"),
    "Parquet with a text of 1 MB in 1,000 rows": (parquet({"c": "x" * MEGABYTE}, 1_000), "too_much_text"),
    "Parquet of noise": (file(b"PAR1" + bytes(range(256)) * 10 + b"PAR1", "lait_2026-04.parquet"), "unreadable"),
    "CTF with entities that multiply": (ctf(f"{ENTITIES}<CTfile>&i;</CTfile>"), "unsafe_xml"),
    "CTF that would load another file": (ctf(f"{OUTSIDE}<CTfile>&a;</CTfile>"), "unsafe_xml"),
    "CTF with 5,000 elements inside each other": (ctf(f"<CTfile>{DEEP}</CTfile>"), "too_deep"),
    "link to a file": (link, "no_plain_file"),
    "folder with a link to a folder": (linked_folder, "no_plain_file"),
    "pipe": (pipe, "no_plain_file"),
    "socket": (socket_file, "no_plain_file"),
    "device without an end": (lambda folder: "/dev/zero", "no_plain_file"),
    "name with an escape sequence": (file(published(), "\x1b[31m_351_ks2final.csv"), "unseen_in_name"),
    "name with a line that looks like ours": (file(published(), "a\naccepted: 351_ks2final.csv"), "unseen_in_name"),
    "name turned round": (file(published(), "351_\u202evsc.csv"), "unseen_in_name"),
    "name that is no text": (lambda folder: file(published(), os.fsdecode(b"351_\xff_ks2final.csv"))(folder), "unseen_in_name"),
    "name of 200 characters": (file(published(), "a" * 196 + ".csv"), "long_name"),
    "origins.yml that multiplies": (
        beside("a: &a [x]\n" + "".join(f"{b}: &{b} [{f'*{a}, ' * 9}]\n" for a, b in NEXT)), "origins_unreadable",
    ),
    "origins.yml with a key twice": (beside('"*.csv": {release: final}\n"*.csv": {release: revised}\n'), "origins_unreadable"),
    "origins.yml with an object of Python": (beside("a: !!python/object/apply:os.system [ls]\n"), "origins_unreadable"),
    "origins.yml with another key": (beside('"*.csv": {run: ls}\n'), "origins_unreadable"),
    "origins.yml of 100,000 brackets": (beside("a: " + "[" * 100_000), "origins_unreadable"),
    "origins.yml that is a link": (linked_origins, "origins_unreadable"),
}  # fmt: skip
FORMULA = published(SCHOOL, "=cmd|' /C calc'!A0")
NAMES = ["St José's École", "مدرسة \u200fإلتون", "O’Neill & Daughters' School", "<script>alert(1)</script>"]
SCHOOLS = [SCHOOL, "Greenhill Primary School", "Chantlers Primary School", "Woodbank Primary School"]


def renamed():
    """The table with names of every kind, each of which is read."""
    text = published()
    for school, name in zip(SCHOOLS, NAMES, strict=True):
        assert school in text
        text = text.replace(school, name, 1)
    return text


def written(name, folder):
    """Write one of the files above, or a table with the names that `name` says, into a folder; where it is."""
    others = {"names of every kind": renamed, "a formula for a name": lambda: FORMULA}
    write = file(others[name]()) if name in others else REFUSED[name][0]
    return str(write(folder))
