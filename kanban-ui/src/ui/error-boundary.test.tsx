import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { ErrorBoundary } from './error-boundary.tsx';

let broken: boolean;
function Part() {
  if (broken) throw new Error('broken');
  return <p>works</p>;
}

// React reports what a boundary has caught; here that is expected.
const report = vi.spyOn(console, 'error');
beforeEach(() => {
  cleanup();
  broken = true;
  report.mockImplementation(() => undefined);
});
afterEach(() => report.mockReset());

describe('an error boundary', () => {
  it('keeps what stands beside it', () => {
    render(
      <>
        <p>sidebar</p>
        <ErrorBoundary area="board">
          <Part />
        </ErrorBoundary>
      </>,
    );
    screen.getByText('sidebar');
    screen.getByRole('alert');
  });

  it('tries again on request', async () => {
    render(
      <ErrorBoundary area="board">
        <Part />
      </ErrorBoundary>,
    );
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    screen.getByText('works');
  });

  it('starts afresh in another area', () => {
    const { rerender } = render(
      <ErrorBoundary area="crm">
        <Part />
      </ErrorBoundary>,
    );
    broken = false;
    rerender(
      <ErrorBoundary area="erp">
        <Part />
      </ErrorBoundary>,
    );
    screen.getByText('works');
  });
});
