import type { ReactNode } from 'react';
import { explainError } from '../lib/explain-error.ts';
import { t } from '../messages.ts';
import { Button } from './button.tsx';
import './state.css';

interface StateProps {
  icon?: ReactNode;
  title: string;
  text: string;
  /** `h1` where it stands for the whole page. */
  heading?: 'h1' | 'h2';
  /** What to do about it. */
  children?: ReactNode;
}

/** What stands where there is nothing to show, and what to do about it. */
export function State({ icon, title, text, heading: Heading = 'h2', children }: StateProps) {
  return (
    <div className="state">
      {icon}
      <Heading className="state-title">{title}</Heading>
      <p className="state-text">{text}</p>
      {children}
    </div>
  );
}

interface ErrorStateProps extends Pick<StateProps, 'heading'> {
  error: unknown;
  onRetry(): void;
}

/** A request that failed, with the server's words and a way to try again. */
export function ErrorState({ error, heading = 'h2', onRetry }: ErrorStateProps) {
  const { title, hint } = explainError(error);
  return (
    <div role="alert">
      <State title={title} text={hint} heading={heading}>
        <Button onClick={onRetry}>{t.app.retry}</Button>
      </State>
    </div>
  );
}

export function Skeleton({ width, height }: { width: string; height: string }) {
  return <span className="skeleton" style={{ width, height }} />;
}
