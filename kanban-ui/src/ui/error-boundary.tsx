import { Component, type ReactNode } from 'react';
import { t } from '../messages.ts';
import { Button } from './button.tsx';
import { State } from './state.tsx';

interface Props {
  /** A change of it, such as another page, starts the area afresh. */
  area: string;
  children: ReactNode;
}

/** Keeps the failure of one area from taking the others along. */
export class ErrorBoundary extends Component<Props, { failure: { error: unknown } | null }> {
  override state: { failure: { error: unknown } | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: { error: unknown } } {
    return { failure: { error } };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failure && before.area !== this.props.area) this.setState({ failure: null });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return (
      <div role="alert">
        <State title={t.app.crashed} text={t.app.crashedHint}>
          <Button onClick={() => this.retry(failure.error)}>{t.app.retry}</Button>
        </State>
      </div>
    );
  }

  private retry(error: unknown): void {
    // A part whose script could not be loaded stays so until the page is: browsers remember a failed import.
    if (error instanceof TypeError && /import/i.test(error.message)) window.location.reload();
    else this.setState({ failure: null });
  }
}
