/** @file Bytes as text, for pages and pictures that carry everything they show. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * `data:<mediaType>;base64,…`
 *
 * @param mediaType - as in `image/png`.
 */
export function dataUrl(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${base64(bytes)}`;
}

/** Base64 with padding (RFC 4648 §4); written out because browsers and Node 20 share no other way to it. */
export function base64(bytes: Uint8Array): string {
  const characters: string[] = [];
  for (let start = 0; start < bytes.length; start += 3) {
    const group = ((bytes[start] ?? 0) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0);
    const present = Math.min(3, bytes.length - start);
    for (let digit = 0; digit < 4; digit += 1) {
      characters.push(digit <= present ? ALPHABET.charAt((group >> (18 - 6 * digit)) & 63) : '=');
    }
  }
  return characters.join('');
}
