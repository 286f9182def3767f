"""`doctor` beside a server that runs."""

from e2e.house import House


async def test_all_is_well_beside_a_healthy_server(house: House) -> None:
    code, out, err = await house.run("doctor")
    assert code == 0, out + err
    assert f"{house.url} answers." in out
    assert "The token is owner's." in out
    assert "All is well." in out


async def test_a_token_that_the_server_does_not_know_is_found(house: House) -> None:
    code, out, _ = await house.run(
        "doctor", "--offline", environ={"FRESHBRICK_TOKEN": "fbk_of-another-house"}
    )
    assert code == 1
    assert "It does not accept the token." in out
