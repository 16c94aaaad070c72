/**
 * One spelling for what people write in several: compatibility forms, case, Latin accents, and the Arabic letters and
 * marks that are left out or exchanged in everyday writing. Marks of Indic scripts stay: they are vowels.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u064b-\u0655\u0640]/g, '')
    .normalize('NFC')
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .replaceAll('ß', 'ss')
    .replaceAll('’', "'");
}
