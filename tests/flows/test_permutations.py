"""I4 at large: however exports are delivered, one state comes of them. ``make campaigns`` tries five hundred ways."""

import random

import pytest
from support.company import Company
from support.deliveries import accept, deliver, deliveries
from support.state import State, state

WORLDS, ORDERS = 50, 10
MOST_RUNS = 4


def together(company: Company, seed: int) -> State:
    """Return what comes of everything in one run, in the order in which it was made."""
    twin = company.twin("together")
    for number, delivery in enumerate(deliveries(seed)):
        deliver(twin, delivery, f"day {number}")
    twin.run()
    return state(twin)


def shuffled(company: Company, seed: int, order: int) -> State:
    """Return what comes of it in another order, in several runs, under other names, zipped or not."""
    chance = random.Random(f"order {seed} {order}")
    made = deliveries(seed)
    chance.shuffle(made)
    twin = company.twin(f"order {order}")
    ends = {*chance.sample(range(1, len(made)), chance.randrange(MOST_RUNS)), len(made)}
    for number, delivery in enumerate(made, 1):
        name = f"{chance.choice(('a', 'Kopie', 'Chat with Zoë'))} {number}"
        deliver(twin, delivery, name, is_zipped=chance.random() < 0.5)
        if number in ends:
            twin.run() if number == len(made) else twin.stage("collect")
    return state(twin)


def one_state(company: Company, seed: int, orders: int) -> None:
    company.write_policy(accept)
    wanted = together(company, seed)
    assert len(wanted.messages) > 40
    for order in range(orders):
        assert shuffled(company, seed, order) == wanted, f"world {seed}, order {order}"


def test_however_exports_are_delivered_one_state_comes_of_them(company: Company) -> None:
    one_state(company, seed=0, orders=2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(WORLDS))
def test_five_hundred_ways_of_delivery_come_to_one_state(company: Company, seed: int) -> None:
    one_state(company, seed, ORDERS)
