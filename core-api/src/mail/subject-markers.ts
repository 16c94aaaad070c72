/**
 * What mail programs put before a subject when somebody answers or forwards: the strings of Outlook, Thunderbird, Gmail and
 * the phones in their languages. `vs` is an answer in Finnish and a forward in Norwegian; it is taken for an answer.
 * `ref` is left out: people write it themselves and mean a reference.
 */
const REPLY = [
  ...['re', 'aw', 'antw', 'antwort', 'sv', 'vs', 'res', 'rif', 'r', 'odp', 'ynt', 'atb', 'bls', 'odg'],
  ...['vá', 'ats', 'réf', 'réponse', 'απ', 'σχετ', 'отв', 'ответ', 'השב', 'תגובה'],
  ...['رد', 'الرد', 'پاسخ', 'جواب', 'इसके उत्तर में', 'उत्तर', 'जवाब', 'प्रत्युत्तर', 'উত্তর', 'பதில்', 'ตอบ', 'ตอบกลับ'],
  ...['回复', '回覆', '答复', '答覆', '返信', '회신', '답장'],
];
const FORWARD = [
  ...['fw', 'fwd', 'wg', 'tr', 'rv', 'enc', 'i', 'pd', 'vb', 'vl', 'ilt', 'i̇lt', 'İLT', 'trs', 'tov'],
  ...['doorst', 'πρθ', 'пересл', 'переслано', 'הועבר', 'העבר'],
  ...['إعادة توجيه', 'اعادة توجيه', 'تحويل', 'ارسال', 'अग्रेषित', 'फॉरवर्ड', 'फ़ॉरवर्ड', 'ส่งต่อ'],
  ...['转发', '轉寄', '轉發', '転送', '전달'],
];
/** `[2]`, `(2)` or `^2`: how often it was answered. Never a bare number: `R 404: …` is about a refrigerant. */
const COUNT = String.raw`\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?`;
const MARKER = new RegExp(`^\\s*(?:(${oneOf(REPLY)})|(?:${oneOf(FORWARD)}))${COUNT}\\s?[:：]\\s*`, 'iu');

function oneOf(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(' ', '\\s')).join('|');
}

export interface LeadingMarker {
  kind: 'reply' | 'forward';
  /** What stands behind it. */
  rest: string;
}

/** The marker that a subject begins with, in any language; null when it begins with none. */
export function leadingMarker(subject: string): LeadingMarker | null {
  const match = MARKER.exec(subject);
  if (!match) return null;
  return { kind: match[1] === undefined ? 'forward' : 'reply', rest: subject.slice(match[0].length) };
}
