"""A small program of its own: a PDF or Word file on stdin, what may be shown of it on stdout. No Django, no keys.

Of a PDF: each page as a harmless JPEG, its text, and a PDF made anew of those pictures, so that nothing hidden in the
file (a text under a black bar, an author, a script, an enclosed file) reaches a reader. Of a Word file: its paragraphs
and tables, as the reader of the document sees them; what was struck out or hidden in it stays out.

The answer is one line of JSON and then the bytes it announces. The exit code says why a file was refused.
"""

import io
import json
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

MAX_PAGES = 40
MAX_SIDE = 1400  # of a page's picture, in pixels
QUALITY = 78
MAX_XML = 30 * 1024 * 1024  # unpacked
MAX_RATIO = 200  # a zip that unpacks to more than so many times its size means harm
MAX_BLOCKS = 3000

BROKEN, TOO_MANY_PAGES, LIMIT_HIT, LOCKED, NEITHER = 3, 4, 5, 6, 7

CPU_SECONDS = 60
MEMORY_BYTES = 1536 * 1024**2

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}instrText", f"{W}sectPr")  # struck out, or no text at all
HEADING = re.compile(r"(?:heading|标题)?\s*([1-6])$|^title$", re.IGNORECASE)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text box once more


class Refused(Exception):
    """The exit code that says why."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


def limit() -> None:
    """Bound this process: processor time, address space, no files written, no core dump."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def of_pdf(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Texts and pictures of the pages, and the PDF made anew as the last of the bytes. Raises Refused."""
    import pypdfium2 as pdfium
    from PIL import Image

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Refused(LOCKED if "password" in str(error).lower() else BROKEN) from None
    if len(document) > MAX_PAGES:
        raise Refused(TOO_MANY_PAGES)
    texts, pictures, shown = [], [], []
    for number in range(len(document)):
        page = document[number]
        texts.append(page.get_textpage().get_text_bounded())
        scale = min(2.5, MAX_SIDE / max(page.get_width(), page.get_height(), 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        canvas = Image.new("RGB", picture.size, "white")
        canvas.paste(picture)
        out = io.BytesIO()
        canvas.save(out, "JPEG", quality=QUALITY, optimize=True)
        shown.append(out.getvalue())
        pictures.append(canvas)
    if not shown:
        raise Refused(BROKEN)
    anew = io.BytesIO()
    pictures[0].save(anew, "PDF", save_all=True, append_images=pictures[1:], resolution=120)
    return {"kind": "pdf", "texts": texts, "blocks": []}, [*shown, anew.getvalue()]


def of_word(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The blocks of a Word file: paragraphs, headings, list points and tables. Raises Refused."""
    from defusedxml import ElementTree

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if "word/document.xml" not in packed.namelist():
            raise Refused(NEITHER)
        about = packed.getinfo("word/document.xml")
        if about.file_size > MAX_XML or about.file_size > MAX_RATIO * max(about.compress_size, 1):
            raise Refused(LIMIT_HIT)
        names = [name for name in packed.namelist() if name.startswith("word/media/")]
        root = ElementTree.fromstring(packed.read("word/document.xml"), forbid_dtd=True)
    body = root.find(f"{W}body")
    blocks = list(_blocks(body if body is not None else []))
    if len(blocks) > MAX_BLOCKS:
        raise Refused(LIMIT_HIT)
    texts = ["\n".join(_text_of(block) for block in blocks)]
    return {"kind": "word", "texts": texts, "blocks": blocks, "pictures": len(names)}, []


def _text_of(block: dict[str, Any]) -> str:
    return "\n".join("\t".join(row) for row in block["rows"]) if block["is"] == "table" else block["text"]


def _blocks(parent: Any) -> Iterator[dict[str, Any]]:
    for node in parent:
        if node.tag == f"{W}p":
            text = _text(node).strip()
            if text:
                yield {"is": _style(node), "text": text}
        elif node.tag == f"{W}tbl":
            rows = [[_cell(cell) for cell in row.iter(f"{W}tc")] for row in node.findall(f"{W}tr")]
            if any(any(row) for row in rows):
                yield {"is": "table", "rows": rows}
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from _blocks(node)


def _cell(cell: Any) -> str:
    return " ".join(filter(None, (_text(one).strip() for one in cell.iter(f"{W}p"))))


def _style(paragraph: Any) -> str:
    about = paragraph.find(f"{W}pPr")
    if about is None:
        return "text"
    named = about.find(f"{W}pStyle")
    if named is not None and HEADING.search(named.get(f"{W}val", "")):
        return "heading"
    return "point" if about.find(f"{W}numPr") is not None else "text"


def _text(node: Any) -> str:
    if node.tag in UNSEEN or node.tag == FALLBACK:
        return ""
    if node.tag == f"{W}r" and (about := node.find(f"{W}rPr")) is not None and about.find(f"{W}vanish") is not None:
        return ""
    if node.tag == f"{W}t":
        return node.text or ""
    if node.tag == f"{W}tab":
        return "　"
    if node.tag in (f"{W}br", f"{W}cr"):
        return "\n"
    return "".join(_text(child) for child in node)


def main() -> int:
    """Read, take apart, write; the exit code is the verdict."""
    limit()
    warnings.simplefilter("ignore")  # oddities of harmless files are no news
    data = sys.stdin.buffer.read()
    try:
        about, parts = of_pdf(data) if data.startswith(b"%PDF-") else of_word(data)
    except Refused as refused:
        return refused.code
    except MemoryError:
        return LIMIT_HIT
    except Exception:  # a damaged file makes a reader raise almost anything; all of it means the same
        return BROKEN
    about["sizes"] = [len(part) for part in parts]
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
