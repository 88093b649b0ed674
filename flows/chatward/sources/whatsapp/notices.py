"""What WhatsApp reports between the messages: calls, who came and went, what a group is called, encryption. Data only.

Each phrase is a part of a notice; around it stand names and numbers. ``_`` is a space that belongs to the phrase.
``EVENTS`` is searched in its order, so that the narrower meaning comes first.
"""

from functools import lru_cache

from chatward.sources.whatsapp.phrases import bare, fold


def _parts(table: str) -> tuple[str, ...]:
    parts = table.replace("\n", "|").replace("_", " ").split("|")
    return tuple(dict.fromkeys(part.casefold() for part in parts if part.strip()))


CALLS = _parts("""
missed voice call|missed video call|missed group voice call|missed group video call|silenced voice call
silenced video call
verpasster sprachanruf|verpasster videoanruf|verpasster anruf|llamada perdida|videollamada perdida
llamada de voz perdida|videollamada grupal perdida
chamada de voz perdida|chamada de vídeo perdida|ligação de voz perdida|ligação de vídeo perdida|ligação perdida
videochamada perdida
appel vocal manqué|appel vidéo manqué|chiamata vocale persa|chiamata persa|videochiamata persa|gemiste spraakoproep
gemiste video-oproep|gemist videogesprek
gemiste oproep|mistet taleopkald|mistet videoopkald|missat röstsamtal|missat videosamtal|tapt taleanrop
tapt videoanrop|ubesvart taleanrop
vastaamaton äänipuhelu|vastaamaton videopuhelu|vastaamaton puhelu|nieodebrane połączenie|zmeškaný hlasový hovor
zmeškaný videohovor
zgrešen glasovni klic|zgrešen videoklic|propušten glasovni poziv|propušten videopoziv|propušteni glasovni poziv
пропуснато гласово|пропуснато видео
apel vocal nepreluat|apel video nepreluat|apel vocal pierdut|nem fogadott hanghívás|nem fogadott videóhívás
αναπάντητη κλήση|αναπάντητη φωνητική κλήση
αναπάντητη βιντεοκλήση|cevapsız sesli arama|cevapsız görüntülü arama|пропущенный аудиозвонок|пропущенный видеозвонок
пропущенный звонок
пропущений голосовий|пропущений відеодзвінок|пропущений аудіодзвінок|пропущений дзвінок|مكالمة صوتية فائتة
مكالمة فيديو فائتة
שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה|שיחת קול שלא נענתה|تماس صوتی بی‌پاسخ|تماس تصویری بی‌پاسخ
تماس صوتی از دست رفته|چھوٹی ہوئی کال
मिस्ड वॉइस कॉल|मिस्ड वीडियो कॉल|मिस्ड वॉयस कॉल|छूटी हुई कॉल|মিসড ভয়েস কল|মিসড ভিডিও কল|panggilan suara tak terjawab
panggilan video tak terjawab
panggilan suara terlepas|panggilan video terlepas|cuộc gọi thoại nhỡ|cuộc gọi video nhỡ|สายเสียงที่ไม่ได้รับ
สายที่ไม่ได้รับ|วิดีโอคอลที่ไม่ได้รับ
未接语音通话|未接视频通话|未接來電|未接語音通話|未接視訊通話|未接聽的語音通話|不在着信|부재중 음성통화
부재중 영상통화|부재중 전화|trucada perduda|videotrucada perduda
vastamata häälkõne|vastamata videokõne|neatbildēts zvans|praleistas skambutis|gemiste stemoproep
stemoproep gemis|buraxılmış zəng|пропуснато гласово обаждане|trucada de veu perduda|mistet opkald
تماس صوتی پاسخ داده نشده|nakaligtaang voice call|છૂટી ગયેલ ધ્વનિ કૉલ|छूटी हुई ध्वनि कॉल|жауапсыз қоңырау
ತಪ್ಪಿದ ಧ್ವನಿ ಕರೆ|praleistas balso skambutis|neatbildēts balss zvans|пропуштен гласовен повик|വിളി നഷ്ടപ്പെട്ടു
मिस्ड व्हॉइस कॉल|ਮਿਸ ਹੋਈ ਆਵਾਜ਼ ਕਾਲ|zmeškaný hovor|zgrešen klic|thirrje e shmangur|пропуштен гласовни позив
simu ya sauti uliyoikosa|தவறிய குரல் அழைப்பு|మిస్సేడ్ వాయిస్ కాల్|چھوٹی ہوئی صوتی کال
o‘tkazib yub. ovozli qo‘ng‘iroq|cuộc gọi nhỡ|video-oproep gemis|buraxılmış video zəng|пропуснато видео обаждане
মিস করা ভিডিও কল|trucada de vídeo perduda|mistede video opkald|تماس تصویری پاسخ داده نشده|nakaligtaang video call
છૂટી ગયેલ વિડિઓ કૉલ|छूटी हुई विडियो कॉल|propušten video poziv|ビデオ通話不在着信|жауапсыз видео қоңырау
ತಪ್ಪಿದ ದೃಶ್ಯ ಕರೆ|praleistas video skambutis|neatbildēts video zvans|пропуштен видео повик|നഷ്ടമായ വീഡിയോ കാൾ
मिस्ड व्हिडिओ कॉल|tapt videosamtale|ਮਿਸ ਹੋਈ ਵੀਡੀਓ ਕਾਲ|nieodebrane poł. wideo|neodgovorjen video klic
videothirrje e shmangur|пропуштен видео позив|simu ya video uliyoikosa|தவறிய காணொலி அழைப்பு|తప్పిన వీడియోకాల్
สายโทรวิดีโอที่ไม่ได้รับ|چھوٹی ہوئی ویڈیو کال|o‘tkazib yub. videoqo‘ng‘iroq|cuộc gọi nhỡ video|未接視像通話
ভয়েস কল মিস করেছেন|ভিডিও কল মিস করেছেন|مسڈ وائس کال|مسڈ ویڈیو کال|missat samtal|apel vocal ratat|apel video ratat
gemist spraakgesprek|propušteni videopoziv|वॉइस कॉल मिस हुई|છૂટી ગયેલો વોઇસ કૉલ|છૂટેલો વોઇસ કૉલ|છૂટી ગયેલ વિડિયો કૉલ
guthghlao caillte|físghlao caillte|ubesvaret taleopkald|ubesvaret videoopkald
""")
"""Calls nobody answered: in any position of a short line."""

CALL_STARTS = _parts("""
voice call|video call|group voice call|group video call|sprachanruf|videoanruf|llamada de voz|videollamada
chamada de voz|ligação de voz|ligação de vídeo
videochamada|appel vocal|appel vidéo|chiamata vocale|videochiamata|spraakoproep|video-oproep|taleopkald|videoopkald
röstsamtal|videosamtal
taleanrop|videoanrop|äänipuhelu|videopuhelu|połączenie głosowe|połączenie wideo|hlasový hovor|videohovor|sesli arama
görüntülü arama|аудиозвонок
видеозвонок|голосовий дзвінок|відеодзвінок|مكالمة صوتية|مكالمة فيديو|שיחה קולית|שיחת וידאו|वॉइस कॉल|वीडियो कॉल
panggilan suara|panggilan video
cuộc gọi thoại|cuộc gọi video|语音通话|视频通话|語音通話|視訊通話|音声通話|ビデオ通話|음성통화|영상통화
""")
"""Calls that took place (iOS): the line starts so, and goes on with a duration."""

ABOUT_THINGS = _parts("""
group icon|group's icon|group photo|group picture|group's photo|group description|group's description|added the group_
added this group_|removed the group_|removed this group_|linked this group|linked the group|added a description
gruppenbild|gruppenicon|gruppensymbol|gruppenfoto|gruppenbeschreibung|gruppeninfo|“ zur community|" zur community
icono del grupo|ícono del grupo|icono de grupo|ícono de grupo|foto del grupo|foto de grupo|imagen del grupo
imagen de grupo|descripción del grupo|una descripción|la descripción|imagem do grupo|imagem de grupo|imagem ao grupo
foto do grupo|foto de grupo|ícone do grupo|descrição do grupo|descrição ao grupo|uma descrição|a descrição
icône de groupe|icône du groupe|photo du groupe|photo de groupe|image du groupe|image de groupe|description du groupe
une description|la description|immagine del gruppo|icona del gruppo|foto del gruppo|descrizione del gruppo
una descrizione|la descrizione|groepsafbeelding|groepsfoto|groepsicoon|groepspictogram|groepsomschrijving
groepsbeschrijving|картинку группы|иконку группы|фото группы|изображение группы|описание группы|значок группы
зображення групи|значок групи|іконку групи|фото групи|опис групи|grup simgesi|grubun simgesini|grup resmi
grup fotoğraf|grup açıklama|grubun açıklama|ikon grup|foto grup|gambar grup|deskripsi grup|ikon kumpulan
penerangan kumpulan|ikonę grupy|zdjęcie grupy|obraz grupy|opis grupy|ikonu skupiny|obrázek skupiny|fotku skupiny
popis skupiny|obrázok skupiny|gruppbild|gruppikon|gruppfoto|gruppbeskrivning|gruppens bild|gruppens ikon
gruppens beskrivning|gruppens beskrivelse|gruppens billede|gruppebillede|gruppeikon|gruppebilde|gruppefoto
gruppebeskrivelse|ryhmän kuvakkeen|ryhmän kuvan|ryhmän kuvauksen|ryhmäkuva|pictograma grupului|imaginea grupului
poza grupului|descrierea grupului|csoport ikonját|csoportikon|csoport képét|csoportkép|csoport leírását|csoportleírás
εικονίδιο της ομάδας|εικόνα της ομάδας|φωτογραφία της ομάδας|περιγραφή της ομάδας|أيقونة المجموعة|صورة المجموعة
وصف المجموعة|תמונת הקבוצה|סמל הקבוצה|תיאור הקבוצה|نماد گروه|تصویر گروه|عکس گروه|توضیحات گروه|ग्रुप आइकन
ग्रुप आइकॉन|ग्रुप का आइकन|ग्रुप की फ़ोटो|ग्रुप विवरण|ग्रुप का विवरण|biểu tượng nhóm|ảnh nhóm|mô tả nhóm
ไอคอนกลุ่ม|รูปกลุ่ม|รูปภาพกลุ่ม|คำอธิบายกลุ่ม|群组图标|群图标|群組圖示|群組圖片|群组图片|群头像|群組頭像|群组头像
群组描述|群組描述|群描述|群组说明|群組說明|グループアイコン|グループのアイコン|グループ画像|グループの画像
グループの説明|그룹 아이콘|그룹 사진|그룹 이미지|그룹 설명|иконата на групата|снимката на групата
описанието на групата|ikonu grupe|sliku grupe|opis grupe|икону групе|слику групе|опис групе|ikono skupine
sliko skupine|opis skupine|icona del grup|imatge del grup|foto del grup|descripció del grup
""")
"""What is added and removed without anybody coming or going: a group's picture, its description, a group itself."""

EVENTS: dict[str, tuple[str, ...]] = {
    "call": _parts("""
started a call|started a voice call|started a video call|hat einen anruf gestartet|hat einen videoanruf gestartet
hat einen sprachanruf gestartet|inició una llamada|inició una videollamada|iniciou uma ligação|iniciou uma chamada
a démarré un appel|a lancé un appel|ha avviato una chiamata|ha avviato una videochiamata|heeft een oproep gestart
heeft een gesprek gestart
"""),
    "title_changed": _parts("""
changed the subject|changed the group name|changed this group's name|changed the group's name|changed group name
den betreff zu|gruppennamen|hat den betreff|den betreff von|cambió el asunto|cambiaste el asunto
cambió el nombre del grupo|cambiaste el nombre del grupo|mudou o nome do grupo|mudou o assunto
alterou o nome do grupo|você mudou o nome|alterou o assunto|a changé le sujet|a changé l'objet
a changé le nom du groupe|a modifié le nom du groupe|avez changé le nom|ha cambiato l'oggetto
ha cambiato il nome del gruppo|hai cambiato il nome|heeft het onderwerp|heeft de groepsnaam|ändrede gruppens
ændrede emnet|ændrede gruppenavnet|ändrade ämnet|ändrade gruppnamnet|endret emnet|endret gruppenavnet|vaihtoi aiheen
vaihtoi ryhmän nimen|zmienił temat|zmienił nazwę grupy|zmienił(a) temat|zmienił(a) nazwę|změnil název skupiny
změnil předmět|změnil(a) název skupiny|zmenil názov skupiny|a schimbat subiectul|a schimbat numele grupului
megváltoztatta a csoport nevét|megváltoztatta a tárgyat|άλλαξε το θέμα|άλλαξε το όνομα της ομάδας|konuyu|grup adını
изменил тему|изменил(-а) тему|изменил название группы|изменил(а) название группы|изменил(-а) название группы
изменила название|змінив назву групи|змінив(ла) назву групи|змінила назву групи|غيّر اسم المجموعة|غيّر الموضوع|غيَّر
قام بتغيير الموضوع|بتغيير اسم المجموعة|שינה את שם הקבוצה|שינה את הנושא|نام گروه را|موضوع را|ने विषय बदल
ने ग्रुप का नाम|mengubah subjek|mengubah nama grup|menukar subjek|đã đổi tên nhóm|đã thay đổi tên nhóm
เปลี่ยนชื่อกลุ่ม|เปลี่ยนหัวข้อ|将群名称|更改了群组名称|将主题|更改了主题|變更了群組名稱|變更了主旨|將群組名稱
グループ名を|件名を|그룹 이름을|제목을|ha canviat el nom del grup|heeft de naam van de groep
het die onderwerp|mövzunu|mövzusunu|промени темата|променихте темата|teemaks|ang paksa|топ атауын|pakeitė temą
pakeitėte temą|tematu uz|tematu no|насловот|विषय बदलुन|_zadevo|titullin|променио/ла тему|променио/ла си тему
amebadilisha mada|amebadili mada|umebadili mada|தலைப்பை|موضوع|mavzuni
"""),
    "group_created": _parts("""
created group|created this group|created the group|created this community|hat die gruppe „|hat die gruppe "
hast die gruppe „|hast die gruppe "|hat diese gruppe erstellt|hast diese gruppe erstellt|creó el grupo
creaste el grupo|creó este grupo|criou o grupo|criou este grupo|você criou|a créé le groupe|avez créé le groupe
a créé ce groupe|ha creato il gruppo|hai creato il gruppo|heeft de groep "|heeft de groep “|heeft groep "
heeft groep “|hebt de groep "|hebt de groep “|hebt groep "|hebt groep “|oprettede gruppen|skapade gruppen
opprettet gruppen|loi ryhmän|loit ryhmän|utworzył grupę|utworzył(a) grupę|utworzyłeś grupę|vytvořil skupinu
vytvořil(a) skupinu|vytvoril skupinu|ustvaril skupino|stvorio grupu|kreirao je grupu|napravio grupu|създаде група
a creat grupul|létrehozta a csoportot|létrehozta a(z)|δημιούργησε την ομάδα|δημιουργήσατε την ομάδα
grubunu oluşturdu|grubu oluşturdu|создал группу|создал(-а) группу|создал(а) группу|создала группу|вы создали группу
створив групу|створив(ла) групу|створила групу|أنشأ المجموعة|أنشأ مجموعة|قام بإنشاء المجموعة|أنشأت المجموعة
יצר את הקבוצה|יצר/ה את הקבוצה|יצרת את הקבוצה|گروه را ایجاد|ने ग्रुप बनाया|ने समूह|গ্রুপ তৈরি|membuat grup
mencipta kumpulan|đã tạo nhóm|สร้างกลุ่ม|创建了群组|建立了群组|创建了群|建立了群組|建立群組|グループを作成
グループ「|그룹을 만들|그룹을 생성|ha creat el grup|lõi grupi|lõi rühma|sukūrė grupę|izveidoja grupu
groep geskep|qrupunu yarat|създадохте групата|lõid grupi|binuo ni_|binuo mo ang grupo|тобын аш|sukūrėte grupę
izveidojāt grupu|ја создаде групата|हा गट तयार केला|हा गट बनवला|ustvarila skupino|ustvarili ste skupino
krijuar grupin|krijuat grupin|направио/ла групу|направио/ла си групу|ameunda kikundi|umeunda kikundi|உருவாக்கிய குழு
نے گروپ "|نے گروپ “|گروپ بنایا|guruhini yarat
"""),
    "member_left": _parts("""
_left|_removed_|_was removed|you were removed|_hat die gruppe verlassen|hast die gruppe verlassen|_entfernt
_salió del grupo|saliste del grupo|_eliminó a_|eliminaste a
_salió|_saiu|_removeu_|você removeu|_foi removido|_est parti|_a quitté|avez quitté|_a retiré_|avez retiré
_a été retiré|_ha abbandonato|hai abbandonato|_ha rimosso_|hai rimosso
_è uscito|_heeft de groep verlaten|_heeft verlaten|_is vertrokken|_verwijderd|_forlod|_gik ud|_fjernede_|_lämnade
_tog bort_|_forlot|_fjernet_|_poistui|_lähti|_poisti_
_opuścił|_wyszedł|_usunął_|_odešel|_opustil|_odebral_|_odstranil_|_je zapustil|_je odstranil|_napustio|_uklonio_
_напусна|_премахна_|_a ieșit|_a părăsit|_a eliminat_
_kilépett|_eltávolította|_αποχώρησε|_έφυγε|_αφαίρεσε_|_ayrıldı|_çıkardı|_çıktı|_вышел|_вышла|_покинул|_удалил_|_удалила_
_удалил(а)_|_удалил(-а)_|_вийшов|_вийшла|_залишив|_видалив_
_غادر|_غادرت|غادر_|_أزال_|أزال_|_יצא|_עזב|_הסיר|_گروه را ترک|_ترک کرد|_حذف کرد|_ने ग्रुप छोड़|_छोड़ दिया|_हटाया|_गए
_keluar|_telah meninggalkan|_mengeluarkan_
_đã rời|_đã xóa_|_đã xoá_|_ออกจากกลุ่ม|_ออก|_ลบ_|_退出|已退出|退出了|离开了|離開了|已離開|移除了|已移除|が退出
退出しました|が退室|を削除しました|님이 나갔|나갔습니다|내보냈|삭제했습니다|_ha sortit
_het verlaat|_het vir_|_jou verwyder|_was verwyder|_tərk etdi|tərəfindən çıxarıldı|_çıxartdı|çıxarıldınız|напуснахте
премахнахте_|беше премахнат|бяхте премахнат|_ви премахна|_lahkus|_eemaldas_|_eemaldati|umalis si_|umalis ka
inalis si_|inalis ni_|inalis ka ni_|inalis mo si_|ikaw ay inalis|топтан шықты|шықтыңыз|топтан шығар|_išėjo
jūs palikote|_pašalino_|_pašalinote_|buvo pašalintas|buvote pašalintas|_aizgāja|aizgājāt|_noņēma_|noņēmāt_
tika noņemts|tikāt noņemts|_напушти|_отстрани_|_е отстранет|те отстранија|_सोडून गेले|गट सोडलात|_यांना काढले
काढून टाकण्यात|_आपल्याला काढले|_je odšel|zapustili ste|je bil odstranjen|vas je odstranil|odstranili ste_
_u largua nga grupi|keni dalur nga grupi|_u dëbua nga|hequr nga grupi|dëbuar nga grupi|larguar nga grupi
keni larguar_|_напустио|_је уклонио|_је уклоњен|уклонио/ла си|уклоњен/а си|_katoka|umejitoa|_amemuondoa|umemwondoa_
_iliondolewa|_amekuondoa|ulitolewa|_விலகினார்|விலகினீர்|_நீக்கினார்|என்பவரை நீக்கி|நீக்கபட்டீர்கள்|نےچھوڑدیا
نے چھوڑ دیا|_کو ہٹایا|_tark etdi|ni o‘chirdi|_o‘chirildi
"""),
    "member_joined": _parts("""
_joined|_added_|you were added|_was added|added you|_hinzugefügt|_beigetreten|_ist der gruppe|_se unió|_añadió_
_agregó_|agregaste_|añadiste_|te añadió|te agregó|_fue añadid|_entrou|_adicionou_|você adicionou|_foi adicionad
_a rejoint|avez rejoint|_a ajouté_|avez ajouté|_vous a ajouté|_a été ajouté|_si è unit|_è entrato|_ha aggiunto_
hai aggiunto|_ti ha aggiunto|_toegevoegd|_is lid geworden|_neemt nu deel|_deltog|_tilføjede_|_gick med|_lade till_
_ble med|_la til_|_liittyi|_lisäsi_|_dołączył|_dodał_|_dodał(a)_|_se připojil|_přidal_|_přidal(a)_|_sa pripojil
_pridal_|_se je pridružil|_je dodal|_se pridružio|_dodao_|_се присъедини|_добави_|_s-a alăturat|_a adăugat_
_csatlakozott|_hozzáadta|_προσχώρησε|_συμμετέχει|_πρόσθεσε_|_katıldı|_ekledi|_присоединил|_вступил|_добавил_|_добавила_
_добавил(а)_|_добавил(-а)_|_приєднав|_приєднал|_додав_|_додав(ла)_|_додала_|_انضم|_انضممت|_أضاف_|أضاف_|تمت إضافت
_הצטרף|_הוסיף|_צורף|_پیوست|_اضافه کرد|_शामिल हुए|_ग्रुप से जुड़|_जोड़ा|_bergabung|_menambahkan_|_menambah_
_đã tham gia|_đã thêm_|_เข้าร่วม|_เพิ่ม|加入了|已加入|添加了|新增了|已新增|邀请了|が参加|参加しました|を追加しました
님이 들어왔|참여했|추가했|초대했|_s'hi ha unit|_ha afegit_
_het aangesluit|_bygevoeg|_qoşuldu|_əlavə etdi|_əlavə olundu|присъединихте се|добавихте_|беше добавен|бяхте добавен
_ви добави|_liitus|_lisas_|_lisati|_ay sumali|sumali ka|dinagdag ka ni_|idinagdag mo si_|_ay naisali|_nakapasok_
арқылы қосылды|_қосты|сізді топқа қосты|_prisijungta|prisijungėte|_pridėjo_|_pridėjote_|buvo pridėtas|buvote pridėti
_pievienojās|pievienojāties|_pievienoja_|pievienojāt_|tika pievienots|tikāt pievienots|_се приклучи|_додаде
_е додаден|те додадоа|_सामील झाले|सामील झाला|_समाविष्ट|se pridružili|vas je dodal|dodali ste_|bili ste dodani
bashkëngjitur grupit|bashkuar grupit|_ka shtuar_|keni shtuar_|shtuar në grup|jeni shtuar|придружио/ла|_је додао
_је додат|додао/ла си|додат/а си|_amejiunga|umejiunga|_amemuongeza|umemuongeza_|_ameongezwa|uliongezwa|_alikuongeza
_சேர்ந்தார்|சேர்ந்தீர்கள்|_இணைத்தார்|_சேர்த்தார்|சேர்த்துள்ளீர்|இணைக்கப்பட்டுள்ளீர்|کرکےشمولیت|شامل ہوئے
_کو شامل کیا|_qo‘shildi|ni qo‘shdi
"""),
    "identity_changed": _parts("""
changed their phone number|changed to a new number|changed to +|hat die telefonnummer gewechselt
hat zu einer neuen nummer|hat eine neue telefonnummer|cambió a +|cambió de número
cambió su número|mudou de número|mudou para|alterou o número|a changé de numéro|a changé son numéro
ha cambiato numero|heeft een nieuw telefoonnummer|heeft het telefoonnummer
сменил номер|сменил(а) номер|змінив номер|numarasını değiştirdi|غيّر رقم|שינה את מספר|ने अपना नंबर|mengganti nomor
更换了手机号|更改了电话号码|變更了電話號碼|電話番号を変更|전화번호를 변경
"""),
    "pinned": _parts("""
_pinned a message|you pinned a message|hat eine nachricht angepinnt|hat eine nachricht fixiert|_fijó un mensaje
_fixou uma mensagem|_a épinglé un message|_ha fissato un messaggio
_heeft een bericht vastgezet|_закрепил сообщение|_закрепил(а) сообщение|_bir mesajı sabitledi|置顶了|已釘選|釘選了
"""),
}
"""By kind of event; everything else is a notice."""

NOTICES = _parts("""
end-to-end|ende-zu-ende|extremo a extremo|de ponta a ponta|de bout en bout|eind-tot-eind|päästä päähän|konec-konec
od konca do konca|end-till-end|ende-til-ende
uçtan uca|сквозным шифрованием|сквозн|наскрізн|مشفرة تمام|مشفّرة|تشفير تام|بين الطرفين|מקצה לקצה|מוצפנות|سرتاسر
رمزنگاری|एंड-टू-एंड|এন্ড-টু-এন্ড|એન્ડ-ટુ-એન્ડ|ujung ke ujung
hujung ke hujung|đầu cuối|ต้นทางถึงปลายทาง|จากต้นทางถึง|端到端|端對端|點對點|エンドツーエンド|종단간|종단 간
end-to-end-versleut|krypter|šifrován|šifrovan|szyfrowan|titkosít
security code|sicherheitsnummer|código de seguridad|código de segurança|code de sécurité|codice di sicurezza
beveiligingscode|код безопасности|güvenlik kodu|رمز الأمان|安全码|安全碼
disappearing messages|selbstlöschende nachrichten|mensajes temporales|mensagens temporárias|messages éphémères
messaggi effimeri|исчезающи|süreli mesajlar|الرسائل ذاتية الاختفاء
group description|gruppenbeschreibung|descripción del grupo|descrição do grupo|description du groupe
descrizione del gruppo|group's icon|group icon|gruppenbild|icono del grupo|imagem do grupo
icône du groupe|immagine del gruppo|group's settings|group settings|gruppeneinstellungen|now an admin|jetzt admin
no longer an admin|you blocked this|you unblocked this|hast diesen kontakt
business account|unternehmensaccount|unternehmenskonto|cuenta de empresa|conta comercial|compte professionnel
account business|invite link|einladungslink|is a contact|ist ein kontakt
uses a secure service|secure service from meta|chat with this business|this chat is with|tap to learn more
tap for more info|tippe, um mehr|toca para obtener|toque para saber|nicht einmal whatsapp
ponto a ponto|اینڈ ٹو اینڈ|criptate integral|एन्ड-टू-एन्ड|potpunom enkripcijom|શરૂથી અંત સુધી|criptiúchán
salataan täysin|extrem a extrem|κρυπτογραφούνται|קוד האבטחה|κωδικός ασφαλείας|код безпеки|নিরাপত্তা কোড|安全代碼
安全代码|mã bảo mật|سیکیورٹی کوڈ|รหัสความปลอดภัย|säkerhetskod|bezpečnostný kód|kod zabezpieczeń
codul dvs. de securitate|sikkerhetskoden|kod keselamatan|सुरक्षा कोड|보안 코드|セキュリティコード|biztonsági kód
kode keamanan|sigurnosni kôd|સુરક્ષા કોડ|cód slándála|turvanumero|کد امنیتی|sikkerhedskode|bezpečnostní kód
codi de seguretat
""")
"""Notices without a kind of their own."""


_KEY_CHARACTERS = 3


def _index() -> dict[str, list[tuple[int, str, str]]]:
    """Return all phrases by their first characters, with rank and kind; the lower rank is the narrower meaning."""
    index: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (kind, parts) in enumerate(
        [("call", CALLS), ("notice", ABOUT_THINGS), *EVENTS.items(), ("notice", NOTICES)]
    ):
        for part in map(bare, parts):
            index.setdefault(part[:_KEY_CHARACTERS], []).append((rank, kind, part))
    return index


_INDEX = _index()


@lru_cache(maxsize=4096)
def event_kind(text: str) -> str | None:
    """Return the kind of event that ``text`` reports, ``"notice"`` if it only informs, None if it is none known."""
    folded = fold(text)
    if folded.startswith(CALL_STARTS):
        return "call"
    # spaces around let a phrase that goes with a name match where the name is left out
    padded = f" {folded} "
    found = (
        (rank, kind)
        for place in range(len(padded) - _KEY_CHARACTERS + 1)
        for rank, kind, part in _INDEX.get(padded[place : place + _KEY_CHARACTERS], ())
        if padded.startswith(part, place)
    )
    return min(found, default=(0, None))[1]
