/**
 * Bodies arrive as JSON or as a form whose nested values are JSON text (dingtalk.md §0.1), so every reader accepts both
 * and answers undefined for anything else.
 */
export type Fields = Record<string, unknown>;

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

export const isTrue = (value: unknown): boolean => value === true || value === 'true';

export function objectOf(value: unknown): Fields | undefined {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
}

/** Identifiers as an array or as the old family's comma-separated text; undefined when any of them is neither text nor number. */
export function listOf(value: unknown): string[] | undefined {
  const parsed = typeof value === 'string' && value.trim().startsWith('[') ? parseJson(value) : value;
  const items: unknown[] = Array.isArray(parsed) ? parsed : (textOf(parsed)?.split(',') ?? []);
  const texts = items.map((item) => textOf(item)?.trim());
  return texts.every((text) => text !== undefined) ? texts.filter((text) => text !== '') : undefined;
}

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
