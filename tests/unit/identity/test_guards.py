import pytest

from chatward.identity.guards import guard_of, is_role_mailbox, plain_account

ROLES = [
    "info@acme.example", "INFO@acme.example", "sales@acme.example", "sales2@acme.example",
    "support-berlin@acme.example",
    "customer.service@acme.example", "no-reply@acme.example", "kundenservice@acme.example", "büro@acme.example",
    "buero@acme.example", "compta@acme.example", "atencion.al.cliente@acme.example", "atendimento@acme.example",
    "assistenza@acme.example", "klantenservice@acme.example", "kundtjänst@acme.example", "biuro@acme.example",
    "ügyfélszolgálat@acme.example", "iletişim@acme.example", "почта@acme.example", "客服@acme.example",
    "info+web@acme.example", "it@acme.example", "i\u200bnfo@acme.example", "familie@schmidt.example",
]  # fmt: skip
PEOPLE = [
    "anna@acme.example", "anna.sales@acme.example", "it.lee@acme.example", "pr.singh@acme.example",
    "infante@acme.example", "salesh@acme.example", "a.post@acme.example", "hr2d2.schmidt@acme.example", "@acme.example",
    "acme.example",
]  # fmt: skip


@pytest.mark.parametrize("address", ROLES)
def test_a_mailbox_of_a_role_is_nobodys(address: str) -> None:
    assert is_role_mailbox(address)
    assert guard_of("email", address) == "role_mailbox"


@pytest.mark.parametrize("address", PEOPLE)
def test_a_mailbox_with_a_name_is_somebodys(address: str) -> None:
    assert guard_of("email", address) is None


def test_only_addresses_are_mailboxes() -> None:
    assert guard_of("telegram_name", "info") is None


@pytest.mark.parametrize("account", ["+4930901820", "4930901820", "@Acme", " acme "])
def test_the_companys_own_account_is_known_however_it_is_written(account: str) -> None:
    own = {plain_account("+4930901820"), plain_account("Acme")}
    assert guard_of("phone", account, own) == "own_account"


def test_a_mailbox_of_a_role_that_is_the_companys_own_is_its_own_first() -> None:
    assert guard_of("email", "info@acme.example", {plain_account("info@acme.example")}) == "own_account"
