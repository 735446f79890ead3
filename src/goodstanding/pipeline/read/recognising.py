"""What a file is, by its content. The extension is only compared, never believed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePath

from goodstanding.pipeline.read.archive import open_archive
from goodstanding.pipeline.read.refusing import refuse, size
from goodstanding.pipeline.read.tables import Limits, Note
from goodstanding.rules.refusals import Unusable

_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\0\0\1\0": "ICO",
}
_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_DOCUMENTS = {
    b"%PDF": (" PDF 文档", "a PDF document"),
    b"{\\rtf": (" RTF 文档", "an RTF document"),
    b"PAR1": (" Parquet 文件", "a Parquet file"),
}
_ZIP_DOCUMENTS = {
    "word/": (" Word 文档", "a Word document"),
    "ppt/": ("演示文稿", "a slide deck"),
    "OFD.xml": (" OFD 文档", "an OFD document"),
    "content.xml": (" ODS 等 OpenDocument 文件", "an OpenDocument file"),
    "xl/workbook.bin": (" .xlsb 二进制工作簿", "a binary .xlsb workbook"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "word"), ("Workbook", "xls"), ("Book", "xls"))
_EXTENSIONS = {
    "csv": ".csv .txt .tsv", "xlsx": ".xlsx .xlsm .xltx", "xls": ".xls .et .xlt",
    "spreadsheetml": ".xml", "json": ".json", "ndjson": ".ndjson .jsonl .json",
}  # fmt: skip
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WEB = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<table|<meta|mime-version:)", re.IGNORECASE)


def recognise(path: Path, limits: Limits) -> str:
    """``csv``, ``xlsx``, ``xls``, ``spreadsheetml``, ``json`` (array or lines: the reader tells) or a refusal that says what it is."""
    count = path.stat().st_size
    if count > limits.file_bytes:
        raise refuse("FILE_TOO_LARGE", size=size(count), limit=size(limits.file_bytes))
    with path.open("rb") as file:
        start = file.read(8192)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0") and count <= len(start):
        raise refuse("FILE_EMPTY")
    if start.startswith(b"PK"):
        return _zipped(path, limits)
    if start.startswith(_OLE):
        return _compound(path)
    if fault := _foreign(start):
        raise fault
    return _text(start)


def extension_note(name: str, found: str) -> Note | None:
    """Tells where the name's extension says something else than the content."""
    extension = PurePath(name).suffix.lower()
    if not extension or extension in _EXTENSIONS[found].split():
        return None
    return Note("FILE_EXTENSION", extension, found)


def _foreign(start: bytes) -> Unusable | None:
    """The refusal for what is certainly no table, by its first bytes."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return refuse("FILE_PICTURE", what="WebP")
    for magic, what in _PICTURES.items():
        if start.startswith(magic) and (magic != b"BM" or b"\0" in start[:64]):
            return refuse("FILE_PICTURE", what=what)
    for magic, what in _ARCHIVES.items():
        if start.startswith(magic):
            return refuse("FILE_ARCHIVE", what=what)
    for magic, (zh, en) in _DOCUMENTS.items():
        if start.startswith(magic):
            return refuse("FILE_DOCUMENT", what=zh, what_en=en)
    return refuse("FILE_HTML") if _WEB.match(start.removeprefix(b"\xef\xbb\xbf")) else None


def _zipped(path: Path, limits: Limits) -> str:
    try:
        with open_archive(path, limits) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise refuse("FILE_CORRUPT", what="ZIP") from None
    if any(name.lower().endswith("xl/workbook.xml") for name in names):
        return "xlsx"
    for start, (zh, en) in _ZIP_DOCUMENTS.items():
        if any(name.startswith(start) for name in names):
            raise refuse("FILE_DOCUMENT", what=zh, what_en=en)
    raise refuse("FILE_ARCHIVE", what="ZIP")


def _compound(path: Path) -> str:
    """An OLE file: which of the known streams its directory names (their names stand there in UTF-16)."""
    found = set()
    overlap = b""
    wanted = [(name.encode("utf-16-le") + b"\0\0", what) for name, what in _OLE_STREAMS]
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found |= {what for name, what in wanted if name in overlap + block}
            overlap = block[-64:]
    if "encrypted" in found:
        raise refuse("FILE_ENCRYPTED")
    if "xls" in found:
        return "xls"
    if "word" in found:
        raise refuse("FILE_DOCUMENT", what=" Word 文档", what_en="a Word document")
    raise refuse("FILE_UNKNOWN")


def _text(start: bytes) -> str:
    body = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = start[2:].replace(b"\0", b"").lstrip()
    if body.startswith((b"<?xml", b"<Workbook", b"<ss:Workbook")):
        if _SPREADSHEETML in body:
            return "spreadsheetml"
        raise refuse("FILE_UNKNOWN")
    if body.startswith((b"[", b"{")):
        return "json"
    controls = sum(start.count(bytes([n])) for n in range(1, 32) if n not in (9, 10, 13, 27))
    if controls * 20 > len(start):
        raise refuse("FILE_UNKNOWN")
    return "csv"
