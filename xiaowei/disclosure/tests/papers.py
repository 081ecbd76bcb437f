"""Papers and pictures for the stories of texts: made on the spot, never real ones."""

import io
import zipfile

from PIL import Image

TEXT = '<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>'


def picture(colour: str = "green") -> bytes:
    """A small JPEG that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "GPS 24.5 118.1"
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def scan(pages: int = 1) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    out = io.BytesIO()
    shots = [Image.new("RGB", (120, 160), "white") for _ in range(pages)]
    shots[0].save(out, "PDF", save_all=True, append_images=shots[1:], author="赵甲子")
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page that says this in ASCII."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    table = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def word(*paragraphs: str, raw: str = "") -> bytes:
    """A Word file with these paragraphs, and whatever `raw` puts behind them."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(TEXT % one for one in paragraphs) + raw
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        packed.writestr("docProps/core.xml", "<creator>赵甲子 13800001234</creator>")
    return out.getvalue()


def table(*rows: tuple[str, ...]) -> str:
    """A table for `word(raw=…)`."""
    cells = ("".join(f"<w:tc>{TEXT % cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
