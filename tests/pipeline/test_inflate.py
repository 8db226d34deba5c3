import gzip
import time

from pipeline.inflate import GZIP, inflate


def test_every_member_is_unpacked_whatever_its_length() -> None:
    texts = [b"", b"a", bytes(range(256)) * 40, b"lamp" * 100_000]
    packed = b"".join(map(gzip.compress, texts))
    for padding in (b"", b"\0\0"):
        assert inflate(packed + padding, GZIP, "gzip", 1_000_000) == b"".join(texts)


def test_a_hostile_number_of_members_takes_no_longer_than_its_bytes() -> None:
    """The crawl itself unpacks what arrives: 8 MB took minutes, in which it did nothing else."""
    begun = time.process_time()
    assert inflate(gzip.compress(b"") * 200_000, GZIP, "gzip", 10) == b""
    assert time.process_time() - begun < 5
