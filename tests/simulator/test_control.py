"""The control address scripts the simulator, and no web page can reach it."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from freshbrick.simulator import DEFAULT_CREDENTIALS, Simulator
from simulator.customer import Customer
from support.clock import NOON


async def test_the_log_tells_every_call_without_its_keys(customer: Customer, simulator: Simulator) -> None:
    await customer.get("/items/part/3001/price?color_id=5&vat=N")
    await customer.get("/items/part/99999x")
    calls = (await customer.control("GET", "calls")).json()
    assert calls[0] | {"ms": 0} == {
        "at": NOON,
        "method": "GET",
        "path": "/items/part/3001/price",
        "query": {"color_id": "5", "vat": "N"},
        "outcome": "200 OK",
        "fault": None,
        "ms": 0,
    }
    assert calls[1]["outcome"] == "200 empty"
    only = (await customer.control("GET", "calls", params={"path": "/items/part/3001"})).json()
    assert only == calls[:1]
    assert (await customer.control("DELETE", "calls")).status_code == 200
    assert len(simulator.calls) == 0


async def test_a_line_per_call_is_logged_without_keys_or_signatures(customer: Customer) -> None:
    request = customer.signed("/items/part/3001?oauth_token=x&color_id=1")
    with capture_logs() as lines:
        await customer.http.send(request)
    [line] = lines
    assert line | {"ms": 0} == {
        "event": "call",
        "log_level": "info",
        "method": "GET",
        "path": "/items/part/3001",
        "outcome": "401 BAD_OAUTH_REQUEST",
        "ms": 0,
    }
    text = (await customer.control("GET", "calls")).text + json.dumps(lines)
    assert "oauth" not in text.replace("BAD_OAUTH", "").lower()
    assert DEFAULT_CREDENTIALS.consumer_key not in text


async def test_faults_are_scripted_and_struck_out(customer: Customer) -> None:
    fault = {"match": "/items/part/3040", "kind": "429", "times": 2, "retryAfter": 5}
    state = (await customer.control("POST", "faults", json=fault)).json()
    assert state["faults"] == [fault | {"status": None, "latencyMs": None}]
    assert (await customer.get("/items/part/3040")).headers["retry-after"] == "5"
    calls = (await customer.control("GET", "calls")).json()
    assert (calls[-1]["outcome"], calls[-1]["fault"]) == ("429 page", "429")
    assert (await customer.control("GET", "state")).json()["faults"][0]["times"] == 1
    assert (await customer.control("DELETE", "faults")).json()["faults"] == []
    assert (await customer.get("/items/part/3040")).status_code == 200


async def test_the_quota_is_set_and_told(customer: Customer) -> None:
    await customer.get("/colors")
    quota = {"limit": 1, "windowMs": 1000, "plain": True}
    state = (await customer.control("POST", "quota", json=quota)).json()
    assert state == {"calls": 1, "quota": quota | {"used": 1}, "faults": []}
    assert (await customer.get("/colors")).status_code == 429


async def test_a_part_is_changed_added_and_removed(customer: Customer) -> None:
    changed = await customer.control(
        "POST", "parts/3001", json={"name": "Brick", "weight": "9.99", "colors": [5]}
    )
    assert changed.json()["name"] == "Brick"
    part = await customer.data("/items/part/3001")
    assert (part["name"], part["weight"], part["year_released"]) == ("Brick", "9.99", 1958)
    assert await customer.data("/items/part/3001/colors") == [{"color_id": 5, "quantity": 1}]

    colors = [{"colorId": 11, "quantity": 7}]
    await customer.control("POST", "parts/99999x", json={"name": "A new one", "colors": colors})
    assert (await customer.data("/items/part/99999X"))["name"] == "A new one"

    await customer.control("POST", "parts/99999x", json={"removed": True})
    assert await customer.data("/items/part/99999x") == {}
    await customer.control("POST", "parts/3001", json={"removed": True})
    assert await customer.data("/items/part/3001") == {}
    await customer.control("POST", "parts/3001", json={"removed": False})
    assert (await customer.data("/items/part/3001"))["name"] == "Brick 2 x 4"


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("faults", {"kind": "earthquake"}, "earthquake"),
        ("faults", {"kind": "html", "times": 0}, "$.times"),
        ("faults", {"kind": "html", "tiems": 1}, "tiems"),
        ("faults", {"kind": "latency"}, "latencyMs"),
        ("faults", {"kind": "429", "retryAfter": "soon\r\nX: 1"}, "$.retryAfter"),
        ("faults", ["html"], "object"),
        ("quota", {"limit": -1}, "$.limit"),
        ("quota", {"limit": "many"}, "$.limit"),
        ("parts/99999x", {"weight": "1.00"}, "needs a name"),
        ("parts/3001", {"colours": []}, "colours"),
    ],
)
async def test_bad_input_is_refused_with_a_reason(
    customer: Customer, path: str, body: Any, says: str
) -> None:
    reply = await customer.control("POST", path, json=body)
    assert reply.status_code == 400
    assert says in reply.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"1" * 70_000])
async def test_what_is_not_json_is_refused(customer: Customer, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = await customer.control("POST", "faults", content=body, headers=headers)
    assert reply.status_code == 400


async def test_an_unknown_control_is_a_404(customer: Customer) -> None:
    assert (await customer.control("GET", "nothing")).status_code == 404
    assert (await customer.control("PUT", "faults")).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Freshbrick-Sim": ""}, 403),
        ({"X-Freshbrick-Sim": "2"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:80"}, 403),
    ],
)
async def test_a_web_page_cannot_drive_it(
    customer: Customer, simulator: Simulator, headers: dict[str, str], status: int
) -> None:
    body = {"content": b'{"kind":"html"}', "headers": {"Content-Type": "application/json"} | headers}
    assert (await customer.control("POST", "faults", **body)).status_code == status
    assert simulator.faults.active() == ()


@pytest.mark.parametrize("host", ["localhost:8071", "127.0.0.1", "[::1]", "[::1]:8071"])
async def test_every_name_of_loopback_will_do(customer: Customer, host: str) -> None:
    assert (await customer.control("GET", "state", headers={"Host": host})).status_code == 200


async def test_the_control_costs_no_calls(customer: Customer) -> None:
    await customer.control("GET", "calls")
    assert (await customer.control("GET", "state")).json()["calls"] == 0
