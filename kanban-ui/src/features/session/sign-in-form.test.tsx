import { userEvent, type UserEvent } from '@testing-library/user-event';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { ApiError } from '@pebble/contract/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../testing/factories.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { fakeSession, testClient } from '../../testing/render-with.tsx';
import { SessionContext } from './session-context.tsx';
import { SignInForm } from './sign-in-form.tsx';

let user: UserEvent;
const signIn = vi.fn<(email: string, password: string) => Promise<void>>();
const fill = async (email: string, password: string) => {
  if (email) await user.type(screen.getByLabelText('E-mail'), email);
  if (password) await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
};

beforeEach(() => {
  cleanup();
  user = userEvent.setup();
  signIn.mockReset().mockResolvedValue();
  render(
    <QueryClientProvider client={testClient()}>
      <SessionContext value={{ ...fakeSession(fakeServer({}).send), signIn }}>
        <SignInForm />
      </SessionContext>
    </QueryClientProvider>,
  );
});

describe('the sign-in form', () => {
  it('signs in with what was typed, without stray spaces around the address', async () => {
    await fill(' ada@buyer.example ', ' secret ');
    await waitFor(() => expect(signIn).toHaveBeenCalledExactlyOnceWith('ada@buyer.example', ' secret '));
  });

  it('names what is missing at its field and asks nothing', async () => {
    await fill('ada', '');
    const email = screen.getByLabelText('E-mail');
    expect(document.activeElement).toBe(email);
    expect(email.getAttribute('aria-invalid')).toBe('true');
    const error = document.getElementById(email.getAttribute('aria-describedby') ?? '');
    expect(error?.textContent).toMatch(/Enter your e-mail address/);
    expect(signIn).not.toHaveBeenCalled();
  });

  it("shows the server's refusal as an alert", async () => {
    signIn.mockRejectedValue(new ApiError('signIn', 401, problem('wrong_credentials'), null));
    await fill('ada@buyer.example', 'wrong');
    expect((await screen.findByText('E-mail or password is wrong')).closest('[role=alert]')).not.toBeNull();
  });

  it('waits as long as the server asks for, and says how long', async () => {
    signIn.mockRejectedValue(new ApiError('signIn', 429, problem('too_many_requests'), 30));
    await fill('ada@buyer.example', 'wrong');
    await screen.findByText(/Please wait 30 seconds, then/);
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(signIn).toHaveBeenCalledTimes(1);
  });

  it('shows the password on request', async () => {
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect(password.type).toBe('password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(password.type).toBe('text');
  });
});
