import type { Intent } from '@pebble/contract/values';

/** A phrase by which a sender says outright what he wants. `name` is what people read as the reason. */
export interface Rule {
  name: string;
  intent: Intent;
  phrase: RegExp;
}

/**
 * Phrases, not words: `invoice` stands in mails of every kind, `please find our invoice attached` in one. Written for
 * folded text (lower case, no accents; see fold.ts) of subject, newest text and attachment names.
 */
export const RULES: readonly Rule[] = [
  rule('asks for a quotation', 'new_enquiry', [
    /\b(?:please|pls|kindly|to)\s+(?:quote|submit|send|provide|share|give|arrange to send)\b.{0,60}\b(?:quot|offer|price|rates?\b)/,
    /\b(?:request(?:ing)?|enquiry|inquiry) for (?:a )?(?:quot|price|offer)|\brfq\b|\bpls quote\b|\b(?:please|kindly) quote\b/,
    /\bwe invite your (?:offer|quotation)|\blooking for (?:a |an )?(?:supplier|quot|offer|price)/,
    /\bbitten (?:wir )?(?:sie )?um .{0,30}angebot|\bbieten sie uns\b|\bpreisanfrage\b|\bangebotsanfrage\b/,
    /\bdemande de (?:devis|prix)|\brecevoir votre .{0,20}offre|\bparvenir votre devis/,
    /कोटेशन (?:भेज|हेतु|दें|दे)|(?:मूल्य|दर) .{0,30}(?:भेजें|बताएं)|\bquotation (?:bhej|chahiye)|\brate (?:chahiye|bata)/,
    /طلب عرض (?:سعر|اسعار)|تزويدنا ب?عرض|お?見積(?:り|書)?の?(?:依頼|お願い)|見積りをお願い/,
    /\bsolicitud de (?:cotizacion|presupuesto)|\brichiesta (?:di )?(?:offerta|preventivo)/,
  ]),
  rule('asks for a meeting', 'meeting_request', [
    /\b(?:schedule|arrange|set up|fix|propose|request|book|have)\b.{0,30}\b(?:meeting|appointment|call|video conference|demo)\b/,
    /\b(?:can|could|shall|let) (?:we|us)\b.{0,30}\b(?:meet|call|sit together|talk)\b|^meeting request|^invitation:|^updated invitation:/,
    /\bterminvorschlag|\b(?:besprechung|termin)\b.{0,60}\b(?:bestatigen|passt|vereinbaren)|\bpasst ihnen\b/,
    /\brendez-vous\b.{0,60}\b(?:semaine|confirmer|fixer|disponib)|\bfixer un rendez-vous|\breunion en visio/,
    /बैठक (?:के लिए|हेतु)|\bmeeting (?:rakh|fix)|\bmil sakte\b|تحديد موعد|طلب اجتماع|عقد اجتماع|打ち合わせの(?:お願い|お時間)/,
  ]),
  rule('asks what became of an earlier matter', 'follow_up', [
    /\b(?:gentle |kind )?reminder (?:regarding|about|for|to) (?:our|my|the)\b|\bfollow(?:ing)?[- ]?up (?:on|to|of|with|regarding)\b/,
    /\b(?:any|kindly|please|pls) (?:update|news)\b(?! your ledger)|\bstatus of (?:our|my|the|dispatch)|\bawaiting your (?:reply|response|feedback|confirmation)/,
    /\b(?:not|yet to) (?:received|receive|heard|got) (?:any |your |back)|\bstill (?:waiting|awaited|awaiting|pending)\b|\bno response from your side/,
    /\bwarten noch auf\b|\bsachstand\b|\bbisher keine antwort|\bnoch keine (?:antwort|ruckmeldung)/,
    /\bvous relancer\b|^relance\b|\brest[ee]+ sans reponse|\battendons votre retour/,
    /उत्तर .{0,20}नहीं मिला|प्रतीक्षा कर रहे|\b(?:abhi tak|koi) .{0,20}(?:reply|jawab) nahi|لم نتلق|ما زلنا ننتظر|その後いかが|お待ちしております/,
  ]),
  rule('sends a purchase order', 'order', [
    /\b(?:attached|enclosed|herewith|find|hereby|issue|release[ds]?|place|placing)\b.{0,50}\b(?:purchase order|work order|supply order|p\.?o\.?\b|firm order|our order)/,
    /\bwe (?:hereby )?order\b|\bas our order\b|\b(?:please|pls) book (?:our )?order|\bwould like to (?:place an )?order\b/,
    /\b(?:anbei|hiermit|im anhang)\b.{0,50}\bbestell|\bbestellen wir\b|\bnachbestellung\b/,
    /\b(?:ci-joint|ci-jointe|trouver)\b.{0,40}\bbon de commande|\bpassons commande\b/,
    /(?:क्रय|खरीद) आदेश|ऑर्डर (?:नोट|की पुष्टि)|\bpo bhej|\border (?:laga|confirm kar)/,
    /امر (?:ال)?شراء|注文書を(?:添付|送付)|発注(?:書|いたします)|\borden de compra\b|\bordine di acquisto\b/,
  ]),
  rule('sends an invoice', 'invoice', [
    /\b(?:attached|enclosed|herewith|find|raised|send(?:ing)?)\b.{0,40}\b(?:our|tax|proforma|final|commercial|the|revised)? ?(?:invoices?|bill|credit note|debit note)\b/,
    /\b(?:tax|commercial|proforma) invoice\b|\binvoices? .{0,30}\b(?:overdue|unpaid|outstanding)\b/,
    /\b(?:anbei|im anhang|beigefugt)\b.{0,40}\b(?:rechnung|gutschrift)|^rechnung(?:\s+nr\.?)?\s*[\w/-]*\d|^(?:zahlungserinnerung|mahnung)\b/,
    /\b(?:ci-joint|ci-jointe|piece jointe|trouver)\b.{0,40}\b(?:facture|avoir)\b|\bfacture .{0,20}impayee/,
    /(?:बिल|चालान|इनवॉइस)[^।]{0,40}संलग्न|\bbill .{0,20}(?:bhej|attach)|فاتور[هة] (?:رقم|ضريبي)|請求書(?:を|の|送付)|\badjuntamos la factura|\ballegato la fattura/,
  ]),
  rule('reports a payment', 'payment_notification', [
    /\b(?:payment|amount|advance|invoices?|money|funds|refund|transfer)\b.{0,60}\b(?:has|have|was|were|been|is) (?:been )?(?:made|released|remitted|transferred|credited|paid|processed|sent)\b/,
    /\bwe (?:have |had )?(?:today )?(?:remitted|transferred|paid|credited)\b|\b(?:remittance|payment) advice\b|\bpaid just now\b|\butr\b/,
    /\buberwiesen\b|\bzahlungsavis\b|\b(?:anzahlung|zahlung|betrag)\b.{0,40}\b(?:angewiesen|bezahlt|veranlasst)/,
    /\b(?:virement|reglement|paiement|acompte)\b.{0,40}\b(?:effectue|emis|paye)\b|\bavis de (?:virement|paiement)/,
    /भुगतान .{0,10}(?:कर दिया|किया गया)|\b(?:payment|paise|paisa) .{0,20}(?:kar di|ho gay|bhej di|transfer ho)/,
    /تم (?:تحويل|سداد|دفع|الدفع|ايداع)|اشعار (?:تحويل|دفع)|お?振込み?(?:いたしました|のご連絡|完了)|\baviso de pago|\bpagamento effettuato/,
  ]),
  rule('announces a tender', 'nit_document', [
    /\bnotice inviting (?:e-?)?tenders?|\bnit (?:no\.?|number|is|copy|attached)|\btenders? (?:are|is) (?:hereby )?(?:invited|issued|floated)/,
    /\btender (?:notice|documents?|schedule|booklet)\b|\binvit(?:ation|ed) (?:to|for) (?:tender|bids?\b)|\binvites? .{0,30}(?:sealed |online )?(?:tenders|bids)\b/,
    /\bausschreibungsunterlagen|\b(?:offentliche|beschrankte[nr]?) ausschreibung|\bvergabeunterlagen/,
    /\bappel d'offres\b|\bavis de marche\b|\bdossier de consultation/,
    /निविदा (?:सूचना|आमंत्र|दस्तावेज|प्रपत्र)|निविदाएं आमंत्रित|مناقص[هة]|كراس[هة] الشروط|入札(?:公告|説明書|のご案内|案内)|\blicitacion publica|\bbando di gara/,
  ]),
  rule('sets a condition for bidding', 'bid_requirement', [
    /\bgem\/\d{4}\/[a-z]\/\d{4,}/,
    /\b(?:emd|earnest money|bid security|bid bond)\b.{0,60}\b(?:required|submit|of rs|deposit|format|demand draft|valid)|\btechnical bid\b|\breverse auction\b/,
    /\beligibility criteria\b|\bpre-?qualification\b|\bdocuments required for (?:the )?bid/,
    /\beignungsnachweis|\bbieter(?:fragen|erklarung)|\bbietungssicherheit/,
    /\bsoumissionnaire\b|\bcaution (?:provisoire|de soumission)/,
    /तकनीकी बोली|बोलीदाता|धरोहर राशि|बयाना राशि|ضمان ابتدائي|مقدم العطاء|شروط التاهيل|入札(?:参加資格|保証金)/,
  ]),
  rule('is a mailing, an automatic reply or an application', 'out_of_scope', [
    /\bunsubscribe\b|\bnewsletter\b|\babbestellen\b|\bdesabonner\b|الغاء الاشتراك|配信停止|\bdarse de baja/,
    /\bout of (?:the )?office\b|\bauto(?:matic|mated)? ?reply\b|\babwesenheitsnotiz\b|\bautomatische antwort|\babsence du bureau|\breponse automatique|الرد التلقائي|自動返信|\bfuori ufficio/,
    /\b(?:job application|my (?:resume|cv)|curriculum vitae|apply for the (?:post|position))\b|\bbewerbung (?:als|um)\b|\bcandidature\b|नौकरी|السيره الذاتيه/,
    /\bdelivery status notification|\bundeliverable\b|\byou have won\b|\bseo (?:agency|services)\b|\bguest post\b/,
  ]),
];

function rule(name: string, intent: Intent, phrases: readonly RegExp[]): Rule {
  return { name, intent, phrase: new RegExp(phrases.map((phrase) => phrase.source).join('|'), 'mu') };
}
