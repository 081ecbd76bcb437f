"""Workbooks written part by part, as other programs write them: other namespaces, paths and forms of cells."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"


def packed(parts: dict[str, bytes | str]) -> bytes:
    """These parts, zipped."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


def parts(
    cells: str,
    *,
    after: str = "",
    prefix: str = "",
    strict: bool = False,
    absolute: bool = False,
    path: str = SHEET,
    styles: str = "",
    more: dict[str, bytes | str] | None = None,
) -> dict[str, bytes | str]:
    """The parts of a workbook of one sheet; `cells` are rows as XML, `after` what follows them in the sheet."""
    main, office = (STRICT, STRICT_OFFICE) if strict else (MAIN, OFFICE)
    space = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    p = f"{prefix}:" if prefix else ""
    target = f"/{path}" if absolute else path.removeprefix("xl/")
    own = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{where}"/>'
        for n, (kind, where) in enumerate((("worksheet", target), *([("styles", "styles.xml")] if styles else [])), 1)
    )
    root = f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="{"/" if absolute else ""}xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{root}</Relationships>',
        "xl/workbook.xml": f'<{p}workbook {space} xmlns:r="{office}"><{p}sheets>'
        f'<{p}sheet name="表" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{own}</Relationships>',
        path: f"<{p}worksheet {space}><{p}sheetData>{cells}</{p}sheetData>{after}</{p}worksheet>",
        **({"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'} if styles else {}),
        **(more or {}),
    }


def text(at: str, words: str) -> str:
    """An inline text cell."""
    return f'<c r="{at}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(at: str, value: object, *, style: int = 0, formula: str = "") -> str:
    """A number, with the formula it is the stored result of."""
    inner = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{at}" s="{style}">{inner}<v>{value}</v></c>'
