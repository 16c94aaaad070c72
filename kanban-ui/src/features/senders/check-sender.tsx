import type { SenderDecision, SenderMatch } from '@pebble/contract/sender-checks';
import { useQuery } from '@tanstack/react-query';
import { SearchCheck } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/senders.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { useSend } from '../session/session-context.tsx';
import { senderDecisionQuery } from '../shared/api/decide-sender.ts';
import { readAddress } from '../shared/sender-pattern.ts';

const words = texts.check;
const TONES = { refused: 'danger', authorised: 'ok', ordinary: 'none' } as const;

/** Tells what would happen to the mail of an address, and which entry decides. The address stands in the URL. */
export function CheckSender({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(address);
  const [known, setKnown] = useState(address);
  const [wrong, setWrong] = useState(false);
  // The URL can change without us, by the back button or a link.
  if (known !== address) {
    setKnown(address);
    setTyped(address);
  }
  const asked = readAddress(address);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const next = readAddress(typed);
    setWrong(next === null);
    if (next === null) field.current?.focus();
    else narrowTo({ check: next });
  };
  const clear = (): void => {
    narrowTo({ check: undefined });
    field.current?.focus();
  };
  return (
    <section className="check-sender" aria-labelledby="check-sender-title">
      <h2 id="check-sender-title">{words.title}</h2>
      <form onSubmit={onSubmit} noValidate>
        <Field
          ref={field}
          label={words.label}
          placeholder={words.hint}
          error={wrong ? words.wrong : undefined}
          inputMode="email"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" look="primary">
          <SearchCheck size={15} aria-hidden />
          {words.submit}
        </Button>
      </form>
      {/* Stands before there is anything in it, or a screen reader would miss that. */}
      <div role="status" className="check-result">
        {asked !== null && <Result address={asked} onClear={clear} />}
      </div>
    </section>
  );
}

function Result({ address, onClear }: { address: string; onClear(): void }) {
  const { data: decision, error } = useQuery(senderDecisionQuery(useSend(), address));
  if (!decision) return error ? <FailureNote error={error} /> : <p>{words.checking}</p>;
  return <Decision decision={decision} onClear={onClear} />;
}

interface DecisionProps {
  decision: SenderDecision;
  onClear(): void;
}

function Decision({ decision, onClear }: DecisionProps) {
  const { address, outcome, explanation, matches } = decision;
  return (
    <>
      <p>
        <Chip tone={TONES[outcome]}>{words.outcomes[outcome]}</Chip>{' '}
        <bdi className="check-address">{address}</bdi>
      </p>
      <p>{explanation}</p>
      {matches.length > 0 && (
        <ol className="check-matches">
          {matches.map((match, index) => (
            <Match key={match.entry_id} match={match} decides={index === 0} />
          ))}
        </ol>
      )}
      <p className="check-ways">
        <a className="text-link" href={operationsHash('mails', [], { sender: address, period: 'all' })}>
          {words.itsMail}
        </a>
        <Button look="plain" onClick={onClear}>
          {words.clear}
        </Button>
      </p>
    </>
  );
}

function Match({ match: { pattern, list, note }, decides }: { match: SenderMatch; decides: boolean }) {
  return (
    <li>
      <span className="sender-muted">{decides ? words.decides : words.outweighed}:</span>{' '}
      <b>
        <bdi>{pattern}</bdi>
      </b>{' '}
      ({words.lists[list]}){note !== '' && <span className="table-sub">{note}</span>}
    </li>
  );
}
