import type { ImportField } from '@pebble/contract/import-mapping';

/**
 * How columns are called, in English, German, French, Hindi and Arabic; the surest word for a field first. Missing on purpose:
 * words for running numbers, which are no identity of a mail.
 */
const WORDS: Partial<Record<ImportField, string>> = {
  from: `from address, from email, sender email, sender address, from, sender, email, e mail, email address, e mail address, email id,
    mail id, mail, customer email, buyer email, contact email, von, absender, absenderadresse, e mail adresse, mailadresse, de, expediteur,
    adresse e mail, adresse mail, adresse electronique, courriel, प्रेषक, ईमेल, ई मेल, ईमेल पता, से, المرسل, البريد الإلكتروني, بريد إلكتروني,
    البريد, الإيميل, إيميل, من`,
  from_name: `from name, sender name, name, full name, contact name, contact person, contact, customer name, buyer name, customer, buyer,
    absendername, kontakt, ansprechpartner, kunde, nom, nom complet, nom du contact, interlocuteur, नाम, पूरा नाम, प्रेषक का नाम,
    संपर्क व्यक्ति, ग्राहक, الاسم, اسم المرسل, جهة الاتصال, العميل, اسم العميل`,
  subject: `subject, title, topic, subject line, betreff, thema, objet, sujet, titre, विषय, शीर्षक, الموضوع, العنوان`,
  body: `body, message, message body, email body, text, content, enquiry, inquiry, enquiry details, requirement, requirements, description,
    details, comments, remarks, query, nachricht, nachrichtentext, inhalt, anfrage, beschreibung, mitteilung, bemerkung, kommentar, texte,
    corps, contenu, demande, commentaire, संदेश, विवरण, पूछताछ, आवश्यकता, टिप्पणी, الرسالة, النص, المحتوى, الوصف, الاستفسار, التفاصيل`,
  received_at: `received at, received, received on, date received, received date, date, sent, sent at, sent on, date sent, sent date, date time,
    datetime, timestamp, time, created, created at, created on, created date, enquiry date, inquiry date, lead date, datum, empfangen,
    empfangen am, erhalten, erhalten am, eingang, eingangsdatum, gesendet, gesendet am, zeitstempel, date de reception, recu le, recu,
    envoye le, date d envoi, horodatage, तारीख, दिनांक, तिथि, प्राप्ति तिथि, التاريخ, تاريخ الاستلام, تاريخ الإرسال, الوقت`,
  mailbox: `mailbox, our mailbox, inbox, postfach, boite aux lettres, boite de reception, boite mail, मेलबॉक्स, صندوق البريد`,
  message_id: `message id, internet message id, email message id, nachrichten id, id du message, identifiant du message, संदेश आईडी, معرف الرسالة`,
  in_reply_to: `in reply to, reply to message id, antwort auf, en reponse a`,
  to: `to address, to email, to, recipient, recipients, empfanger, an, destinataire, destinataires, a, प्राप्तकर्ता, प्रति, المستلم, المستلمون, إلى`,
  cc: `cc address, cc, carbon copy, kopie, copie, प्रतिलिपि, نسخة`,
  attachment_urls: `attachment urls, attachment url, attachments, attachment, attachment link, attachment links, file url, file urls, files, anhang,
    anhange, dateien, piece jointe, pieces jointes, fichiers, अनुलग्नक, संलग्नक, المرفقات, مرفقات, مرفق`,
};

/** Field and rank of a heading: 0 is the surest word of its field. */
const FIELDS = new Map<string, { field: ImportField; rank: number }>();
for (const [field, words] of Object.entries(WORDS)) {
  for (const [rank, word] of words.split(',').entries()) {
    const key = foldHeading(word);
    if (!FIELDS.has(key)) FIELDS.set(key, { field: field as ImportField, rank });
  }
}

/** The field that a heading names; null when it names none. */
export function fieldOfHeading(heading: string): { field: ImportField; rank: number } | null {
  return FIELDS.get(foldHeading(heading)) ?? null;
}

/** `E-Mail_Address`, `emailAddress` and `E MAIL ADDRESS:` alike, without accents. */
function foldHeading(heading: string): string {
  return heading
    .slice(0, 100)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .replace(/[^\p{L}\p{N}\p{Mc}]+/gu, ' ')
    .trim();
}
