import type { ComponentProps } from 'react';
import './button.css';

type ButtonProps = ComponentProps<'button'> & { look?: 'primary' | 'normal' | 'plain' | 'danger' };

export function Button({ look = 'normal', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`button button-${look} ${className}`} {...rest} />;
}

type IconButtonProps = ComponentProps<'button'> & {
  /** What it does, for tooltip and screen reader. */
  label: string;
  small?: boolean;
};

/** A button that shows an icon only. */
export function IconButton({ label, small = false, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button ${small ? 'icon-button-small' : ''} ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    />
  );
}
