"""Parts, colors and categories come as BrickLink sends them, oddities included."""

from html import unescape

from freshbrick.simulator import Change, Simulator
from simulator.customer import Customer

REQUIRED = {"no", "name", "type", "category_id", "image_url", "thumbnail_url", "weight", "dim_x", "dim_y"}


async def test_a_part_has_the_fields_of_the_real_one(customer: Customer) -> None:
    part = await customer.data("/items/part/3001")
    assert part.keys() >= REQUIRED
    assert part["no"] == "3001"
    assert part["name"] == "Brick 2 x 4"
    assert part["weight"] == "2.32"
    assert (part["dim_x"], part["dim_y"]) == ("2.00", "4.00")
    assert part["alternate_no"] == "3001a,3001b"
    assert part["year_released"] == 1958
    assert part["is_obsolete"] is False


async def test_what_is_not_known_is_left_out_and_an_unknown_size_is_zero(customer: Customer) -> None:
    part = await customer.data("/items/part/2780")
    assert part["dim_x"] == "0.00"
    assert "alternate_no" in part
    assert "alternate_no" not in await customer.data("/items/part/3673")


async def test_json_is_announced_as_html(customer: Customer) -> None:
    reply = await customer.get("/items/part/3001")
    assert reply.headers["content-type"] == "text/html;charset=utf-8"
    assert reply.json()["meta"] == {"description": "OK", "message": "OK", "code": 200}


async def test_image_addresses_have_no_scheme(customer: Customer) -> None:
    part = await customer.data("/items/part/4276a")
    assert part["image_url"] == "//img.bricklink.com/PL/4276a.jpg"


async def test_names_are_escaped_once_or_twice(customer: Customer, simulator: Simulator) -> None:
    names = [no for no in simulator.world.part_numbers() if "(" in simulator.world.part(no).name][:12]
    sent = {no: (await customer.data(f"/items/part/{no}"))["name"] for no in names}
    twice = [name for name in sent.values() if "&amp;#40;" in name]
    assert 0 < len(twice) < len(sent)
    for no, name in sent.items():
        assert unescape(unescape(name)) == simulator.world.part(no).name
        assert "(" not in name


async def test_part_numbers_are_found_in_any_case_and_answered_in_bricklinks(customer: Customer) -> None:
    assert (await customer.data("/items/PART/3001OLD"))["no"] == "3001old"


async def test_a_percent_encoded_part_number_is_the_same_number(customer: Customer) -> None:
    assert (await customer.data("/items/part/%33001"))["no"] == "3001"


async def test_an_unknown_part_is_an_empty_success(customer: Customer) -> None:
    for path in ("/items/part/99999x", "/items/part/99999x/colors", "/items/part/99999x/price?color_id=1"):
        reply = await customer.get(path)
        assert (reply.status_code, reply.json()["meta"]["code"], reply.json()["data"]) == (200, 200, {})


async def test_some_unknown_parts_are_a_404(customer: Customer) -> None:
    reply = await customer.get("/items/part/404x")
    assert reply.status_code == 404
    assert reply.json()["meta"]["message"] == "RESOURCE_NOT_FOUND"


async def test_known_colors_are_numbers_for_most_parts_and_strings_for_others(customer: Customer) -> None:
    replies = [(await customer.get(f"/items/part/{no}/colors")).json() for no in range(3001, 3011)]
    kinds = {type(reply["data"][0]["color_id"]) for reply in replies}
    assert kinds == {int, str}
    assert {type(reply["meta"]["code"]) for reply in replies} == kinds


async def test_a_plain_torso_has_no_known_colors(customer: Customer) -> None:
    assert await customer.data("/items/part/973/colors") == []


async def test_color_0_is_known_of_parts_but_missing_from_the_list(customer: Customer) -> None:
    known = await customer.data("/items/part/10179stk01/colors")
    assert [int(color["color_id"]) for color in known] == [0]
    colors = await customer.data("/colors")
    assert 0 not in {color["color_id"] for color in colors}
    black = next(color for color in colors if color["color_id"] == 11)
    assert black == {"color_id": 11, "color_name": "Black", "color_code": "212121", "color_type": "Solid"}


async def test_every_category_and_color_that_parts_use_can_be_looked_up(
    customer: Customer, simulator: Simulator
) -> None:
    categories = {row["category_id"]: row for row in await customer.data("/categories")}
    colors = {row["color_id"] for row in await customer.data("/colors")} | {0}
    assert categories[5] == {"category_id": 5, "category_name": "Brick", "parent_id": 0}
    assert any("&#40;" in row["category_name"] for row in categories.values())
    for no in simulator.world.part_numbers():
        part = simulator.world.part(no)
        assert part.category_id in categories
        assert {color.color_id for color in part.colors} <= colors


async def test_descriptions_hold_html(customer: Customer, simulator: Simulator) -> None:
    simulator.world.change("3001", Change(description="<p />See <b>3002</b>"))
    assert (await customer.data("/items/part/3001"))["description"] == "<p />See <b>3002</b>"


async def test_an_unknown_address_is_a_500_inside_a_200_without_data(customer: Customer) -> None:
    reply = await customer.get("/no/such/address")
    assert reply.status_code == 200
    assert reply.json() == {
        "meta": {"description": "INTERNAL_SERVER_ERROR", "message": "INTERNAL_SERVER_ERROR", "code": 500}
    }


async def test_only_get_is_allowed(customer: Customer) -> None:
    reply = await customer.http.send(customer.signed("/colors", method="DELETE"))
    assert reply.status_code == 405
    assert reply.json()["meta"]["message"] == "METHOD_NOT_ALLOWED"
