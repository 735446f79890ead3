"""The bare handler: FastAPI and asyncpg, nothing but the same statements of SQL. Run in an environment of its own, by granian."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Response

SAID = orjson.loads(os.environ["BENCH_API"])
TODAY = date.fromisoformat(SAID["day"])
pool: Any = None


@asynccontextmanager
async def _connected(_app: FastAPI) -> AsyncIterator[None]:
    global pool  # noqa: PLW0603
    pool = await asyncpg.create_pool(SAID["dsn"], min_size=8, max_size=8)
    yield


app = FastAPI(lifespan=_connected)


@app.get("/api/v1/organisations/{code}/check")
async def check(code: str, purpose: str) -> Response:
    """Who is it, count it, the facts, the receipt."""
    async with pool.acquire() as held:
        known = await held.fetchrow(SAID["admit"], SAID["token"], TODAY, int(time.time()) // 60, "check:ask", 100_000_000)
        if known is None:
            return Response(status_code=401)
        async with held.transaction():
            rows = await held.fetch(SAID["facts"], [code], TODAY, known["department_id"], purpose, *SAID["holds"])
            content, pk = rows[1]["said"].encode(), uuid.uuid4()
            fact = orjson.loads(content)
            await held.fetchval(
                SAID["receipts"], [pk], [f"HC{fact['n']}"], [fact["id"]], [code], ["found" if fact["id"] else "unknown"],
                [zlib.compress(content, 1)], [hashlib.sha256(content).digest()], datetime.now(UTC), purpose, known["department_id"], "bare",
            )  # fmt: skip
    return Response(content, media_type="application/json")
