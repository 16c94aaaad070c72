import { Check, Copy } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';
import './copy-field.css';

interface CopyFieldProps {
  label: string;
  value: string;
  words: Record<'copy' | 'copied' | 'copyByHand', string>;
  onCopied?(): void;
}

/** A text to take elsewhere, with a button that copies it. */
export function CopyField({ label, value, words, onCopied }: CopyFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'new' | 'copied' | 'by-hand'>('new');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
      announce(words.copied);
      onCopied?.();
    } catch {
      // Without TLS a browser offers no clipboard, and elsewhere it may refuse.
      setState('by-hand');
      input.current?.select();
    }
  };
  return (
    <div className="field copy-field">
      <label htmlFor={id}>{label}</label>
      <div className="copy-line">
        <div className="field-frame">
          <input
            ref={input}
            id={id}
            readOnly
            value={value}
            onFocus={({ target }) => target.select()}
            onCopy={onCopied}
          />
        </div>
        <Button onClick={() => void copy()} aria-label={`${words.copy}: ${label}`}>
          {state === 'copied' ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          {state === 'copied' ? words.copied : words.copy}
        </Button>
      </div>
      {state === 'by-hand' && (
        <p className="field-hint" role="alert">
          {words.copyByHand}
        </p>
      )}
    </div>
  );
}
