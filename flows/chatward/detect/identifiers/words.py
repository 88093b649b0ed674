"""The words that speak of identifiers, by tag; an underscore stands for a blank.

Words of fewer than five characters count only by themselves, longer ones in compounds and with endings too.
"""

WORDS: dict[str, str] = {
    "id": """
        =ausweis id_card identity_card id_number id_no ausweisnr ausweis_nr dowodu national_id identification_number
        identity_number personal_number
        personal_identity citizen_id resident_number resident_registration permanent_resident refugee_id rsa_id
        sa_id personalausweis ausweisnummer ausweis-nr personenkennzahl identitätskarte carte_d'identité cédula
        cedula documento_de_identidad identificación carta_d'identità carta_identità bilhete_de_identidade
        cartão_de_cidadão identiteitskaart dowód dowod_osobisty občanský rodné id-kort henkilökortti kimlik
        личность удостоверение 身份证 身分證 マイナンバー 주민 هوية תעודת_זהות आधार บัตรประชาชน
        เลขประจำตัวประชาชน identity_card chứng_minh căn_cước ktp identitate lična_karta osobna_iskaznica
        személyi ταυτότητα my_id الرقم_القومي رقم_قومي شناختی_کارڈ
    """,
    "id_number": "id_card_number personalausweisnummer ausweisnummer id-card numéro_de_carte_d'identité",
    "tax": """
        steuer_id steuer_nr p._iva p_iva part._iva tax_id tax_number tax_file taxpayer tax_identification tin vat
        ust-id ustid ust-idnr umsatzsteuer
        steuernummer steuer-id steuer-nr steuerid idnr btw-nummer btw tva n°_tva p.iva partita_iva piva gstin
        gst nif moms ytj alv dic ičo ico нип инн налог uid-nummer mwst rfc rut ruc nit ein utr kra_pin ke_pin
        ice ubn 統一編號 número_de_contribuinte numéro_fiscal n°_fiscal codice_fiscale contribuyente vergi 税号 納税
        사업자 afm αφμ
    """,
    "social": """
        social_security social_insurance ssn sozialversicherung versicherungsnummer rentenversicherung svnr sv-nummer
        sv_nummer sv-nr sv_nr
        sécurité_sociale securite_sociale n°_sécu numéro_de_sécu seguridad_social seg_social
        nº_ss segurança_social national_insurance
        ni_number ahv avs personnummer rijksregister registre_national sosiaaliturvatunnus снилс
    """,
    "passport": """
        passport pasport reisepass passnummer pass-nr passeport pasaporte passaporto passaporte paspoort paszport
        pasaport travel_document passnr паспорт 护照 護照 パスポート 여권 جواز דרכון पासपोर्ट หนังสือเดินทาง
        hộ_chiếu διαβατήριο útlevél pașaport
    """,
    "driver": """
        driver_license driver's_license drivers_license driver's_licence driving_licence driving_license
        driver_licence führerschein fuehrerschein fahrerlaubnis permis_de_conduire permiso_de_conducir patente
        carta_de_condução rijbewijs prawo_jazdy körkort ehliyet водительск 면허 driver_license_number cnh
    """,
    "plate": """
        licence_plate license_plate number_plate plate_number vehicle_registration car_reg reg_number
        registration_number car_registration kennzeichen kennz. kfz nummernschild immatriculation plaque matrícula
        matricula targa placa kenteken rejestracyjn plaka госномер номер_машины 车牌 ナンバープレート 차량번호
        plates plate registreringsnummer vehicle_number vehicle_no my_reg reg_no =reg regnr reg.nr rejestracja
        rejestracji rejestracyjny my_car my_vehicle mein_auto mein_wagen auto_mit wagen_mit fahrzeug ma_voiture
        mi_coche meu_carro mia_macchina mia_auto =lkw =pkw patente rego car_no gaadi_no gaadi_number gadi_no
        gadi_number rej. nr_rej =rej plat_nomor nopol biển_số
        رقم_اللوحة پلاک اللوحة 차번호 차_번호 번호판 πινακίδα πινακίδες ทะเบียน 我的车 לוחית
        מספר_רכב держномер номерний_знак ナンバー
        mijn_auto mój_samochód моя_машина гос_номер 车牌号 車牌
    """,
    "bank": """
        account_number account_no acct acct. bank_account kontonummer konto-nr konto kto numéro_de_compte
        compte_bancaire número_de_cuenta cuenta_bancaria cuenta numero_di_conto conto_corrente conta_corrente
        conta_bancária rekeningnummer bankrekening konta bankkonto hesap_no счёт счет 账号 帐号 口座 계좌 ifsc
        bban sort_code bsb blz clabe checking_account savings_account a/c acc_no acc_number acct_no account_nr счёта
        счета счете
        c/c into_account into_my_account rachunek rachunku nr_rachunku numer_rachunku
        rekening_bca rekening_bri rekening_bni rekening_mandiri no_rek no._rek norek nomor_rekening
        บัญชี 은행 카카오뱅크 papara
        =rek =stk số_tài_khoản tài_khoản р/с к/с расчётный_счёт расчетный_счет účtu
        conta_poupança numéro_compte nr_konta numer_konta číslo_účtu účet számlaszám bankszámla رقم_الحساب חשבון_בנק
    """,
    "postcode": """
        zip zipcode zip_code zips postcode post_code postal_code postleitzahl plz code_postal código_postal
        codigo_postal cap cep kod_pocztowy postnummer postinumero psč irányítószám posta_kodu индекс 邮编
        cp c.p. eircode cod_poștal cod_postal kode_pos poskod poštanski_broj poštna_številka postiindeks пощенски_код
        індекс τ.κ. מיקוד الرمز_البريدي mã_bưu_chính
        郵便番号 〒 pin_code 우편번호 पिन_कोड pincode
    """,
    "health": """
        health_insurance krankenversicher krankenkasse versichertennummer egk kvnr medicare mbi health_card
        carte_vitale nhs health_number
    """,
    "passport_number": """
        passport_number passport_no passport passeport pasaporte passaporto passaporte paspoort paszport
        pasaport pasport reisepass passeport_n° reisepassnummer passnummer passport_#
    """,
    "driver_number": """
        license_number licence_number driver_license driver's_license driving_licence führerscheinnummer cnh
        permis_de_conduire permiso_de_conducir carnet_de_conducir patente_di_guida carta_de_condução rijbewijs
        prawo_jazdy körkort ehliyet
    """,
    "us_driver": "license: licence: dl_no =dl driver_license driver's_license drivers_license us_driver driver_licence",
    "br_cep": "cep",
    "jp_postcode": "〒 郵便番号",
    "us_zip": "zip zipcode zip_code zips us_zip",
    "de_plz": "plz postleitzahl de_plz",
    "uk_postcode": "postcode uk_postcode",
    "us_ssn": "us_ssn ssns soc_sec my_social social_is social_# last_4_social",
    "us_itin": "itin",
    "us_ein": "ein employer_identification",
    "us_npi": "npi provider_identifier national_provider",
    "us_dea": "dea medical_license",
    "us_aba": "aba routing rtn",
    "uk_nino": "nino national_insurance ni_number ni_no",
    "uk_nhs": "nhs",
    "uk_utr": "utr unique_taxpayer",
    "uk_sort": "sort_code",
    "au_bsb": "bsb",
    "de_blz": "blz bankleitzahl",
    "bic": "bic swift",
    "de_tax": "steuernr steuer_id steuer_nr steuernummer steuer-id steuer-nr steuerid st.-nr idnr de_tax ust-id"
    " ust-idnr",
    "de_vat": "ust-id ustid ust-idnr ust_idnr umsatzsteuer-id umsatzsteuer_id umsatzsteueridentifikation",
    "de_rv": "rentenversicherung rvnr",
    "social_german": "sozialversicherung svnr sv-nummer sv_nummer sv-nr sv_nr",
    "de_lanr": "lanr arztnummer arzt-nr",
    "de_bsnr": "bsnr betriebsstätten",
    "de_hr": "hrb hra handelsregister",
    "es_dni": "dni nie nif d.n.i. documento_nacional",
    "br_cpf": "cpf",
    "br_account": "conta",
    "hk_id": "hkid 香港身份證 香港身份证",
    "hu_tax": "adóazonosító adószám",
    "mac": "mac mac-adresse mac_address mac-address mac_addr",
    "pt_nib": "=nib",
    "fr_cni": "=cni carte_nationale",
    "ir_id": "کد_ملی کدملی شماره_ملی",
    "uk_sort_word": "=sort",
    "au_rego": "rego",
    "br_rg": "=rg r.g. registro_geral",
    "sa_id": "رقم_الهوية الهوية_الوطنية هويتي إقامة الاقامة iqama",
    "jp_driver": "運転免許 免許証",
    "br_cnpj": "cnpj",
    "ca_sin": "sin nas",
    "ca_bn": "business_number ca_bn",
    "au_abn": "abn business_number",
    "au_acn": "acn company_number",
    "au_tfn": "tfn tax_file",
    "ch_ahv": "ahv avs",
    "cl_rut": "rut run ruc",
    "cn_id": "身份证 身分证 身份號碼 公民身份",
    "co_nit": "nit",
    "cr_cpf": "cédula_jurídica cédula_física",
    "co_cc": "cédula_de_ciudadanía cedula_de_ciudadania cédula cedula c.c.",
    "bank_beside": "account acc acc. acct konto kto conta cuenta compte conto rekening checking savings",
    "cz_rc": "rodné rodne r.č.",
    "dk_cpr": "cpr cpr-nummer personnummer",
    "ee_ik": "isikukood",
    "fi_hetu": "hetu henkilötunnus henkilotunnus personal_identity",
    "fr_nir": "nir insee n°_sécu numéro_de_sécu",
    "fr_siren": "siren siret",
    "gr_amka": "amka αμκα",
    "gr_afm": "afm αφμ",
    "hr_oib": "oib",
    "hu_taj": "taj",
    "id_nik": "nik ktp",
    "ie_pps": "pps ppsn",
    "il_id": "תעודת_זהות ת.ז teudat",
    "in_aadhaar": "aadhaar aadhar आधार",
    "in_pan": "pan pan_number pan_card",
    "in_voter": "voter epic",
    "is_kt": "kennitala kt",
    "it_cf": "codice_fiscale c.f. fiscal_code",
    "it_iva": "p._iva p_iva part._iva p.iva partita_iva piva vat_code",
    "jp_my": "my_number マイナンバー 個人番号",
    "kr_rrn": "rrn frn 주민 외국인등록 resident_registration",
    "kr_brn": "brn 사업자",
    "lt_ak": "asmens_kodas",
    "lv_pk": "personas_kods",
    "mx_curp": "curp",
    "mx_rfc": "rfc",
    "mx_clabe": "clabe",
    "my_ic": "nric mykad ic",
    "ng_nin": "nin",
    "nl_bsn": "bsn burgerservice sofinummer",
    "no_fnr": "fødselsnummer fodselsnummer personnummer fnr",
    "nz_ird": "ird",
    "ph_tin": "bir",
    "pk_cnic": "cnic",
    "pl_pesel": "pesel",
    "pl_nip": "nip",
    "pt_nif": "nif contribuinte nipc",
    "ro_cnp": "cnp",
    "rs_jmbg": "jmbg јмбг emšo emso матични",
    "ru_inn": "инн inn",
    "ru_snils": "снилс snils",
    "se_pnr": "personnummer",
    "se_org": "organisationsnummer orgnr org.nr org_nr företag",
    "sg_nric": "nric fin",
    "sg_uen": "uen",
    "th_tnin": "tnin thai_national_id เลขประจำตัวประชาชน บัตรประชาชน",
    "tr_tc": "tc t.c tckn tc_kimlik tc_no kimlik t.c.",
    "tw_id": "身分證 身份證",
    "ua_ipn": "іпн рнокпп ипн",
    "vn_cccd": "cccd cmnd căn_cước mst",
    "ae_id": "emirates_id هوية_إماراتية الهوية_الإماراتية",
    "bd_nid": "=nid এনআইডি জাতীয়_পরিচয়পত্র",
    "gh_card": "ghana_card",
    "kw_civil": "civil_id الرقم_المدني البطاقة_المدنية",
    "lk_nic": "=nic nic_no nic_number",
    "ng_bvn": "bvn",
    "qa_qid": "=qid",
    "za_id": "south_african_id rsa_id sa_id za_id",
    "be_nn": "rijksregister registre_national insz niss",
    "bg_egn": "егн egn",
    "by_unp": "унп unp",
    "az_voen": "vöen voen",
    "ad_nrt": "nrt",
    "al_nipt": "nipt",
    "ar_cuit": "cuit cuil",
    "ar_cbu": "cbu",
    "co_cc_short": "=cc",
    "ru_bik": "=бик",
    "es_cif": "=cif",
    "mx_nss": "=nss imss",
    "pt_sns": "=sns nº_utente número_de_utente",
    "pl_regon": "regon",
    "pt_niss": "niss",
    "se_clearing": "clearing clearingnr clearingnummer",
}

_GENERAL = (
    "id id_number tax social passport passport_number driver driver_number us_driver plate bank postcode health bic"
    " co_cc co_cc_short social_german bank_beside mac"
)
GENERAL_TAGS = frozenset(_GENERAL.split())
"""Words of many countries."""
