import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { t } from '../messages.ts';
import { IconButton } from './button.tsx';
import './search-box.css';

const PAUSE_MS = 250;

interface SearchBoxProps {
  label: string;
  /** Stands in the box while it is empty. */
  hint: string;
  /** The words that are searched for now, as they stand in the URL. */
  text: string;
  onSearch(text: string): void;
}

/** Finds by words. What is typed is searched for when the typing pauses. */
export function SearchBox({ label, hint, text, onSearch }: SearchBoxProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  // The URL can change without us, by the back button or by "show all".
  if (known !== text) {
    setKnown(text);
    if (typed.trim() !== text) setTyped(text);
  }
  const search = useEffectEvent(onSearch);
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => {
      setKnown(typed.trim());
      search(typed.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <search className="search-box">
      <Search size={15} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {typed !== '' && (
        <IconButton
          small
          label={t.app.clearSearch}
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
