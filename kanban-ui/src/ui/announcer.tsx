import { createStore, useStore } from '../lib/store.ts';

const spoken = createStore<{ text: string; turn: number }>({ text: '', turn: 0 });

/** Tells users of a screen reader what has just changed on the screen. */
export function announce(text: string): void {
  spoken.update(({ turn }) => ({ text, turn: turn + 1 }));
}

/** The live region. It alternates between two elements, because the same text twice would not be read again. */
export function Announcer() {
  const { text, turn } = useStore(spoken);
  return (
    <div className="visually-hidden" role="status" data-testid="announcer">
      <p>{turn % 2 === 0 ? text : ''}</p>
      <p>{turn % 2 === 1 ? text : ''}</p>
    </div>
  );
}
