import { useState, type DragEvent } from 'react';
import { texts } from '../../messages/imports.ts';

/** Takes one file that is dropped on an element, or hands on what to say about anything else. */
export function useDrop(onDrop: (file: File | string) => void) {
  // Entering a child comes before leaving the parent, so both are counted.
  const [depth, setDepth] = useState(0);
  const handlers = {
    onDragEnter(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDepth((now) => now + 1);
    },
    onDragLeave(event: DragEvent) {
      if (hasFiles(event)) setDepth((now) => Math.max(0, now - 1));
    },
    // Without this the browser would open the file in the place of the page.
    onDragOver(event: DragEvent) {
      if (hasFiles(event)) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDepth(0);
      onDrop(droppedFile(event.dataTransfer));
    },
  };
  return { over: depth > 0, handlers };
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return [...dataTransfer.types].includes('Files');
}

function droppedFile({ items, files }: DataTransfer): File | string {
  if (files.length > 1) return texts.upload.oneOnly;
  const [file] = files;
  const isFolder = items[0]?.webkitGetAsEntry?.()?.isDirectory;
  return !file || isFolder ? texts.upload.folder : file;
}
