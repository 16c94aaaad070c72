/** Hands a file to the browser's downloads. */
export function saveFile(filename: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  // The download has taken its copy when the click returns in every browser but Safari, which wants a moment.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
