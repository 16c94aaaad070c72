import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { CopyField } from './copy-field.tsx';

const words = { copy: 'Copy', copied: 'Copied', copyByHand: 'Copy it by hand.' };
const onCopied = vi.fn();
const show = () => {
  cleanup();
  render(<CopyField label="Secret" value="whsec_1" words={words} onCopied={onCopied} />);
};
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Secret' });

beforeEach(() => onCopied.mockClear());

it('copies, and says so', async () => {
  const user = userEvent.setup();
  show();
  await user.click(screen.getByRole('button', { name: 'Copy: Secret' }));
  await screen.findByText('Copied');
  expect(await navigator.clipboard.readText()).toBe('whsec_1');
  expect(onCopied).toHaveBeenCalledOnce();
});

it('selects the text where the browser does not let it copy, and takes copying by hand for the same', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('not allowed'));
  show();
  await user.click(screen.getByRole('button', { name: 'Copy: Secret' }));
  await screen.findByText('Copy it by hand.');
  expect(field().value.slice(field().selectionStart ?? 0, field().selectionEnd ?? 0)).toBe('whsec_1');
  expect(onCopied).not.toHaveBeenCalled();
  await user.click(field());
  await user.copy();
  expect(onCopied).toHaveBeenCalledOnce();
});
