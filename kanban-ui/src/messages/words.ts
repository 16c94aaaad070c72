/** BCP 47 tag of the texts; dates and numbers follow it. */
export const locale = 'en';

const plural = new Intl.PluralRules(locale);
const whole = new Intl.NumberFormat(locale);

/** `1 mail`, `2,300 mails`. */
export function count(n: number, one: string, many: string): string {
  return `${number(n)} ${plural.select(n) === 'one' ? one : many}`;
}

/** `2,300`. */
export function number(n: number): string {
  return whole.format(n);
}
