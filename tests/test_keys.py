"""Fingerprints: the same things have the same one, and no two different lists of things share one."""

from pipeline.keys import fingerprint, of_code, of_files, of_params


def test_parts_do_not_run_into_each_other():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab") != fingerprint("ab", "")


def test_text_and_its_bytes_are_the_same():
    assert fingerprint("é") == fingerprint("é".encode())


def test_files_count_by_content_and_place_and_not_by_order(tmp_path):
    one, two = tmp_path / "one.yml", tmp_path / "two.yml"
    one.write_text("1")
    two.write_text("2")
    before = of_files([one, two], tmp_path)
    assert of_files([two, one], tmp_path) == before
    one.write_text("2")
    two.write_text("1")
    assert of_files([one, two], tmp_path) != before


def test_params_are_their_declarations_and_not_what_an_editor_leaves(tmp_path):
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "rag.yml").write_text("band: 3")
    before = of_params(tmp_path)
    (tmp_path / "policy" / "rag.yml~").write_text("band: 2")
    assert of_params(tmp_path) == before
    (tmp_path / "policy" / "rag.yml").write_text("band: 2")
    assert of_params(tmp_path) != before


def test_rooms_have_their_own_fingerprints():
    assert len({of_code("report"), of_code("render"), of_code("report", "render"), of_code()}) == 4
