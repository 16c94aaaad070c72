/** Words that stand in the subjects of mails that have nothing else to do with each other. */
const GENERIC = new Set(
  [
    // English
    'a an and for from in of on or the to with your our my us you we new re fwd no subject none untitled test hello hi hey dear',
    'sir madam greetings good morning thanks thank please kindly urgent important reminder follow up followup update status',
    'question query info information request enquiry inquiry quote quotation rfq price offer proposal order orders purchase po',
    'sales invoice bill billing payment paid advice remittance receipt delivery shipment dispatch document documents attached',
    'attachment file files scan scanned copy report meeting call invitation confirmation confirm details list statement account',
    'tender bid notice monthly weekly daily annual regular repeat stock mail email message contact help support issue',
    'today tomorrow week month year date number ref reference asap fyi',
    // Months and days
    'january february march april may june july august september october november december',
    'jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday',
    'januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre',
    // German
    'der die das ein eine und für von zur zum mit ihre ihr unsere unser neue neuer anfrage angebot bestellung auftrag rechnung',
    'zahlung lieferung lieferschein frage bitte hallo guten tag danke dringend erinnerung betreff unterlagen anhang preis termin',
    'mahnung auftragsbestätigung bestätigung monatlich monatliche wöchentlich',
    // French, Spanish, Portuguese, Italian, Dutch
    'le la les un une et de du des pour votre notre demande devis commande facture paiement livraison question bonjour merci',
    'relance prix offre réunion sans objet el los las y para su nuestro solicitud cotización presupuesto pedido factura pago',
    'entrega consulta hola gracias reunión precio oferta sin asunto o os e seu nosso cotação orçamento fatura pagamento obrigado',
    'reunião preço assunto il lo gli per vostro nostro richiesta preventivo ordine fattura pagamento consegna ciao grazie riunione',
    'prezzo offerta het een en voor van uw ons aanvraag offerte bestelling factuur betaling levering vraag hallo dank prijs',
    // Arabic, Hindi
    'طلب عرض سعر أسعار فاتورة دفع دفعة تسليم استفسار مرحبا شكرا عاجل اجتماع أمر شراء من إلى في بدون موضوع',
    'पूछताछ कोटेशन मूल्य आदेश ऑर्डर चालान बिल भुगतान डिलीवरी नमस्ते धन्यवाद बैठक के का की लिए और में',
    // Chinese, Japanese
    '询价 报价 订单 发票 付款 您好 你好 会议 見積 見積依頼 注文 請求書 支払 お問い合わせ 会議 お世話になります',
  ].flatMap((line) => line.split(' ')),
);

/** Scripts without blanks between words. */
const UNSPACED = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}]+$/u;

/**
 * True when a bare subject tells enough that two mails which share it, between the same people and within days, are likely to
 * be about the same thing: two words that not every mail has, or a number such as those of orders and tenders.
 */
export function isTelling(bare: string): boolean {
  const words = bare.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const weight = [...new Set(words)].reduce((sum, word) => sum + weightOf(word), 0);
  return weight >= 2;
}

function weightOf(word: string): number {
  if (GENERIC.has(word)) return 0;
  if (/^\d+$/.test(word)) return word.length >= 4 && !/^(?:19|20)\d\d$/.test(word) ? 2 : 0;
  if (UNSPACED.test(word)) return word.length >= 6 ? 2 : Number(word.length >= 3);
  return Number(word.length >= 3);
}
