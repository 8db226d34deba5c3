from db.datasette.search import found_words


def test_words_found_are_marked_in_a_snippet():
    cut = found_words("before \ue000open\ue001-\ue000source\ue001 after")
    assert [(piece.text, piece.marked) for piece in cut] == [
        ("before ", False),
        ("open", True),
        ("-", False),
        ("source", True),
        (" after", False),
    ]
