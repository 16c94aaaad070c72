/**
 * Subjects of automatic mail. Most of the world's mail systems put the same few words in front, each in its own language.
 */

/** Enough of a subject to judge it by, in characters. */
const MOST_CHARACTERS = 1000;

/** Only programs begin a subject with one of these and a colon, so they are believed alone. */
const PREFIXES = new Set(
  `automatic reply | automated reply | auto reply | auto-reply | autoreply | auto response | auto-response | vacation reply
  | out of office | out of office reply | out of office autoreply | out-of-office reply
  | automatische antwort | abwesenheitsnotiz | abwesenheitsnachricht | automatische abwesenheitsnotiz
  | réponse automatique | reponse automatique | absence du bureau | message d'absence
  | respuesta automática | respuesta automatica | fuera de la oficina
  | risposta automatica | fuori sede | fuori ufficio
  | resposta automática | resposta automatica | ausência temporária
  | automatisch antwoord | afwezigheidsbericht | automatiskt svar | automatisk svar | autosvar | automaattinen vastaus
  | odpowiedź automatyczna | autoodpowiedź | automatická odpověď | automatická odpoveď | automatikus válasz
  | răspuns automat | otomatik yanıt | otomatik cevap | αυτόματη απάντηση
  | автоматический ответ | автоответ | автоматична відповідь | автоматичен отговор
  | תשובה אוטומטית | מענה אוטומטי | رد تلقائي | الرد التلقائي | پاسخ خودکار | स्वचालित उत्तर | स्वचालित जवाब
  | ตอบกลับอัตโนมัติ | trả lời tự động | balasan otomatis
  | 自動応答 | 自動返信 | 自动答复 | 自动回复 | 自動回覆 | 自動答覆 | 자동 회신 | 자동회신 | 자동 응답`
    .split('|')
    .map(fold),
);

/** People write these too, so they only tell what kind of automatic mail it is. */
const ABSENCE =
  /out[ -]of[ -](the[ -])?office|\booo\b|vacation|annual leave|\bon leave\b|maternity leave|away from (the|my) (office|desk)|abwesen|urlaub|nicht im (büro|haus)|außer haus|absen[ct]|congés?\b|vacaciones|fuera de la oficina|vacanz|\bferie\b|férias|ausente|ausência|afwezig|vakantie|frånvar|fravær|semester|\blomalla\b|nieobecn|urlop|отпуск|нет на месте|отсутств|خارج المكتب|إجازة|अवकाश|कार्यालय से बाहर|不在|休暇|外出|休假|부재|휴가/u;

/** Of a mail that could not be delivered. People write such words about their parcels too. */
const FAILURE =
  /^(undeliver(able|ed)|returned mail|failure notice|mail delivery (failed|failure|system)|mail system error|delivery (has )?failed|delivery failure|delivery status notification|delivery notification|message (could )?not (be )?delivered|non[- ]?delivery|nicht zustellbar|unzustellbar|zustellung fehlgeschlagen|non remis|échec de (la )?(remise|distribution)|no se puede entregar|no entregado|entrega fallida|mancato recapito|non recapitabile|não (é possível )?entreg|falha na entrega|onbestelbaar|kan inte levereras|не доставлено|не удается доставить|تعذر (ال)?تسليم|配信不能|配信できません|未送達|无法投递|退信|系统退信|전송 실패|배달되지)/u;

/** Begins as only automatic replies do. */
export function hasAutoReplyPrefix(subject: string): boolean {
  const folded = fold(subject);
  const colon = folded.indexOf(':');
  return colon > 0 && PREFIXES.has(folded.slice(0, colon).trim());
}

export function speaksOfAbsence(subject: string): boolean {
  return ABSENCE.test(fold(subject));
}

export function speaksOfFailure(subject: string): boolean {
  return FAILURE.test(fold(subject));
}

/** One form for what reads the same: full-width colons, capital letters, and the marks that turn a line's direction. */
export function fold(subject: string): string {
  return subject
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .toLowerCase()
    .trim();
}
