import type { Me } from '@pebble/contract/auth';
import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSend } from '../features/session/session-context.tsx';
import { deadLetterCountQuery } from '../features/shared/api/count-dead-letters.ts';
import { operationsHash, type OperationsArea } from '../lib/operations-route.ts';
import { t } from '../messages.ts';
import { number } from '../messages/words.ts';
import { screensFor } from './operations-areas.tsx';
import './operations-nav.css';

interface OperationsNavProps {
  me: Me;
  /** The screen that is shown; null while it is a board. */
  current: OperationsArea | null;
}

/** The screens that the person's role may use. On a phone a strip above the page, and a way to it beside the boards. */
export function OperationsNav({ me, current }: OperationsNavProps) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // The strip on a phone shows some of them at a time.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const screens = screensFor(me);
  const [first] = screens;
  if (!first) return null;
  return (
    <>
      <nav className="to-operations" aria-label={t.operations.way}>
        <a
          className="nav-link"
          href={operationsHash(first.area)}
          aria-current={current === null ? undefined : 'true'}
        >
          <Wrench size={17} aria-hidden />
          <span className="nav-name">{t.operations.title}</span>
        </a>
      </nav>
      <nav
        className="operations-nav"
        ref={nav}
        aria-labelledby="operations-title"
        data-current={current !== null || undefined}
      >
        <h2 id="operations-title" className="operations-title">
          {t.operations.title}
        </h2>
        <ul className="nav-list">
          {screens.map(({ area, icon: Icon }) => (
            <li key={area}>
              <a
                className="nav-link"
                href={operationsHash(area)}
                aria-current={area === current ? 'page' : undefined}
              >
                <Icon size={17} aria-hidden />
                <span className="nav-name">{t.operations.areas[area]}</span>
                {area === 'dead-letters' && <OpenLetters />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

/** How many dead letters wait for a person; nothing while there is none. */
function OpenLetters() {
  const { data } = useQuery(deadLetterCountQuery(useSend()));
  if (!data || data.open === 0) return null;
  return (
    <span className="nav-count open-letters">
      <span aria-hidden>{number(data.open)}</span>
      <span className="visually-hidden">{t.operations.openLetters(data.open)}</span>
    </span>
  );
}
