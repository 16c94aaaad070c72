/** What can be recognised by its form, in any language. Each is evidence; none decides alone. */
export const PATTERNS: Record<string, RegExp> = {
  'GeM bid number': /\bGEM\/\d{4}\/[A-Z]\/\d{4,}/i,
  'NIT number': /\bNIT\b[\s.:-]*(?:no\.?|number|#)?[\s.:-]*[\w/-]*\d/i,
  'tender number':
    /\b(?:e-?tender|tender|ITT|IFB|LTE|RFP)\b[\s.:-]*(?:id|no\.?|number|ref\.?|#)?[\s.:-]*[\w/-]*\d/i,
  'earnest money':
    /\bEMD\b|earnest money|bid (?:security|bond)|बयाना|धरोहर|ضمان ابتدائي|入札保証金|caution (?:provisoire|de soumission)/i,
  'order number':
    /\b(?:P\.?\s?O\.?|purchase order|work order|bestellung|bon de commande|orden de compra|ordine)(?![a-z])[\s.:#_-]*(?:no\.?|number|nr\.?|n°|num)?[\s.:#_-]*[A-Z/-]*\d{2,}/i,
  'invoice number':
    /\b(?:invoice|inv|bill|rechnung|facture|factura|fattura)(?:\s*(?:no\.?|number|nr\.?|n°|n\.|#))?[\s.:#_-]*[A-Z/-]*\d{2,}|(?:बिल संख्या|فاتورة رقم|請求書番号)\s*\d+/i,
  'payment reference':
    /\bUTR\b|\b(?:NEFT|RTGS|IMPS)\b|\bMT ?103\b|\bswift copy\b|\b[A-Z]{4}[NRHC]?\d{12,18}\b|यूटीआर|एनईएफटी/i,
  GSTIN: /\b\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]\b/,
  IBAN: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/,
  amount:
    /(?:\b(?:rs\.?|inr|usd|eur|aed|sar|omr|gbp|chf)|[₹€$£¥])\s?\d[\d.,' ]*|\d[\d.,']*\s?(?:€|eur\b|usd\b|rs\b|lakhs?\b|crores?\b|円|रुपये|ريال|درهم)/i,
  quantity:
    /\b\d[\d.,]*\s?(?:pcs|nos?\b|pieces|stück|stk|pièces|kg|tons?|mt\b|metres?|meters?|cartons?|bags?|drums?|sets?|units?|नग|किलो|個|قطعة)/i,
  'clock time':
    /\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b|\b(?:1[0-2]|[1-9])\s?(?:am|pm)\b|\d{1,2} ?uhr\b|\d{1,2} ?बजे|\d{1,2}時|الساعة/i,
  'way out of a mailing list':
    /unsubscribe|abbestellen|abmelden|désabonner|desabonner|darse de baja|إلغاء الاشتراك|配信停止|view (?:it )?in (?:your )?browser/i,
};
