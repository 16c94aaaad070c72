import './avatar.css';

/** Initials on a colour that is always the same for the same name. Decoration: the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className={`avatar avatar-${tone(name)}`} aria-hidden>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toLocaleUpperCase();
}

function tone(name: string): number {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return sum % 5;
}
