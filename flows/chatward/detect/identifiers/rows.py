"""Which identifiers are looked for: what each is made of, how it is checked, and which words speak of it.

A row: name | kind | characters | made of | telling form | check | words. "Made of" is matched against the identifier in capitals and
without separators. The telling form is matched against it as written: what has it and passes the check needs no words
around; ``*`` stands for letters and digits without separators, nothing for none. A check with a dot is a module of ``python-stdnum``, another a
function of ``checks``. Words are tags of ``words``.
"""

ROWS = r"""
AD_NRT                    | id       | 8     | [ACDEFGLOPU]\d{6}[A-Z] | | ad.nrt | tax ad_nrt
AL_NIPT                   | id       | 10    | [A-Z]\d{8}[A-Z] | | al.nipt | tax al_nipt
AR_CUIT                   | id       | 11    | \d{11} | \d{2}-\d{8}-\d | ar.cuit | tax ar_cuit
AR_DNI                    | id       | 7-8   | \d{7,8} | | ar.dni | es_dni
AR_CBU                    | bank     | 22    | \d{22} | * | ar.cbu | bank ar_cbu
AT_VNR                    | id       | 10    | \d{10} | | at.vnr | social social_german
AT_UID                    | id       | 11    | ATU\d{8} | * | at.uid | tax
AT_TIN                    | id       | 9     | \d{9} | \d\d-\d{3}/\d{4} | at.tin | tax
AU_ABN                    | id       | 11    | \d{11} | | au.abn | tax au_abn
AU_ACN                    | id       | 9     | \d{9} | | au.acn | tax au_acn
AU_TFN                    | id       | 8-9   | \d{8,9} | | au.tfn | tax au_tfn
AU_MEDICARE               | id       | 10-11 | [2-6]\d{9,10} | | au_medicare | health
AZ_VOEN                   | id       | 10    | \d{10} | | az.voen | tax az_voen
BE_NN                     | id       | 11    | \d{11} | \d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2} | be.nn | id social be_nn
BE_VAT                    | id       | 12    | BE[01]\d{9} | * | be.vat | tax
BG_EGN                    | id       | 10    | \d{10} | | bg.egn | id bg_egn
BG_PNF                    | id       | 10    | \d{10} | | bg.pnf | id bg_egn
BR_CPF                    | id       | 11    | \d{11} | \d{3}\.\d{3}\.\d{3}[-/]\d{2}|\d{9}-\d{2} | br.cpf | br_cpf tax
BR_RG                     | id       | 8-9   | \d{7,8}[\dX] | \d{1,2}\.\d{3}\.\d{3}-[\dXx] | brazilian_rg | br_rg
BR_CNPJ                   | id       | 14    | [0-9A-Z]{12}\d{2} | [0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-\d{2} | br.cnpj | br_cnpj tax
BY_UNP                    | id       | 9     | [A-Z0-9]{2}\d{7} | | by.unp | tax by_unp
CA_SIN                    | id       | 9     | [1-79]\d{8} | | ca.sin | social ca_sin
CA_BN                     | id       | 9-15  | \d{9}(?:[A-Z]{2}\d{4})? | | ca.bn | tax ca_bn
CA_OHIP                   | id       | 10    | \d{10} | | luhn | health
CH_SSN                    | id       | 13    | 756\d{10} | *|756\.\d{4}\.\d{4}\.\d\d | ch.ssn | social ch_ahv
CH_UID                    | id       | 12-16 | CHE\d{9}(?:MWST|TVA|IVA)? | *|CHE-\d{3}\.\d{3}\.\d{3}(?: [A-Z]+)? | ch.uid | tax
CL_RUT                    | id       | 8-9   | \d{7,8}[\dK] | \d{1,2}\.\d{3}\.\d{3}-[\dKk]|\d{7,8}-[\dKk] | cl.rut | cl_rut tax
CN_RIC                    | id       | 18    | \d{17}[\dX] | * | cn.ric | id cn_id
CN_USCC                   | id       | 18    | [0-9A-HJ-NPQRTUWXY]{18} | * | cn.uscc | tax
CO_NIT                    | id       | 8-10  | \d{8,10} | \d{3}\.\d{3}\.\d{3}-\d | co.nit | tax co_nit
CO_CC                     | id       | 8-10  | [1-9]\d{7,9} | | | co_cc
CO_CC                     | id       | 8-10  | [1-9]\d{7,9} | | in_thousands | co_cc_short
CR_CPF                    | id       | 9-10  | \d{9,10} | | cr.cpf | id cr_cpf co_cc
CU_NI                     | id       | 11    | \d{11} | | cu.ni | id
CY_VAT                    | id       | 11    | CY\d{8}[A-Z] | * | cy.vat | tax
CZ_RC                     | id       | 9-10  | \d{9,10} | \d{6}/\d{3,4} | cz.rc | id cz_rc
CZ_DIC                    | id       | 10-12 | CZ\d{8,10} | | cz.dic | tax
DE_TAX_ID                 | id       | 11    | [1-9]\d{10} | | de.idnr | tax de_tax
DE_TAX_NUMBER             | id       | 9-13  | \d{9,11}|\d{13} | | german_tax_number | tax de_tax
DE_VAT_ID                 | id       | 11    | DE\d{9} | *|[Dd][Ee][ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{3} | de.vat | tax de_tax
DE_VAT_ID                 | id       | 11    | DE\d{9} | | | de_vat
DE_ID_CARD                | id       | 9     | [CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{7}\d | | german_document | id
DE_ID_CARD                | id       | 9     | T\d{8} | | | id
DE_ID_CARD                | id       | 9-10  | [CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\d? | | german_serial | id passport
DE_PASSPORT               | id       | 9     | [CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{7}\d | | german_document | passport
DE_SOCIAL_SECURITY        | id       | 12    | \d{8}[A-Z]\d{3} | *|\d\d \d{6} [A-Za-z] \d{3} | german_pension | social de_rv social_german
DE_HEALTH_INSURANCE       | id       | 10    | [A-Z]\d{9} | * | german_health | health
DE_LANR                   | id       | 9     | \d{9} | | german_doctor | de_lanr
DE_BSNR                   | id       | 9     | (?:0[1-35]|17|2[0-9]|3[0-9]|4[0-9]|5[0-2]|5[5-9]|6[0-9]|7[0-4]|78|8[0-38]|9[0-9])\d{7} | | | de_bsnr
DE_FUEHRERSCHEIN          | id       | 11    | [A-Z]{2}\d{8}[0-9A-Z] | | | driver
DE_HANDELSREGISTER        | id       | 4-9   | HR[AB]\d{1,6} | [Hh][Rr][AaBb] ?\d{1,6} | | de_hr
DK_CPR                    | id       | 10    | \d{10} | \d{6}-\d{4} | danish_cpr | id social dk_cpr
DO_CEDULA                 | id       | 11    | \d{11} | \d{3}-\d{7}-\d | do.cedula | id co_cc
EC_CI                     | id       | 10    | \d{10} | | ec.ci | id co_cc
EE_IK                     | id       | 11    | \d{11} | | ee.ik | id ee_ik
EG_TN                     | id       | 9     | \d{9} | | eg.tn | tax
EG_NATIONAL_ID            | id       | 14    | [23]\d{13} | | egyptian_id | id
ES_NIF                    | id       | 9     | \d{8}[A-Z] | *|\d{8}[- ][A-Za-z]|\d\d\.\d{3}\.\d{3}-?[A-Za-z] | es.dni | es_dni tax
ES_NIE                    | id       | 9     | [XYZ]\d{7}[A-Z] | *|[XYZxyz][- ]\d{7}[- ][A-Za-z] | es.nie | es_dni
ES_CIF                    | id       | 9     | [A-HJNP-SUVW]\d{7}[0-9A-J] | | es.cif | tax es_dni es_cif
ES_NSS                    | id       | 12    | \d{12} | | spanish_social | social
ES_PASSPORT               | id       | 9     | [A-Z]{3}\d{6} | | | passport
FI_PERSONAL_IDENTITY_CODE | id       | 10-11 | \d{6}[-+A-FU-Y]?\d{3}[0-9A-Y] | \d{6}[-+A-Fa-fU-Yu-y]\d{3}[0-9A-Ya-y] | finnish_hetu | id social fi_hetu
FI_ALV                    | id       | 10    | FI\d{8} | * | fi.alv | tax
FR_ID_CARD                | id       | 12    | \d{12} | | | fr_cni
FR_PASSPORT               | id       | 9     | \d{2}[A-Z]{2}\d{5} | | | passport driver
FR_NIR                    | id       | 15    | [1-478]\d{4}(?:\d{2}|2A|2B)\d{8} | *|\d \d\d \d\d \d\d \d{3} \d{3}(?: \d\d)? | fr.nir | social fr_nir
FR_NIF                    | id       | 13    | [0-3]\d{12} | | fr.nif | tax
FR_SIREN                  | id       | 9     | \d{9} | | fr.siren | tax fr_siren
FR_SIRET                  | id       | 14    | \d{14} | | fr.siret | tax fr_siren
FR_TVA                    | id       | 13    | FR[0-9A-Z]{2}\d{9} | * | fr.tva | tax
UK_NINO                   | id       | 9     | [A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D] | *|[A-Za-z]{2} ?\d\d ?\d\d ?\d\d ?[A-Da-d] | british_nino | social uk_nino
UK_NHS                    | id       | 10    | \d{10} | | gb.nhs | uk_nhs health
UK_UTR                    | id       | 10    | \d{10} | | gb.utr | tax uk_utr
UK_VAT                    | id       | 11    | GB\d{9} | * | gb.vat | tax
UK_DRIVING_LICENCE        | id       | 16    | [A-Z][A-Z9]{4}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{1}[A-Z]{2} | * | british_driver | driver
UK_PASSPORT               | id       | 9     | [A-Z]{2}\d{7} | | undivided | passport
GR_AMKA                   | id       | 11    | \d{11} | | gr.amka | social gr_amka
GR_VAT                    | id       | 9-11  | (?:EL|GR)?\d{9} | | gr.vat | tax gr_afm
GT_NIT                    | id       | 6-12  | \d{5,11}[\dK] | | gt.nit | tax
HR_OIB                    | id       | 11    | \d{11} | | hr.oib | id tax hr_oib
HU_ANUM                   | id       | 10    | HU\d{8} | * | hu.anum | tax
HK_ID                     | id       | 8-9   | [A-Z]{1,2}\d{6}[0-9A] | [A-Z]{1,2}\d{6}\([0-9A] | hong_kong_id | id cn_id tw_id hk_id
HU_TAX                    | id       | 10    | 8\d{9} | | hungarian_tax | hu_tax tax
HU_VAT                    | id       | 11    | \d{11} | \d{8}-\d-\d\d | hungarian_vat | hu_tax tax
HU_TAJ                    | id       | 9     | \d{9} | | hungarian_taj | social hu_taj
ID_NIK                    | id       | 16    | \d{16} | | id.nik | id id_nik
ID_NPWP                   | id       | 15-16 | \d{15,16} | \d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3} | id.npwp | tax
IE_PPS                    | id       | 8-9   | \d{7}[A-W][AHWTX]? | * | ie.pps | social ie_pps
IL_IDNR                   | id       | 9     | \d{9} | | il.idnr | id il_id
IN_AADHAAR                | id       | 12    | [2-9]\d{11} | \d{4}([ :-])\d{4}\1\d{4} | in_.aadhaar | id in_aadhaar
IN_PAN                    | id       | 10    | [A-Z]{5}\d{4}[A-Z] | * | in_.pan | tax in_pan
IN_PAN                    | id       | 10    | [A-Z]{3}[A-Z][A-Z]\d{4}[A-Z] | | | in_pan
IN_GSTIN                  | id       | 15    | \d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z] | * | indian_gstin | tax
IN_VOTER                  | id       | 10    | [A-Z]{3}\d{7} | | in_.epic | in_voter id
IN_VOTER                  | id       | 10    | [A-Z]{3}\d{7} | | | in_voter
IN_PASSPORT               | id       | 8     | [A-Z][1-9]\d{6} | | | passport
IR_NATIONAL_ID            | id       | 10    | \d{10} | | iranian_id | ir_id
IS_KENNITALA              | id       | 10    | \d{10} | \d{6}-\d{4} | is_.kennitala | id is_kt
IT_FISCAL_CODE            | id       | 16    | [A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z] | * | undivided | tax it_cf
IT_VAT_CODE               | id       | 11-13 | (?:IT)?\d{11} | | it.iva | tax it_iva
DE_DRIVER_LICENSE         | id       | 11    | [A-Z]\d{2}[0-9A-Z]{6}\d[0-9X] | | | driver
IT_DRIVER_LICENSE         | id       | 10    | [A-Z]{2}\d{7}[A-Z]|U1[0-9BCDFGHJKLMNPRSTUWXYZ]{7}[A-Z] | | italian_driver | driver
IT_IDENTITY_CARD          | id       | 9     | [A-Z]{2}\d{5}[A-Z]{2}|[A-Z]{2}\d{7}|\d{7}[A-Z]{2} | | | id
IT_PASSPORT               | id       | 9     | [A-Z]{2}\d{7} | | undivided | passport
JP_DRIVER_LICENSE         | id       | 12    | \d{12} | | | jp_driver
JP_MY_NUMBER              | id       | 12    | \d{12} | | japanese_my_number | id jp_my
JP_CN                     | id       | 13    | \d{13} | | jp.cn | tax
KE_PIN                    | id       | 11    | [AP]\d{9}[A-Z] | | ke.pin | tax
KR_RRN                    | id       | 13    | \d{6}[1-4]\d{6} | \d{6}-[1-4]\d{6} | korean_birth | id kr_rrn
KR_FRN                    | id       | 13    | \d{6}[5-8]\d{6} | \d{6}-[5-8]\d{6} | korean_birth | id kr_rrn
KR_BRN                    | id       | 10    | \d{10} | | korean_business | tax kr_brn
KR_PASSPORT               | id       | 9     | [MSRODG](?:\d{3}[A-Z]\d{4}|\d{8}) | | undivided | passport
KR_DRIVER_LICENSE         | id       | 12    | (?:1[1-9]|2[0-68])\d{10} | | korean_driver | driver
LT_ASMENS                 | id       | 11    | [1-6]\d{10} | | lt.asmens | id lt_ak
LU_TVA                    | id       | 10    | LU\d{8} | * | lu.tva | tax
LV_PVN                    | id       | 11-13 | (?:LV)?\d{11} | \d{6}-\d{5} | lv.pvn | id tax lv_pk
MA_ICE                    | id       | 15    | \d{15} | | ma.ice | tax
MD_IDNO                   | id       | 13    | \d{13} | | md.idno | id
MK_EDB                    | id       | 13-15 | (?:MK)?\d{13} | | mk.edb | tax
MT_VAT                    | id       | 10    | MT\d{8} | * | mt.vat | tax
MX_CURP                   | id       | 18    | [A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d | * | mx.curp | id mx_curp
MX_INE                    | id       | 18    | [A-Z]{6}\d{8}[HM]\d{3} | * | | id
MX_RFC                    | id       | 12-13 | [A-ZÑ&]{3,4}\d{6}[0-9A-Z]{3} | * | mx.rfc | tax mx_rfc
MX_NSS                    | id       | 11    | \d{11} | | luhn | mx_nss
MX_CLABE                  | bank     | 18    | \d{18} | | clabe | bank mx_clabe
MY_NRIC                   | id       | 12    | \d{12} | \d{6}-\d{2}-\d{4} | my.nric | id my_ic
NG_NIN                    | id       | 11    | \d{11} | | verhoeff | ng_nin
NL_BSN                    | id       | 8-9   | \d{8,9} | | nl.bsn | id social nl_bsn
NL_BTW                    | id       | 14    | NL\d{9}B\d{2} | * | nl.btw | tax
NO_FODSELSNUMMER          | id       | 11    | \d{11} | \d{6} \d{5} | no.fodselsnummer | id no_fnr
NZ_IRD                    | id       | 8-9   | \d{8,9} | | nz.ird | tax nz_ird
PE_CUI                    | id       | 8-9   | \d{8}[0-9A-K]? | | pe.cui | es_dni
PE_RUC                    | id       | 11    | \d{11} | | pe.ruc | tax cl_rut
PH_TIN                    | id       | 9-12  | \d{9}|\d{12} | | philippine_tin | ph_tin tax
PK_CNIC                   | id       | 13    | \d{13} | \d{5}-\d{7}-\d | pk.cnic | id pk_cnic
PL_PESEL                  | id       | 11    | \d{11} | | pl.pesel | id pl_pesel
PL_NIP                    | id       | 10-12 | (?:PL)?\d{10} | \d{3}-\d{3}-\d{2}-\d{2} | pl.nip | tax pl_nip
PL_ID_CARD                | id       | 9     | [A-Z]{3}\d{6} | | polish_card | id
PL_REGON                  | id       | 9-14  | \d{9}|\d{14} | | pl.regon | pl_regon
PT_NIF                    | id       | 9-11  | (?:PT)?[1-35689]\d{8} | | pt.nif | tax pt_nif
PT_CC                     | id       | 12    | \d{9}[A-Z0-9]{2}\d | \d{8} \d [A-Z0-9]{2}\d | pt.cc | id
PT_NISS                   | id       | 11    | [12]\d{10} | | portuguese_niss | social pt_niss
PT_SNS                    | id       | 9     | \d{9} | | | pt_sns
PY_RUC                    | id       | 6-9   | \d{6,9} | | py.ruc | tax cl_rut
RO_CNP                    | id       | 13    | [1-9]\d{12} | | ro.cnp | id ro_cnp
RO_CF                     | id       | 4-12  | RO\d{2,10} | | ro.cf | tax
RS_JMBG                   | id       | 13    | \d{13} | | jmbg | id rs_jmbg
RU_INN                    | id       | 10-12 | \d{10}|\d{12} | | ru.inn | tax ru_inn
RU_SNILS                  | id       | 11    | \d{11} | \d{3}-\d{3}-\d{3}[ -]\d{2} | snils | social ru_snils
RU_PASSPORT               | id       | 10    | \d{10} | | | passport
SA_NATIONAL_ID            | id       | 10    | [12]\d{9} | | | sa_id
SE_PERSONNUMMER           | id       | 10-12 | (?:\d{2})?\d{10} | (?:\d{2})?\d{6}[-+]\d{4} | se.personnummer | id social se_pnr
SE_ORGANISATIONSNUMMER    | id       | 10    | \d{10} | | se.orgnr | tax se_org
SG_NRIC_FIN               | id       | 9     | [STFGM]\d{7}[A-Z] | * | nric | id sg_nric
SG_NRIC_FIN               | id       | 9     | [A-Z]\d{7}[A-Z] | | | sg_nric
SG_UEN                    | id       | 9-10  | \d{8,9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z] | | sg.uen | tax sg_uen
SI_DDV                    | id       | 10    | SI\d{8} | * | si.ddv | tax
SI_EMSO                   | id       | 13    | \d{13} | | si.emso | id
SK_DPH                    | id       | 12    | SK\d{10} | * | sk.dph | tax
TH_TNIN                   | id       | 13    | [1-8]\d{12} | \d-\d{4}-\d{5}-\d{2}-\d | thai_pin | id th_tnin
TN_MF                     | id       | 13    | \d{7}[A-Z]{3}\d{3} | | tn.mf | tax
TR_NATIONAL_ID            | id       | 11    | [1-9]\d{10} | | tr.tckimlik | id tr_tc
TR_VKN                    | id       | 10    | \d{10} | | tr.vkn | tax
TW_ID                     | id       | 10    | [A-Z][12]\d{8} | * | taiwanese_id | id tw_id
TW_UBN                    | id       | 8     | \d{8} | | tw.ubn | tax
UA_PASSPORT               | id       | 8     | [АВЕКМНОРСТУХABEKMHOPCTYX]{2}\d{6} | | | passport
UA_RNTRC                  | id       | 10    | \d{10} | | ua.rntrc | tax ua_ipn
US_SSN                    | id       | 9     | \d{9} | \d{3}-\d{2}-\d{4} | us.ssn | social us_ssn
US_ITIN                   | id       | 9     | 9\d{8} | 9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4} | itin | tax us_itin
US_EIN                    | id       | 9     | \d{9} | | us.ein | us_ein
US_MBI                    | id       | 11    | [1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2} | *|\w{4}-\w{3}-\w{4} | | health
US_NPI                    | id       | 10    | [12]\d{9} | | npi | us_npi
US_PASSPORT               | id       | 8-9   | [A-Z]?\d{8}|\d{9} | | | passport
US_DRIVER_LICENSE         | id       | 7-15  | \d{8,12}|[A-Z]\d{6,14}|[A-Z]{2}\d{6}[A-Z]? | | | us_driver
MEDICAL_LICENSE           | id       | 9     | [ABCDEFGHJKLMNPRSTUX][A-Z9]\d{7} | | dea | us_dea
ABA_ROUTING_NUMBER        | bank     | 9     | \d{9} | | us.rtn | us_aba
UY_RUT                    | id       | 12    | \d{12} | | uy.rut | tax cl_rut
VE_RIF                    | id       | 10    | [VEJPG]\d{9} | [VEJPGvejpg]-\d{8}-\d | ve.rif | tax
VN_MST                    | id       | 10-13 | \d{10}(?:\d{3})? | | vn.mst | tax vn_cccd
VN_CCCD                   | id       | 12    | 0\d{11} | | | vn_cccd
ZA_ID_NUMBER              | id       | 13    | \d{13} | | south_african_id | id za_id
AE_EMIRATES_ID            | id       | 15    | 784(?:19|20)\d{10} | *|784-\d{4}-\d{7}-\d | luhn | id
AE_EMIRATES_ID            | id       | 15    | 784(?:19|20)\d{10} | | | ae_id
BD_NID                    | id       | 10-17 | \d{10}|\d{13}|(?:19|20)\d{15} | | | bd_nid
GH_CARD                   | id       | 13    | GHA\d{10} | GHA-\d{9}-\d | | gh_card
KW_CIVIL_ID               | id       | 12    | [1-3]\d{11} | | | kw_civil
LK_NIC                    | id       | 10-12 | \d{9}[VX]|(?:19|20)\d{10} | | | lk_nic
NG_BVN                    | id       | 11    | 22\d{9} | | | ng_bvn
QA_QID                    | id       | 11    | [23]\d{10} | | | qa_qid
UG_NIN                    | id       | 14    | C[MF]\d{2}[0-9A-Z]{10} | * | | ng_nin
PASSPORT                  | id       | 6-10  | (?=(?:[A-Z]*\d){4})[A-Z0-9]{6,10} | | | passport_number
DRIVER_LICENSE            | id       | 5-22  | [A-Z0-9]{0,8}\d{5,9}[A-Z0-9]{0,5} | | | driver_number
ID_CARD                   | id       | 5-16  | [A-Z0-9]{0,3}\d{5,11}[A-Z0-9]{0,2} | | | id_number
BANK_ACCOUNT              | bank     | 6-26  | \d{6,26} | | | bank bank_beside
BR_ACCOUNT                | bank     | 4-13  | \d{3,12}[\dX] | | brazilian_account | br_account
PT_NIB                    | bank     | 21    | \d{21} | | | pt_nib
RU_BANK_ACCOUNT           | bank     | 20    | 40\d{18} | | | bank
RU_BIK                    | bank     | 9     | 04\d{7} | | | ru_bik
PL_BANK_ACCOUNT           | bank     | 26    | \d{26} | | polish_account | bank
CZ_ACCOUNT                | bank     | 8-20  | \d{8,20} | (?:\d{1,6}-)?\d{4,10}/\d{4} | czech_account | bank
HU_ACCOUNT                | bank     | 16-24 | \d{16}(?:\d{8})? | \d{8}-\d{8}(?:-\d{8})? | hungarian_account | bank
UK_SORT_CODE              | bank     | 6     | \d{6} | | in_pairs | uk_sort_word
UK_SORT_CODE              | bank     | 6     | \d{6} | | | uk_sort
AU_BSB                    | bank     | 6     | \d{6} | | | au_bsb
DE_BLZ                    | bank     | 8     | [1-8]\d{7} | | | de_blz
SE_CLEARING               | bank     | 4-5   | \d{4,5} | | | se_clearing
IN_IFSC                   | bank     | 11    | [A-Z]{4}0[0-9A-Z]{6} | * | | bank
BIC                       | bank     | 8-11  | [A-Z]{4}(?:AT|BE|CH|CZ|DE|DK|ES|FI|FR|GB|GR|HU|IE|IN|IT|JP|LU|NL|NO|PL|PT|RO|SE|SG|TR|US|CA|AU|BR|CN|HK|ZA|AE|SA|IL|KR|RU|UA)[0-9A-Z]{2}(?:[0-9A-Z]{3})? | | | bic
DE_KFZ                    | plate    | 3-10  | [A-ZÄÖÜ]{1,3}[A-Z]{1,2}[1-9]\d{0,3}[EH]? | | german_plate | plate
UK_VEHICLE_REGISTRATION   | plate    | 5-7   | [A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d|8[0-9])[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-HJ-NPR-TV-Y] | [A-Z]{2}\d\d [A-Z]{3} | british_plate | plate
FR_PLATE                  | plate    | 7     | [A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2} | [A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2} | | plate
ES_PLATE                  | plate    | 7     | \d{4}[B-DF-HJ-NP-TV-Z]{3} | | | plate
IT_PLATE                  | plate    | 7     | [A-HJ-NPR-TV-Z]{2}\d{3}[A-HJ-NPR-TV-Z]{2} | | | plate
NL_PLATE                  | plate    | 6     | [A-Z0-9]{6} | | mixed | plate
PL_PLATE                  | plate    | 6-8   | [A-Z]{2,3}[0-9A-Z]{4,5} | | mixed | plate
TR_LICENSE_PLATE          | plate    | 5-9   | (?:0[1-9]|[1-7]\d|8[01])[A-Z]{1,3}\d{2,4} | | | plate
IN_VEHICLE_REGISTRATION   | plate    | 3-11  | [A-Z]{2}\d{1,2}[A-Z]{0,3}\d{1,4}|[A-Z]{3}\d{3,4}|[A-Z]{1,2}\d{2,5}|\d{2}BH\d{4}[A-Z]{1,2} | | | plate
NG_VEHICLE_REGISTRATION   | plate    | 8     | [A-Z]{3}\d{3}[A-Z]{2} | [A-Z]{3}-\d{3}[A-Z]{2} | | plate
RU_PLATE                  | plate    | 8-9   | [ABEKMHOPCTYXАВЕКМНОРСТУХ]\d{3}[ABEKMHOPCTYXАВЕКМНОРСТУХ]{2}\d{2,3} | * | | plate
AU_PLATE                  | plate    | 6     | [A-Z]{2}\d{2}[A-Z]{2}|[A-Z]{3}\d{2}[A-Z]|[A-Z]{3}\d{3}|\d[A-Z]{2}\d[A-Z]{2} | | | au_rego
BR_PLATE                  | plate    | 7     | [A-Z]{3}\d[0-9A-Z]\d{2} | | | plate
US_PLATE                  | plate    | 6-7   | \d[A-Z]{3}\d{3}|[A-Z]{3}\d{3,4} | | | plate
UK_POSTCODE               | postcode | 5-7   | [A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}|GIR0AA | [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2} | | postcode uk_postcode
CA_POSTCODE               | postcode | 6     | [ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d | [A-Z]\d[A-Z] \d[A-Z]\d | | postcode
IE_EIRCODE                | postcode | 7     | [AC-FHKNPRTV-Y]\d[\dW][0-9AC-FHKNPRTV-Y]{4} | | | postcode uk_postcode
MAC                       | mac      | 12    | [0-9A-F]{12} | | mixed | mac
US_ZIP                    | postcode | 5-9   | \d{5}(?:\d{4})? | | zip_code | us_zip
NL_POSTCODE               | postcode | 6     | [1-9]\d{3}[A-Z]{2} | | | postcode uk_postcode
BR_CEP                    | postcode | 8     | \d{8} | | | br_cep
JP_POSTCODE               | postcode | 7     | \d{7} | | | jp_postcode
DE_PLZ                    | postcode | 5     | \d{5} | | german_postcode | de_plz
POSTCODE                  | postcode | 4-8   | \d{4,6}|\d{7,8} | | postcode_form | postcode
"""
