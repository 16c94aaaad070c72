import { useId } from 'react';
import { texts } from '../../messages/sender-entry.ts';
import { useMe } from '../session/session-context.tsx';
import type { SenderListName } from './operations-keys.ts';
import { PUBLIC_MAIL } from './public-mail.ts';
import { domainOf, isAddress } from './sender-pattern.ts';
import './sender-choice.css';

interface SenderChoiceProps {
  address: string;
  /** The address or its domain. */
  chosen: string;
  error: string | undefined;
  onChoose(pattern: string): void;
}

/** The one address, or everybody who writes from its domain. */
export function SenderChoice({ address, chosen, error, onChoose }: SenderChoiceProps) {
  const errorId = useId();
  const domain = domainOf(address);
  const choices = [
    [address, texts.thisAddress(address)],
    [domain, texts.wholeDomain(domain)],
  ] as const;
  return (
    <fieldset className="choices" aria-describedby={error === undefined ? undefined : errorId}>
      <legend>{texts.which}</legend>
      {choices.map(([pattern, words]) => (
        <label key={pattern}>
          <input
            type="radio"
            name="pattern"
            checked={chosen === pattern}
            onChange={() => onChoose(pattern)}
            autoFocus={pattern === address}
          />
          <span>{words}</span>
        </label>
      ))}
      {error !== undefined && (
        <p className="field-error" id={errorId} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** What an entry would mean, told while it is typed, with a warning where it would mean more than people expect. */
export function PatternMeaning({ pattern, list }: { pattern: string | null; list: SenderListName }) {
  const own = domainOf(useMe().email);
  const warning =
    pattern === null || list === 'authorised'
      ? null
      : domainOf(pattern) === own
        ? texts.ownDomain(own)
        : PUBLIC_MAIL.has(pattern)
          ? texts.publicMail(pattern)
          : null;
  return (
    <div className="pattern-meaning" role="status">
      {pattern !== null && <p>{isAddress(pattern) ? texts.onlyOne(pattern) : texts.everybody(pattern)}</p>}
      {warning !== null && <p className="pattern-warning">{warning}</p>}
    </div>
  );
}
