import { useMemo, useState } from 'react';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { LinkedText } from './linked-text.tsx';
import { splitQuoted } from './quoted-text.ts';

/** A mail that has text only. */
export function PlainMail({ text }: { text: string }) {
  const [showQuote, setShowQuote] = useState(false);
  const { own, quoted } = useMemo(() => splitQuoted(text), [text]);
  if (own.trim() === '') return <p className="mail-empty">{t.drawer.noText}</p>;
  return (
    <>
      <p className="mail-text" dir="auto">
        <LinkedText text={own} />
      </p>
      {quoted !== '' && (
        <>
          <Button
            look="plain"
            className="quote-toggle"
            aria-expanded={showQuote}
            onClick={() => setShowQuote(!showQuote)}
          >
            {showQuote ? t.drawer.hideQuoted : t.drawer.showQuoted}
          </Button>
          {showQuote && (
            <p className="mail-text mail-quoted" dir="auto">
              <LinkedText text={quoted} />
            </p>
          )}
        </>
      )}
    </>
  );
}
