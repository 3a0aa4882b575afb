"""What is read back from a page: everything that is shown, a line a text."""

import pytest

from tracker.readers.bulletins.page import page_texts


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<p>增长<span class=number>5.1</span>%</p>", ["增长5.1%"]),
        ("<p>甲 &lt;乙&gt; &amp; &#20013;</p>", ["甲 <乙> & 中"]),
        ("<td>1</td><td></td><th> </th><td>2</td>", ["1", "", "", "2"]),
        ("<p></p><p> \n </p>", []),
        ("<div>前<p>中</p>后</div>", ["前", "中", "后"]),  # what was added outside of every line is found, too
        ("<ul><li>一<li>二</ul>", ["一", "二"]),
        ("甲<br>乙", ["甲\n乙"]),
        ("<head><title>题</title><style>p{}</style></head><body><script>1</script><!-- 注 --><h1>题</h1>", ["题"]),
        ("没有收尾", ["没有收尾"]),
        ("", []),
    ],
)
def test_texts(content: str, texts: list[str]) -> None:
    assert page_texts(content) == texts
