import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { navigate } from '../../lib/use-route.ts';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';

const PAUSE_MS = 250;

/** Finds cards by words. What is typed goes into the URL when the typing pauses. */
export function SearchBox({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  // The URL can change without us, by the back button or by "show all".
  if (known !== text) {
    setKnown(text);
    if (typed.trim() !== text) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => {
      setKnown(typed.trim());
      navigate({ text: typed.trim() }, 'replace');
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <search className="search-box">
      <Search size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={t.board.search}
        placeholder={t.board.searchHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {typed !== '' && (
        <IconButton
          small
          label={t.board.clearSearch}
          onClick={() => {
            setTyped('');
            input.current?.focus();
          }}
        >
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </search>
  );
}
