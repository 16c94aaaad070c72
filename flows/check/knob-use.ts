import type { Manifest } from '../engine/src/manifest.ts';
import { finding, type Finding } from './finding.ts';

/** `{{read_settings['knobs']['x']}}`, in any of the ways in which it can be written. */
const KNOB = /(?:\['knobs'\]|\["knobs"\]|\.knobs)(?:\['([^']+)'\]|\["([^"]+)"\]|\.(\w+))/g;

/** Knobs that a flow reads but does not declare, and those that it declares but that change nothing. */
export function knobFindings(template: unknown, { knobs }: Manifest): Finding[] {
  // The quotes of a reference are escaped where they are double.
  const text = JSON.stringify(template).replaceAll('\\"', '"');
  const read = new Set(
    [...text.matchAll(KNOB)].map(([, single, double, dotted]) => single ?? double ?? dotted ?? ''),
  );
  const unknown = [...read].filter((name) => !Object.hasOwn(knobs, name));
  const idle = Object.keys(knobs).filter((name) => !read.has(name));
  return [
    ...unknown.map((name) =>
      finding(
        null,
        `it reads the knob "${name}", which the manifest does not declare`,
        'Declare it in manifest.json.',
      ),
    ),
    ...idle.map((name) =>
      finding(
        null,
        `the knob "${name}" changes nothing: no step reads it`,
        'Take it out of manifest.json, or read it.',
      ),
    ),
  ];
}
