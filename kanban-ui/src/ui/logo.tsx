/** The pebble. Decoration: the name stands beside it. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <path
        fill="var(--accent)"
        d="M17.6 4.2c6.3.5 11.2 5 11.2 11.2 0 7-5.6 12.2-13.4 12.2-7.1 0-12.2-4.3-12.2-10.3C3.2 9.8 9.8 3.5 17.6 4.2Z"
      />
      <path
        fill="none"
        stroke="var(--on-accent)"
        strokeLinecap="round"
        strokeWidth="2.2"
        d="M9.5 16.8c.3-3.7 3.3-6.7 7.2-6.9"
      />
    </svg>
  );
}
