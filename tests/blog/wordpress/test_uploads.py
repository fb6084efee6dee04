"""A local copy of wp-content/uploads: what is in it, and nothing else."""

import pytest

from blog.wordpress.uploads import NotThere, Uploads

HOST = "https://www.oude-praktijk.example.org/wp-content/uploads"


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    (folder / "2019").mkdir(parents=True)
    for name in ("2019/bed.jpg", "2019/groot-scaled.jpg", "2019/los-300x200.png", "héél.jpg"):
        (folder / name).write_bytes(b"")
    (tmp_path / "geheim.jpg").write_bytes(b"")
    (folder / "omweg.jpg").symlink_to(tmp_path / "geheim.jpg")
    return Uploads(folder)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{HOST}/2019/bed.jpg", "2019/bed.jpg"),
        (f"{HOST}/2019/bed-300x200.jpg", "2019/bed.jpg"),
        (f"{HOST}/2019/bed-scaled.jpg?x=1", "2019/bed.jpg"),
        (f"{HOST}/2019/groot-1024x768.jpg", "2019/groot-scaled.jpg"),
        (f"{HOST}/2019/los-300x200.png", "2019/los-300x200.png"),
        (f"{HOST}/h%C3%A9%C3%A9l.jpg", "héél.jpg"),
        ("/wp-content/uploads/2019/bed.jpg", "2019/bed.jpg"),
    ],
)
def test_each_size_leads_to_the_original(uploads, address, name):
    found, file = uploads.find(address)

    assert found == name
    assert file == uploads.folder / name


@pytest.mark.parametrize(
    "address",
    [
        f"{HOST}/../geheim.jpg",
        f"{HOST}/2019/../../geheim.jpg",
        f"{HOST}/%2e%2e/geheim.jpg",
        f"{HOST}//etc/passwd",
        f"{HOST}/omweg.jpg",
        f"{HOST}/2019",
        f"{HOST}/a%00.jpg",
        f"{HOST}/{'a' * 5000}.jpg",
        "https://[kapot/uploads/a.jpg",
        "",
    ],
)
def test_no_way_leads_out_of_the_folder(uploads, address):
    with pytest.raises(NotThere):
        uploads.find(address)
