const ADDRESS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g;

/** Plain text whose web addresses can be followed. */
export function LinkedText({ text }: { text: string }) {
  // split with a group: every second part is an address.
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} className="text-link" href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ),
  );
}
