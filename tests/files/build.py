"""Builds the files of ``should_pass`` and ``should_fail``: ``python tests/files/build.py``. Same bytes each time.

All organisations, people and documents in them are invented. What each file must yield stands beside it in ``*.expected.toml``,
written by hand: findings as (line, field, rule), or the code of the refusal.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import xlsxwriter
import xlwt

HERE = Path(__file__).parent
Table = list[list[str]]

# ------------------------------------------------------------------------------------------------ codes and rows


def code(start: str, body: str) -> str:
    """A Unified Social Credit Code with both check characters: GB 11714 (mod 11) inside, GB 32100 (mod 31) at the end."""
    inner = 11 - sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    whole = start + body + "0123456789X0"[inner]
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    rest = sum(alphabet.index(c) * pow(3, n, 31) for n, c in enumerate(whole)) % 31
    return whole + alphabet[(31 - rest) % 31]


BUREAU, BUREAU_CODE = "示例市市场监督管理局", code("11339900", "MB900001")
NAMES = ["示例市云杉食品有限公司", "示例市白桦医药连锁有限公司", "示例市红枫机械制造有限公司", "示例市青松物业服务有限公司"]
CODES = [code("91339901", f"MA9TEX0{n}") for n in range(4)]
DAY = dt.date(2026, 11, 16)


PARTY = ("MC", "LB", "SHXYM", "GSZC", "ZZJG", "SWDJ", "SYDW", "SHZZ")
PERMIT = [f"XK_XDR_{end}" for end in PARTY] + [
    "XK_FRDB", "XK_FR_ZJLX", "XK_FR_ZJHM", "XK_XDR_ZJLX", "XK_XDR_ZJHM", "XK_XKWS", "XK_WSH", "XK_XKLB", "XK_XKZS", "XK_XKBH",
    "XK_NR", "XK_JDRQ", "XK_YXQZ", "XK_YXQZI", "XK_XKJG", "XK_XKJGDM", "XK_ZT", "XK_LYDW", "XK_LYDWDM", "BZ",
]  # fmt: skip
PENALTY = [f"CF_XDR_{end}" for end in PARTY] + [
    "CF_FRDB", "CF_FR_ZJLX", "CF_FR_ZJHM", "CF_XDR_ZJLX", "CF_XDR_ZJHM", "CF_WSH", "CF_WFXW", "CF_SY", "CF_YJ", "CF_CFLB",
    "CF_NR", "CF_NR_FK", "CF_NR_WFFF", "CF_NR_ZKDX", "CF_JDRQ", "CF_YXQ", "CF_GSJZQ", "CF_CFJG", "CF_CFJGDM", "CF_SJLY",
    "CF_SJLYDM", "BZ",
]  # fmt: skip


def permit(n: int = 0, **changes: str) -> dict[str, str]:
    """A lawful permit of the 2018 template."""
    filled = {
        "XK_XDR_MC": NAMES[n],
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": CODES[n],
        "XK_FRDB": "示范人",
        "XK_XKWS": "食品经营许可决定书",
        "XK_WSH": f"示市监许〔2026〕{101 + n}号",
        "XK_XKLB": "普通",
        "XK_XKZS": "食品经营许可证",
        "XK_XKBH": f"JY1339901000{101 + n}",
        "XK_NR": "准予从事预包装食品销售",
        "XK_JDRQ": "2026/11/16",
        "XK_YXQZ": "2026/11/16",
        "XK_YXQZI": "2031/11/15",
        "XK_XKJG": BUREAU,
        "XK_XKJGDM": BUREAU_CODE,
        "XK_ZT": "1",
        "XK_LYDW": BUREAU,
        "XK_LYDWDM": BUREAU_CODE,
    }
    return dict.fromkeys(PERMIT, "") | filled | changes


def penalty(n: int = 0, **changes: str) -> dict[str, str]:
    """A lawful penalty of the 2018 template."""
    filled = {
        "CF_XDR_MC": NAMES[n],
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": CODES[n],
        "CF_FRDB": "示范人",
        "CF_WSH": f"示市监罚〔2026〕{201 + n}号",
        "CF_WFXW": "销售超过保质期的食品",
        "CF_SY": "当事人销售超过保质期的饼干 20 盒，货值 300 元。",
        "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条第一款第五项",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2000元",
        "CF_NR_FK": "0.2",
        "CF_JDRQ": "2026/11/16",
        "CF_YXQ": "2027/11/16",
        "CF_GSJZQ": "2027/11/16",
        "CF_CFJG": BUREAU,
        "CF_CFJGDM": BUREAU_CODE,
        "CF_SJLY": BUREAU,
        "CF_SJLYDM": BUREAU_CODE,
    }
    return dict.fromkeys(PENALTY, "") | filled | changes


def table(rows: Iterable[dict[str, str]]) -> Table:
    """A header of column codes and the rows under it."""
    rows = list(rows)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


# ------------------------------------------------------------------------------------------------ formats


def text(rows: Table, *, delimiter: str = ",", end: str = "\r\n") -> str:
    """CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """An .xlsx without the time of its making."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/mm/dd"}) as workbook:
        workbook.set_properties({"created": dt.datetime(2026, 11, 23, tzinfo=dt.UTC)})
        fill(workbook)
    return out.getvalue()


def sheet(workbook: xlsxwriter.Workbook, rows: Table, name: str = "法人行政许可", top: int = 0) -> xlsxwriter.worksheet.Worksheet:
    """One sheet of text cells."""
    page = workbook.add_worksheet(name)
    for line, row in enumerate(rows, top):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(line, column, cell)
    return page


def old_book(rows: Table) -> bytes:
    """An .xls with a merged title and a notice above the header."""
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("法人行政许可")
    page.write_merge(0, 0, 0, len(rows[0]) - 1, "示例市法人行政许可信息归集表")
    page.write_merge(1, 1, 0, len(rows[0]) - 1, "注意：日期按 YYYY/MM/DD 填写，带 * 为必填。")
    for line, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            page.write(line, column, cell)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xml_2003(rows: Table, *, before: str = "") -> bytes:
    """SpreadsheetML."""
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>\n" for row in rows
    )  # fmt: skip
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<?mso-application progid="Excel.Sheet"?>\n'
    head += f'<Workbook xmlns="{space}" xmlns:ss="{space}">'
    return f'{head}<Worksheet ss:Name="法人行政许可"><Table>{cells}</Table></Worksheet></Workbook>\n'.encode()


# ------------------------------------------------------------------------------------------------ files that must pass

THREE = [permit(0), permit(1), permit(2)]
TITLES = [
    "行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "行政相对人代码_2(工商注册号)",
    "行政相对人代码_3(组织机构代码)", "行政相对人代码_4(税务登记号)", "行政相对人代码_5(事业单位证书号)",
    "行政相对人代码_6(社会组织登记证号)", "法定代表人", "法定代表人证件类型", "法定代表人证件号码", "证件类型", "证件号码",
    "行政许可决定文书名称", "行政许可决定文书号", "许可类别", "许可证书名称", "许可编号", "许可内容", "许可决定日期", "有效期自",
    "有效期至", "许可机关", "许可机关统一社会信用代码", "当前状态", "数据来源单位", "数据来源单位统一社会信用代码", "备注",
]  # fmt: skip


def titled() -> Table:
    """Titles as departments write them: stars, line breaks, full-width brackets."""
    decorated = [title.replace("(", "（").replace(")", "）") for title in TITLES]
    decorated[0], decorated[14], decorated[19] = "*行政相对人名称", "行政许可\n决定文书号", " 许可决定日期（必填）"
    return [decorated, *(list(row.values()) for row in THREE)]


def under_titles(workbook: xlsxwriter.Workbook) -> None:
    """Title and notice rows, real dates, an empty row, a note and a signature below, a hidden sheet."""
    rows = titled()
    page = sheet(workbook, rows, top=2)
    bold = workbook.add_format({"bold": True})
    page.merge_range(0, 0, 0, len(rows[0]) - 1, "示例市法人行政许可信息归集表（2026年11月）", bold)
    page.write_string(1, 0, "填表须知：一份决定书涉及多个行政相对人的，每个行政相对人填一行。")
    for line in (3, 4, 5):
        page.write_datetime(line, 19, dt.datetime.combine(DAY, dt.time()), workbook.add_format({"num_format": "yyyy/m/d"}))
        page.write_number(line, 24, 1)
    page.write_string(7, 0, "表格说明：有效期至为长期的，填写 2099/12/31。")
    page.write_string(8, 0, "填报人：示范人")
    sheet(workbook, [["普通"], ["特许"]], "字典").hide()


def two_headers(workbook: xlsxwriter.Workbook) -> None:
    """Groups of columns above, merged; titles below; the organ merged over all its rows."""
    rows = titled()
    page = workbook.add_worksheet("行政许可")
    page.merge_range(0, 0, 0, 12, "行政相对人")
    page.merge_range(0, 13, 0, 21, "许可决定")
    page.merge_range(0, 22, 0, 27, "机关和来源")
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell and not (line > 1 and column == 22):
                page.write_string(line, column, cell)
    page.merge_range(2, 22, 4, 22, BUREAU)


def codes_under_titles() -> Table:
    """Titles first, column codes below."""
    rows = table(THREE)
    return [list(TITLES), *rows]


def several_sheets(workbook: xlsxwriter.Workbook) -> None:
    """A cover, then rows on two sheets."""
    sheet(workbook, [["填报说明"], ["一、本表由作出决定的机关填写。"], ["二、每周报送一次。"]], "说明")
    sheet(workbook, table(THREE[:2]), "第一批")
    sheet(workbook, table([permit(3)]), "第二批")


def computed(workbook: xlsxwriter.Workbook) -> None:
    """Formulas with their saved results."""
    page = sheet(workbook, table([permit(0), permit(1)]))
    page.write_formula(1, 22, '="示例市"&"市场监督管理局"', None, BUREAU)
    page.write_formula(2, 22, "=W2", None, BUREAU)


def generation_2016() -> Table:
    """The template of 2015/16: state 0 is 正常."""
    header = [
    "XK_WSH", "XK_XMMC", "XK_BM", "XK_SPLB", "XK_NR", "XK_XDR", "XK_XDR_SHXYM", "XK_XDR_ZDM", "XK_XDR_GSDJ", "XK_XDR_SWDJ",
    "XK_XDR_SFZ", "XK_FR", "XK_JDRQ", "XK_JZQ", "XK_XZJG", "XK_ZT", "DFBM", "SJC", "BZ",
]  # fmt: skip
    party = [NAMES[0], CODES[0], "", "", "", "", "示范人"]
    decision = ["示市监许〔2026〕111号", "食品经营许可", "JY1339901000111", "普通", "准予从事预包装食品销售"]
    row = [*decision, *party, "2026/11/16", "2031/11/15", BUREAU, "0", "339901", "2026/11/17 09:30:00", ""]
    return [header, row]


PASS: dict[str, Callable[[], bytes]] = {
    "utf8.csv": lambda: text(table(THREE)).encode(),
    "utf8_bom.csv": lambda: text(table(THREE)).encode("utf-8-sig"),
    "gb18030.csv": lambda: text(table([permit(0, XK_XDR_MC="示例市㐀䶮食品有限公司"), permit(1)])).encode("gb18030"),
    "utf16.csv": lambda: text(table(THREE), delimiter="\t").encode("utf-16"),
    "tab.txt": lambda: text(table(THREE), delimiter="\t", end="\n").encode(),
    "semicolon.csv": lambda: text([list(TITLES), *table(THREE)[1:]], delimiter=";").encode(),
    "quoted_line_breaks.csv": lambda: text(
        table([permit(0, XK_NR="准予：\n一、预包装食品销售；\n\n二、散装食品销售"), permit(1)])
    ).encode(),
    "blank_lines.csv": lambda: text(table(THREE)).replace("\r\n", "\r\n\r\n").encode(),
    "titles.xlsx": lambda: book(under_titles),
    "two_header_rows.xlsx": lambda: book(two_headers),
    "codes_under_titles.csv": lambda: text(codes_under_titles()).encode(),
    "several_sheets.xlsx": lambda: book(several_sheets),
    "formulas.xlsx": lambda: book(computed),
    "workbook_97.xls": lambda: old_book([list(TITLES), *table(THREE)[1:]]),
    "xml_named.xlsx": lambda: xml_2003(table(THREE)),
    "rows.json": lambda: json.dumps(THREE, ensure_ascii=False, indent=1).encode(),
    "rows.ndjson": lambda: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in THREE).encode(),
    "generation_2016.csv": lambda: text(generation_2016()).encode(),
    "zero_point_two.csv": lambda: text(table([penalty(0)])).encode(),
}

# ------------------------------------------------------------------------------------------------ files that must fail


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def compound(stream: str) -> bytes:
    """The beginning of an OLE file whose directory names that stream, as an encrypted workbook's does."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "Root Entry".encode("utf-16-le").ljust(128, b"\0")
        + stream.encode("utf-16-le").ljust(128, b"\0")
    )


def numbers(workbook: xlsxwriter.Workbook) -> None:
    """18-digit codes typed as numbers: the spreadsheet has thrown their last digits away."""
    page = sheet(workbook, table([permit(0), permit(1)]))
    page.write_number(1, 2, 913399010000000123.0)
    page.write_number(2, 2, 913399010000000456.0)


def live_text(workbook: xlsxwriter.Workbook) -> None:
    """Texts that a spreadsheet would run."""
    sheet(
        workbook,
        table([permit(0, BZ='=HYPERLINK("http://example.invalid","x")'), permit(1, BZ="+1+cmd|' /C calc'!A0"), permit(2, BZ="@SUM(1)")]),
    )


CODES_WRONG = [
    permit(0, XK_XDR_SHXYM=CODES[0][:17]),
    permit(1, XK_XDR_SHXYM=CODES[1] + "0"),
    permit(2, XK_XDR_SHXYM="00000000000000000X"),
    permit(3, XK_XDR_SHXYM=CODES[3][:17] + ("1" if CODES[3][17] != "1" else "2")),
    permit(0, XK_WSH="示市监许〔2026〕105号", XK_XDR_SHXYM=CODES[0].translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})),
]
DATES_WRONG = [
    penalty(0, CF_GSJZQ="2099/12/31"),
    penalty(1, CF_YXQ="1899-12-31"),
    penalty(2, CF_JDRQ="2026/13/45"),
    penalty(3, CF_JDRQ="2026/11/24"),
]
WIDE = [row | {f"自定义栏目{n:03}": "x" for n in range(172)} for row in THREE[:1]]
PERSON_HEADER = ["XK_XDR_MC", "XK_XDR_LB", "XK_XDR_ZJLX", "XK_XDR_ZJHM", "XK_XKWS", "XK_WSH", "XK_XKLB", "XK_NR", "XK_JDRQ", "XK_XKJG"]
PERSON_ROW = ["示范人", "自然人", "身份证", "（略）", "许可决定书", "示许〔2026〕1号", "普通", "准予", "2026/11/16", BUREAU]


def ragged() -> bytes:
    """A comma in a text without quotes: one row has a cell too many."""
    lines = text(table(THREE)).split("\r\n")
    lines[2] = lines[2].replace("准予从事预包装食品销售", "准予从事预包装食品销售,散装食品销售")
    return "\r\n".join(lines).encode()


def mixed() -> bytes:
    """Two files joined: UTF-8, then GB18030."""
    lines = text(table(THREE)).split("\r\n")
    return "\r\n".join(lines[:3]).encode() + b"\r\n" + lines[3].encode("gb18030") + b"\r\n"


FAIL: dict[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "only_spaces.csv": "\ufeff \r\n\r\n".encode,
    "header_only.csv": lambda: text(table(THREE)[:1]).encode(),
    "header_only.xlsx": lambda: book(only_header),
    "empty_sheets.xlsx": lambda: book(nothing),
    "other_template.csv": lambda: text(table(THREE)).encode(),
    "unknown_headers.csv": lambda: text([["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]]).encode(),
    "natural_person_template.csv": lambda: text([PERSON_HEADER, PERSON_ROW]).encode(),
    "natural_person_rows.csv": lambda: text(
        table([permit(0), permit(1, XK_XDR_MC="示范人", XK_XDR_LB="自然人", XK_XDR_SHXYM="")])
    ).encode(),
    "codes.csv": lambda: text(table(CODES_WRONG)).encode(),
    "dates.csv": lambda: text(table(DATES_WRONG)).encode(),
    "yuan_for_ten_thousand.csv": lambda: text(table([penalty(0, CF_NR_FK="2000")])).encode(),
    "repeated_rows.csv": lambda: text(table([permit(0), permit(1), permit(0)])).encode(),
    "columns_200.csv": lambda: text(table(WIDE)).encode(),
    "columns_600.csv": lambda: text([[f"栏目{n}" for n in range(600)], ["x"] * 600]).encode(),
    "ragged.csv": ragged,
    "digits_lost.xlsx": lambda: book(numbers),
    "digits_lost.csv": lambda: text(table([permit(0, XK_XDR_SHXYM="9.13399E+17")])).encode(),
    "live_text.xlsx": lambda: book(live_text),
    "picture.csv": png,
    "document.xlsx": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "web_page.xls": "<html><body><table><tr><td>行政相对人名称</td></tr></table></body></html>".encode,
    "archive.xlsx": lambda: packed({"permits.csv": text(table(THREE)).encode()}),
    "password.xlsx": lambda: compound("EncryptedPackage"),
    "cut_off.xlsx": lambda: book(under_titles)[:4000],
    "cut_off.xls": lambda: old_book(table(THREE))[:3000],
    "nul.csv": lambda: text(table(THREE)).encode().replace("白桦".encode(), b"\0\0\0\0"),
    "mixed_encodings.csv": mixed,
    "big5.csv": lambda: "行政許可決定文書號,許可機關,許可內容,備註說明,當前狀態,資料來源單位\r\n示範,機關,內容,無,有效,單位\r\n".encode(
        "big5"
    ),
    "quotes.csv": lambda: text(table(THREE)).replace("预包装", '"预包装', 1).replace(",普通,", ',"普通,', 1).encode(),
    "entities.xml": lambda: xml_2003(table(THREE), before='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'),
    "cut_off.json": lambda: json.dumps(THREE, ensure_ascii=False).encode()[:-200],
    "nested.json": lambda: json.dumps([permit(0) | {"BZ": {"x": 1}}], ensure_ascii=False).encode(),
}


def only_header(workbook: xlsxwriter.Workbook) -> None:
    """A header and nothing under it."""
    sheet(workbook, table(THREE)[:1])


def nothing(workbook: xlsxwriter.Workbook) -> None:
    """An empty sheet."""
    sheet(workbook, [])


def main() -> None:
    """Write every file beside this one."""
    for folder, files in (("should_pass", PASS), ("should_fail", FAIL)):
        for name, made in files.items():
            (HERE / folder / name).write_bytes(made())
    sys.stdout.write(f"{len(PASS) + len(FAIL)} files\n")


if __name__ == "__main__":
    main()
