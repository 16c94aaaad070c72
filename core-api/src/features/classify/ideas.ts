/**
 * What words of several languages have in common. A model that has met `Rechnung` and `invoice` apart learns from
 * either for both, which a few hundred training mails could not teach it otherwise. Stems of folded text (fold.ts):
 * each matches where a word begins; Japanese stems match anywhere.
 */
const STEMS: Record<string, string> = {
  quotation:
    'quot|rfq|budgetary offer|best offer|angebot|preisanfrage|devis|cotizaci|presupuesto|preventivo|कोटेशन|عرض سعر|عروض اسعار|تسعير|見積',
  price:
    'price|pricing|rates?\\b|how much|discount|preis|prix|tarif|precio|prezz|मूल्य|दर\\b|कीमत|सर्वोत्तम|kitne ka|سعر|اسعار|価格',
  interest:
    'enquir|inquir|interested|looking for|we require|we need|requirement of|would like to know|do you (?:have|stock|supply|make)|anfrage|interessier|benotig|konnen sie|souhait|besoin|cherch|necesit|interess|चाहिए|आवश्यकता|जानकारी|chahiye|hai kya|نبحث عن|نحتاج|استفسار|نرغب في معرفه|問い合わせ|興味',
  catalogue:
    'catalog|brochure|price list|samples?\\b|datasheet|dealer|distributor|katalog|preisliste|handler|muster|echantillon|كتالوج|カタログ',
  order:
    'order|p\\.?o\\.?\\b|call-?off|bestell|nachbestell|auftrag|commande|pedido|orden|ordine|आदेश|ऑर्डर|पीओ|امر شراء|امر الشراء|طلب شراء|توريد|注文|発注',
  delivery:
    'deliver|dispatch|shipp?|supply|supplies|consign|liefer|livraison|expedition|entrega|consegna|spedi|डिलीवरी|आपूर्ति|माल\\b|maal|تسليم|شحن|توريد|納期|納品|届',
  invoice:
    'invoice|bill\\b|bills\\b|credit note|debit note|statement of account|rechnung|gutschrift|facture|avoir\\b|factura|fattura|बिल|इनवॉइस|चालान|فاتوره|فواتير|請求',
  tax: 'gst|cgst|sgst|vat\\b|taxable|hsn|mwst|tva\\b|ttc\\b|iva\\b|जीएसटी|ضريب|税込|税抜',
  due: 'overdue|outstanding|unpaid|due date|payable|amount due|within \\d+ days|zahlbar|fallig|offene[nr]? betrag|mahnung|impaye|payable|बकाया|baaki|pending hai|مستحق|متاخر|لم تسدد|支払期限|お支払い期限',
  paid: 'paid|remit|transferred|transfer slip|credited|released|neft|rtgs|imps|utr|swift|cheque|uberwies|uberweisung erfolgt|bezahlt|angewiesen|avis|virement|effectue|emis\\b|transferencia|bonifico|कर दिया|किया गया|भेज दिए|जमा कर|kar diya|kar di\\b|ho gay|bhej di|تم تحويل|تم سداد|تم دفع|تم الدفع|تم ايداع|حواله|ايداع|اشعار تحويل|振込|振り込み|入金',
  payment: 'payment|pay\\b|zahlung|paiement|reglement|acompte|pago|pagamento|भुगतान|paisa|paise|سداد|دفع|支払',
  bank: 'bank|account|konto|compte bancaire|cuenta|खाते|बैंक|حساب|بنك|口座',
  meeting:
    'meet|appointment|visit|call me|a call\\b|short call|conference|demo\\b|zoom|teams\\b|calendar|invitation|invited to|agenda|reschedul|termin|besprech|besuch|telefonier|rendez-?vous|reunion|visio|visiter|appuntamento|incontro|videochiamata|बैठक|मीटिंग|मिलने|मिल सकते|मुलाकात|दौरा|बात कर|milna|milte|mil sakte|اجتماع|تحديد موعد|موعد|زياره|مكالمه|打ち合わせ|会議|訪問|面談|日程',
  day: 'monday|tuesday|wednesday|thursday|friday|tomorrow|next week|montag|dienstag|mittwoch|donnerstag|freitag|morgen\\b|nachste woche|lundi|mardi|mercredi|jeudi|vendredi|demain|semaine prochaine|lunes|martes|jueves|mercoledi|giovedi|सोमवार|मंगलवार|बुधवार|शुक्रवार|कल\\b|अगले सप्ताह|kal\\b|agle hafte|الاحد|الاثنين|غدا|الاسبوع القادم|曜日|来週|明日',
  availability:
    'availab|suits?\\b|convenien|slot|are you free|free on|works for me|passt|haben sie zeit|disponib|conviend|समय दें|समय की|free ho|time (?:do|dijiye|confirm)|الوقت المناسب|कब मिल|समय बता|ご都合|お時間',
  waiting:
    'remind|follow(?:ing)?[- ]?up|wait|await|pending|status|any update|updates?\\b|still|revert|respon|chas|expedit|feedback|noch keine|antwort|ruckmeldung|sachstand|nachfrage|erinner|stand\\b|relanc|attend|retour|reponse|riscontro|sollecit|novedad|espera|उत्तर|प्रतीक्षा|स्मरण|अभी तक|स्थिति|निर्णय|abhi tak|kab tak|kya hua|batao|bata denge|متابعه|ردكم|ننتظر|لم نتلق|حاله|جديد|تاخر|返信|いかが|進捗|まだ|状況|お待ち',
  tender:
    'tender|nit\\b|corrigendum|expression of interest|eoi\\b|e-?procurement|ausschreibung|vergabe|leistungsverzeichnis|bekanntmachung|appel d.offres|marche public|avis de marche|consultation|licitaci|pliego|bando|gara\\b|निविदा|مناقص|كراسه|طرح|入札|公告|仕様書',
  bidding:
    'bid\\b|bids\\b|bidd|emd\\b|earnest|eligib|prequalif|qualif|turnover|oem|complian|affidavit|undertaking|annexure|solvency|authori[sz]ation|bieter|eignung|nachweis|burgschaft|soumission|caution|attestation|licitador|solvencia|garantia provisional|concorrente|garanzia|बोली|बिड|पात्रता|धरोहर|बयाना|ईएमडी|टर्नओवर|bharni|عطاء|العطاء|ضمان|تاهيل|تصنيف|لجنه|応札|資格|保証金|技術提案',
  job: 'job|resume\\b|cv\\b|apply for|internship|vacancy|bewerb|lebenslauf|candidature|un poste|नौकरी|आवेदन|बायोडाटा|naukri|biodata|توظيف|وظيف|السيره|応募|履歴書',
  mailing:
    'unsubscrib|newsletter|webinar|subscrib|preferences|view in browser|free shipping|early bird|tickets|sponsorship|mega sale|shop now|seo\\b|backlink|podcast|abbestell|gewinnspiel|se desabonner|actualites|darse de baja|boletin|promocion|تخفيضات|خصم|تسوق|الاشتراك|メールマガジン|セミナー|配信',
  greeting:
    'diwali|christmas|happy new year|season.s greetings|festival|congratulat|birthday|holi\\b|eid\\b|weihnacht|frohe|festtage|meilleurs v|शुभकामना|दीपावली|बधाई|mubarak|shubhkamna|تهنئ|التهاني|كل عام|おめでとう|年賀',
  absence:
    'out of (?:the )?office|on leave|automatic(?:ally)?|auto-?reply|automatische antwort|reponse automatique|vacation|office (?:will )?(?:be |remain )?closed|nicht im buro|abwesen|urlaub|conges|absence|fuori ufficio|in ferie|休暇|不在|自動返信',
  account_security:
    'password|verif(?:y|ication)|one time code|otp\\b|sign-in|click here|mailbox is|security alert|lottery|winner|bitcoin|crypto|loan|لاتري|लॉटरी',
  attached:
    'attach|enclosed|herewith|please find|anbei|anlage|anhang|beigefugt|ci-joint|piece jointe|adjunt|allegat|संलग्न|مرفق|نرفق|添付',
  acceptance:
    'acknowledg|order confirmation|accept|auftragsbestatigung|accuse de reception|स्वीकृति|confirm kar|نوافق|注文請書',
};

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** \b in a stem. The real one knows Latin letters only. */
const WORD_END = '(?![\\p{L}\\p{M}\\p{N}])';

const IDEAS = Object.entries(STEMS).map(([name, stems]) => ({ name, stems: compile(stems) }));

/** Names of the ideas that a folded text touches. */
export function ideasIn(folded: string): string[] {
  return IDEAS.filter(({ stems }) => stems.test(folded)).map(({ name }) => name);
}

function compile(stems: string): RegExp {
  const all = stems.replaceAll('\\b', WORD_END).split(/\|(?![^(]*\))/);
  const anywhere = all.filter((stem) => CJK.test(stem));
  const atStart = all.filter((stem) => !CJK.test(stem));
  // و and ف, and the article, may be written onto an Arabic word.
  const start = `(?<![\\p{L}\\p{M}])[وف]?(?:ال|لل|بال)?(?:${atStart.join('|')})`;
  return new RegExp([start, ...anywhere].join('|'), 'u');
}
