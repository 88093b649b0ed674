"""Tells identifiers that belong to no single person: mailboxes of a role, and the company's own accounts."""

from collections.abc import Container
from typing import Literal

from chatward.identity.normalise import normalise

Guard = Literal["role_mailbox", "own_account"]

_TELLING_CHARS = 4
"""Shorter roles count only as all of an address: ``it@``, but not ``it.lee@``."""

# RFC 2142 and what companies use beside it, by language; compared without separators and digits at the end
_WORDS = """
    abuse accountant accounting accounts admin administration administrator admissions advice agency all answers
    archive ask assistance bd billing board booking bookings bounce care careers cc claims clients clientservice
    compliance concierge contact contactus contracts cs customer customercare customerexperience customers
    customerservice customersupport dataprotection delivery desk dispatch donotreply dpo emergency employment enquiries
    enquiry events everyone export facilities family feedback finance frontdesk ftp general groups hello helpdesk help
    hey hi hostmaster hotel hr hq import inbox info information inquiries inquiry invoice invoices invoicing it
    itsupport jobs law legal list logistics mail mailbox mailerdaemon main management manager marketing mediarelations
    media members membership news newsletter nobody nomail noreply notifications office operations ops orders order
    owner parents partner partners partnerships payments payroll people personnel post postmaster pr press privacy
    procurement production projects purchase purchasing purchases quality questions reception recruiting recruitment
    registrar registration renewals rentals replies reply reservation reservations returns root sales salesteam
    schedule school secretary security service servicedesk services shipping shop staff store studio subscribe
    subscriptions suggestions support sysadmin tech techsupport team test training travel trouble undisclosed
    unsubscribe usenet uucp voicemail volunteer warehouse web webadmin webmaster welcome workshop www

    anfrage anfragen auftrag bestellung bestellungen bewerbung buchhaltung buero büro datenschutz einkauf empfang
    familie geschaeftsfuehrung geschäftsführung hallo hausverwaltung kanzlei karriere kasse kontakt kundendienst
    kundenservice personal poststelle praxis presse rechnung rechnungen redaktion rezeption sekretariat technik
    verein versand vertrieb verwaltung vorstand werkstatt zentrale

    accueil achat achats adherents assistance bonjour bureau commande commandes commercial communication compta
    comptabilite comptabilité conseil contacto contactez courrier devis direction dpd equipe facturation facture
    factures famille gestion magasin mairie presse rh secretariat secrétariat serviceclient siege technique ventes

    administracion administración ayuda atencion atención atencionalcliente citas clientes compras comercial consultas
    contabilidad correo direccion dirección empleo escuela facturacion facturación familia gerencia hola informacion
    información pagos pedidos prensa recepcion recepción recursoshumanos reclamaciones reservas secretaria
    servicioalcliente soporte taller tienda ventas

    atendimento contato comercial compras contabilidade curriculo dados diretoria faturamento financeiro geral loja
    ouvidoria pedidos recepcao recepção rh sac secretaria suporte vendas

    acquisti amministrazione assistenza assistenzaclienti ciao clienti commerciale contabilita contabilità contatti
    direzione fatturazione fatture info informazioni negozio ordini personale posta prenotazioni segreteria ufficio
    ufficiostampa vendite

    aanvraag administratie bestellingen boekhouding contact directie facturen facturatie gezin inkoop klantenservice
    kantoor onderhoud planning receptie secretariaat verkoop vragen winkel

    asiakaspalvelu bestilling bokforing bokføring ekonomi faktura firmapost forsaljning försäljning hej info
    kontakt kontor kundeservice kundservice kundtjanst kundtjänst laskut laskutus myynti myyntipalvelu ordre order
    post postmottak regnskab regnskap salg toimisto tilaukset

    biuro dokumenty dzial faktury handlowy informacja kadry kontakt ksiegowosc księgowość obsluga obsługa
    obslugaklienta oferta pomoc poczta praca recepcja reklamacje rekrutacja rodo sekretariat serwis sklep sprzedaz
    sprzedaż zamowienia zamówienia zapytania

    faktury fakturace informace kancelar kancelář objednavky objednávky obchod podpora podatelna prodej recepce
    reklamace ucetni účetní uctarna zakaznik

    ajanlat ajánlat iroda megrendeles panasz penzugy rendeles szamla ugyfelszolgalat ügyfélszolgálat vevoszolgalat

    birou comenzi contabilitate facturi programari secretariat vanzari vânzări relatii

    bilgi destek iletisim iletişim insankaynaklari kariyer muhasebe musterihizmetleri satis satış siparis yardim

    инфо info zakaz zakazy buh buhgalteria office otdel otdelkadrov podderzhka pochta priem prodazhi sklad бухгалтерия
    заказ заказы кадры контакт магазин офис поддержка почта приемная продажи склад

    epikoinonia grammateia logistirio paraggelies parangelies poliseis

    お問い合わせ otoiawase toiawase eigyo keiri saiyo soumu jinji 営業 総務 採用 経理
    客服 客户服务 kefu xiaoshou caiwu zhaopin 销售 财务 招聘 고객센터 문의 영업 채용

    info layanan pemasaran penjualan lowongan dukungan bantuan hubungi keuangan halo
    lienhe hotro kinhdoanh ketoan tuyendung cskh

    istifsar khidma mabiyat maktab
"""
_ROLES = frozenset(_WORDS.split())


def guard_of(identifier_type: str, identifier: str, own_accounts: Container[str] = frozenset()) -> Guard | None:
    """Return why an identifier joins nobody, None if it may.

    Args:
        identifier_type: as in a sender key.
        identifier: in clear, as exported.
        own_accounts: the company's own accounts, as ``plain_account`` writes them.
    """
    if plain_account(identifier) in own_accounts:
        return "own_account"
    return "role_mailbox" if identifier_type == "email" and is_role_mailbox(identifier) else None


def is_role_mailbox(address: str) -> bool:
    """Return whether an e-mail address is a role's or everybody's, by the part before its ``@``.

    A role with a place or a number is one too (``info-berlin@``, ``sales2@``), a name with a role is none
    (``anna.sales@``).
    """
    local = normalise("email", address).rpartition("@")[0].partition("+")[0]
    words = "".join(" " if character in "._-" else character for character in local).split()
    first = words[0].rstrip("0123456789") if words else ""
    return (len(first) >= _TELLING_CHARS and first in _ROLES) or "".join(words).rstrip("0123456789") in _ROLES


def plain_account(account: str) -> str:
    """Return an account in the form in which the company's own ones are compared."""
    return normalise("name", account).lstrip("@+")
