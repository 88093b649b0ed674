"""The languages of fewer customers: Italian, Dutch, Arabic, Hindi, Turkish and Japanese."""

from chatward.sample.phrases.book import Book

ITALIAN = Book(
    opening=(
        "Buongiorno, ho ordinato un {product} il {date} e non è ancora arrivato.",
        "Salve, l'ordine {order} risulta consegnato ma qui a {city} non c'è nulla.",
        "Ciao, vorrei restituire {quantity} articoli dell'ordine {order}.",
    ),
    asking=(
        "La scatola era aperta e il {product} è graffiato.",
        "Quanto ci vuole di solito fino a {city}?",
        "Ho già provato due volte, non cambia niente.\nPotete controllare voi?",
        "Il codice di spedizione è {tracking}, ma non si vede nulla.",
    ),
    giving=(
        "Il mio numero è {phone}, dopo le {time}.",
        "Scrivetemi a {email}, sono {name}.",
        "Il rimborso di {price} su {iban}, per favore.",
        "Ha ordinato {other}, telefono {other_phone}. La carta era {card}.",
    ),
    thanking=("Grazie mille, gentilissimi!", "Perfetto, allora al {date}."),
    greeting=(
        "Buongiorno {customer_first}, grazie per aver scritto ad Acme Care.",
        "Salve, sono {agent}, controllo {order}.",
    ),
    answering=(
        "Il corriere conferma la consegna per il {date} prima delle {time}.",
        "Le ho appena rimborsato {price}.",
        "Può mandarmi una foto del {product}, per favore?",
    ),
    sharing=("Ho inviato la conferma a {email}.", "Ecco l'etichetta per il reso: {url}", "La richiamo al {phone}?"),
    closing=("Di nulla, {customer_first}! Buona giornata.", "Ho chiuso la pratica. Cordiali saluti, {agent}"),
    tails=("Grazie in anticipo.", "È piuttosto urgente.", "Va bene così?"),
)
DUTCH = Book(
    opening=(
        "Hallo, ik heb op {date} een {product} besteld en die is er nog steeds niet.",
        "Goedemiddag, bestelling {order} zou bezorgd zijn, maar hier in {city} is niets.",
        "Hoi, ik wil graag {quantity} artikelen van {order} terugsturen.",
    ),
    asking=(
        "De doos was open en de {product} heeft een kras.",
        "Hoe lang duurt het meestal naar {city}?",
        "Dat heb ik al twee keer geprobeerd.\nHet blijft hetzelfde.",
        "De trackingcode is {tracking}, maar ik zie niets.",
    ),
    giving=(
        "Mijn nummer is {phone}, liefst na {time}.",
        "Mail maar naar {email}, op naam van {name}.",
        "Graag de {price} terug op {iban}.",
        "{other} heeft het besteld, telefoon {other_phone}, met kaart {card}.",
    ),
    thanking=("Heel erg bedankt, dat was snel!", "Prima, dan tot {date}."),
    greeting=(
        "Hallo {customer_first}, fijn dat je Acme Care schrijft.",
        "Goedemorgen, met {agent}. Ik bekijk {order} even.",
    ),
    answering=(
        "De bezorger zegt {date} voor {time} uur toe.",
        "Ik heb zojuist {price} teruggestort.",
        "Kun je een foto van de {product} sturen?",
    ),
    sharing=("De bevestiging is naar {email} gestuurd.", "Hier is het retourlabel: {url}", "Zal ik bellen op {phone}?"),
    closing=("Graag gedaan, {customer_first}! Fijne dag nog.", "Dan sluit ik de zaak. Groeten, {agent}"),
    tails=("Alvast bedankt.", "Er is wat haast bij.", "Is dat goed zo?"),
)
ARABIC = Book(
    opening=(
        "السلام عليكم، طلبت {product} بتاريخ {date} ولم يصل حتى الآن.",
        "مرحبا، الطلب {order} يظهر أنه تم تسليمه لكن لم يصل شيء إلى {city}.",
        "مساء الخير، أريد إرجاع {quantity} قطع من الطلب {order}.",
    ),
    asking=(
        "العلبة كانت مفتوحة وعلى {product} خدش واضح.",
        "كم يستغرق التوصيل عادة إلى {city}؟",
        "جربت مرتين والنتيجة نفسها.\nهل يمكنكم التحقق؟",
        "رقم التتبع هو {tracking} لكن الصفحة لا تعرض شيئا.",
    ),
    giving=(
        "رقمي هو {phone} بعد الساعة {time}.",
        "راسلوني على {email} باسم {name}",
        "أرجو تحويل مبلغ {price} إلى {iban}",
        "الطلب باسم {other} ورقم الجوال {other_phone}",
    ),
    thanking=("شكرا جزيلا على السرعة!", "ممتاز، إلى اللقاء يوم {date}."),
    greeting=("أهلا {customer_first}، شكرا لتواصلك مع Acme Care.", "مرحبا، معك {agent}، سأراجع الطلب {order} حالا."),
    answering=(
        "شركة الشحن تؤكد التسليم بتاريخ {date} قبل الساعة {time}.",
        "تم رد مبلغ {price} قبل قليل.",
        "هل يمكنك إرسال صورة {product} من فضلك؟",
    ),
    sharing=("أرسلنا التأكيد إلى {email}", "هذا رابط ملصق الإرجاع: {url}", "هل نتصل بك على {phone} ؟"),
    closing=("على الرحب والسعة يا {customer_first}، يومك سعيد.", "تم إغلاق الطلب. مع التحية، {agent}"),
    tails=("شكرا مقدما.", "الأمر عاجل قليلا.", "هل هذا مناسب؟"),
)
HINDI = Book(
    opening=(
        "नमस्ते, मैंने {date} को {product} मंगाया था, अभी तक नहीं आया।",
        "नमस्कार, ऑर्डर {order} डिलीवर दिख रहा है पर {city} में कुछ नहीं पहुँचा।",
        "हेलो, मुझे ऑर्डर {order} के {quantity} सामान वापस करने हैं।",
    ),
    asking=(
        "डिब्बा खुला था और {product} पर खरोंच है।",
        "{city} तक आम तौर पर कितने दिन लगते हैं?",
        "दो बार कोशिश कर चुका हूँ।\nवही दिक्कत है।",
        "ट्रैकिंग नंबर {tracking} है, पर कुछ दिखता नहीं।",
    ),
    giving=(
        "मेरा नंबर {phone} है, {time} के बाद फ़ोन करें।",
        "मुझे {email} पर लिखें, नाम {name} है।",
        "{price} कार्ड {card} पर लौटा दीजिए।",
        "ऑर्डर {other} ने किया था, फ़ोन {other_phone} है।",
    ),
    thanking=("बहुत धन्यवाद, बड़ी जल्दी काम हुआ!", "ठीक है, {date} को मिलते हैं।"),
    greeting=("नमस्ते {customer_first}, Acme Care को लिखने के लिए धन्यवाद।", "नमस्ते, मैं {agent}, ऑर्डर {order} देख रही हूँ।"),
    answering=(
        "कूरियर {date} को {time} से पहले पहुँचाएगा।",
        "मैंने अभी {price} लौटा दिए हैं।",
        "कृपया {product} की फोटो भेज दीजिए।",
    ),
    sharing=("पुष्टि {email} पर भेज दी है।", "वापसी का लेबल यहाँ है: {url}", "क्या {phone} पर फ़ोन करूँ?"),
    closing=("आपका स्वागत है {customer_first}, दिन शुभ हो।", "मामला बंद कर रही हूँ। सादर, {agent}"),
    tails=("पहले से धन्यवाद।", "थोड़ा ज़रूरी है।", "क्या यह ठीक है?"),
)
TURKISH = Book(
    opening=(
        "Merhaba, {date} tarihinde {product} sipariş ettim, hâlâ gelmedi.",
        "İyi günler, {order} numaralı sipariş teslim edildi görünüyor ama {city} adresime bir şey gelmedi.",
        "Selam, {order} siparişinden {quantity} ürünü iade etmek istiyorum.",
    ),
    asking=(
        "Kutu açıktı ve {product} çizilmiş.",
        "{city} için teslimat genelde kaç gün sürüyor?",
        "İki kere denedim.\nSonuç aynı.",
        "Takip numarası {tracking}, ama sayfada bir şey yok.",
    ),
    giving=(
        "Numaram {phone}, saat {time} sonrası uygun.",
        "Bana {email} adresinden yazın, adım {name}.",
        "{price} iadesini {iban} hesabına yapın lütfen.",
        "Siparişi {other} verdi, telefonu {other_phone}, kart {card}.",
    ),
    thanking=("Çok teşekkürler, çok hızlıydınız!", "Harika, {date} görüşürüz."),
    greeting=(
        "Merhaba {customer_first}, Acme Care'e yazdığınız için teşekkürler.",
        "İyi günler, ben {agent}, {order} siparişine bakıyorum.",
    ),
    answering=(
        "Kargo {date} günü saat {time} öncesi teslim edecek.",
        "Az önce {price} iade ettim.",
        "{product} fotoğrafını gönderebilir misiniz?",
    ),
    sharing=(
        "Onayı {email} adresine gönderdim.",
        "İade etiketi burada: {url}",
        "Sizi {phone} numarasından arayalım mı?",
    ),
    closing=("Rica ederim {customer_first}, iyi günler.", "Kaydı kapatıyorum. Saygılar, {agent}"),
    tails=("Şimdiden teşekkürler.", "Biraz acil.", "Uygun mu?"),
)
JAPANESE = Book(
    opening=(
        "こんにちは。{date}に{product}を注文しましたが、まだ届きません。",
        "注文{order}が配達済みになっていますが、{city}には何も届いていません。",
        "お世話になります。注文{order}の{quantity}点を返品したいです。",
    ),
    asking=(
        "箱が開いていて、{product}に傷がありました。",
        "{city}まで普通は何日くらいかかりますか。",
        "二回試しましたが同じです。\n確認をお願いします。",
        "追跡番号は {tracking} ですが、何も表示されません。",
    ),
    giving=(
        "電話番号は {phone} です。{time}以降にお願いします。",
        "{email} に連絡をください。{name} と申します。",
        "返金の{price}はカード {card} にお願いします。",
        "注文したのは {other} です。電話は {other_phone} です。",
    ),
    thanking=("早速のご対応ありがとうございます!", "では{date}によろしくお願いします。"),
    greeting=(
        "{customer_last} 様、Acme Careにご連絡ありがとうございます。",
        "担当の {agent} です。注文{order}を確認いたします。",
    ),
    answering=(
        "配送業者によると{date}の{time}までに届く予定です。",
        "先ほど{price}を返金いたしました。",
        "{product}の写真を送っていただけますか。",
    ),
    sharing=(
        "確認メールを {email} に送りました。",
        "返品ラベルはこちらです: {url}",
        "{phone} にお電話してもよろしいですか。",
    ),
    closing=("とんでもございません。良い一日をお過ごしください。", "それでは完了といたします。 {agent}"),
    tails=("よろしくお願いします。", "少し急いでいます。", "それで大丈夫ですか。"),
)
